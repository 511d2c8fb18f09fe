"""A process beside a measurement, told by lines, that answers each with one of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from nhipcau.cli.bench.installation import NotWithin
from nhipcau.supervisor.binaries import ROOT
from nhipcau.supervisor.child import dies_with


class Told:
    """Runs `module` with these words, until `close`; it ends with us too."""

    def __init__(
        self, module: str, words: Sequence[str], env: Mapping[str, str] | None = None
    ) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            cwd=ROOT,
            # Its input ends with us as well, but it may not be reading.
            preexec_fn=dies_with(os.getpid()),
        )

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(self, what: str) -> dict[str, Any]:
        """One order, and its answer."""
        self.order(what)
        return self.answer()

    def order(self, what: str) -> None:
        """Gives an order whose answer is read later, by `answer`."""
        if self._process.stdin:
            self._process.stdin.write(what.encode() + b"\n")
            self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The answer to what was ordered."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise NotWithin(f"{self._module} has ended by itself")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """Lets it end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()
