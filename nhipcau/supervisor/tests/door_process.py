"""The real front door as a process of a test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nhipcau.supervisor.binaries import DOOR


@contextmanager
def running(text: str, data: Path) -> Iterator[Path]:
    config, log = data / "Caddyfile", data / "log"
    config.write_text(text)
    binary = DOOR.find()
    assert binary, "./check builds it"
    argv = [binary, "run", "--config", config, "--adapter", "caddyfile"]
    with log.open("w") as output:
        process = subprocess.Popen(
            argv, stdout=output, stderr=output, env={"HOME": str(data)}
        )
    try:
        yield log
    finally:
        process.kill()
        process.wait()
