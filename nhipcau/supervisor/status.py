"""The status file: which processes run, as which pid, for people and tests."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

State = Literal["waiting", "starting", "ready", "down", "stopped"]


@dataclass(slots=True)
class ProcessStatus:
    """One process as last seen."""

    pid: int | None = None
    state: State = "waiting"
    restarts: int = 0
    degraded: bool = False
    exit_code: int | None = None


@dataclass(slots=True)
class Status:
    """The supervisor and its processes, in starting order."""

    supervisor: int
    processes: dict[str, ProcessStatus]

    def write(self, path: Path) -> None:
        """Replace the file whole: a reader never sees half of it."""
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self), indent=1))
        part.replace(path)

    @classmethod
    def read(cls, path: Path) -> Status:
        """What was last written; raises OSError when there is none."""
        data = json.loads(path.read_text())
        processes = {
            name: ProcessStatus(**row) for name, row in data["processes"].items()
        }
        return cls(data["supervisor"], processes)
