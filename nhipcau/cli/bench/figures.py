"""What a measurement says: counts, percentiles, and on which machine."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import subprocess
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def summary(values: Sequence[float]) -> dict[str, float | int | None]:
    """Of values in ms: how many, the median, the 95th percentile, the greatest.

    Percentiles are values that occurred (nearest rank), not means of two.
    """
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "p50": _rank(ordered, 0.5),
        "p95": _rank(ordered, 0.95),
        "max": _rank(ordered, 1),
    }


def _rank(ordered: Sequence[float], share: float) -> float | None:
    if not ordered:
        return None
    # Whole hundredths: 0.95 · 20 is a little more than 19 in floating point.
    place = -(-round(share * 100) * len(ordered) // 100)
    return round(ordered[max(0, place - 1)], 1)


@dataclass(frozen=True)
class Usage:
    """What a process has used: CPU seconds since its start, memory now in bytes."""

    cpu: float
    rss: int


def usage(pid: int, proc: Path = Path("/proc")) -> Usage:
    """Of one process, its threads included; raises OSError when it is gone."""
    # The second field is a name in parentheses that may hold blanks.
    stat = (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()
    status = (proc / str(pid) / "status").read_text()
    rss = re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)
    cpu = (int(stat[11]) + int(stat[12])) / _TICKS
    return Usage(cpu, int(rss[1]) * 1024 if rss else 0)


def family(
    pid: int,
    without: Collection[int] = (),
    proc: Path = Path("/proc"),
    only: str = "",
) -> Usage:
    """Of a process and all that it started, but for those `without` and theirs.

    `only`: of those alone that run the program of this name.
    """
    children = defaultdict(list)
    names = {}
    for folder in proc.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, stat = (folder / "stat").read_text().rpartition(")")
            children[int(stat.split()[1])].append(int(folder.name))
            names[int(folder.name)] = name.partition("(")[2]
    found = Usage(0, 0)
    rest = [pid]
    while rest:
        one = rest.pop()
        rest += [child for child in children[one] if child not in without]
        if only and names.get(one) != only:
            continue
        with contextlib.suppress(OSError):
            used = usage(one, proc)
            found = Usage(found.cpu + used.cpu, found.rss + used.rss)
    return found


def cores(
    before: Mapping[str, Usage], after: Mapping[str, Usage], seconds: float
) -> dict[str, float]:
    """Cores that each process used between two looks."""
    return {
        name: round((after[name].cpu - before[name].cpu) / seconds, 3)
        for name in before
        if name in after
    }


def machine() -> dict[str, object]:
    """On what it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {
        "cpus": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "system": system,
        "load": round(os.getloadavg()[0], 2),
    }


def versions(**programs: Path) -> dict[str, str]:
    """Of what was measured: our own packages, and each program as it says itself."""
    found = {name: version(name) for name in ("django", "livekit", "uvicorn")}
    found["python"] = platform.python_version()
    for name, path in programs.items():
        said = subprocess.run([path, "--version"], capture_output=True, text=True)
        number = re.search(r"\d+\.\d+[\d.]*", said.stdout + said.stderr)
        found[name] = number[0] if number else "?"
    return dict(sorted(found.items()))
