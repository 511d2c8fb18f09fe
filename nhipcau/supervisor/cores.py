"""How much of the machine each process uses, from /proc."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds of a core that one process has used so far, and its memory now."""

    pid: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process used between two readings."""

    name: str
    cores: float
    bytes: int


def read(pid: int) -> Reading | None:
    """The reading of one process; None when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The second field is a name in parentheses that may hold anything.
    fields = stat.rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return Reading(pid, ticks / _TICKS, int(fields[21]) * _PAGE)


def usage(
    before: Mapping[str, Reading], after: Mapping[str, Reading], seconds: float
) -> list[Usage]:
    """By name, the hungriest first; one that was restarted between is left out."""
    rows = [
        Usage(name, (now.seconds - before[name].seconds) / seconds, now.bytes)
        for name, now in after.items()
        if name in before and before[name].pid == now.pid
    ]
    return sorted(rows, key=lambda row: -row.cores)
