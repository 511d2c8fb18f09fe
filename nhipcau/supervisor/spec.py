"""What a process is: its command, when it counts as ready, and how it is stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from signal import SIGTERM, Signals


@dataclass(frozen=True, slots=True)
class HttpReady:
    """Ready when a GET is answered with a status below 500."""

    path: str = "/"
    port: int = 0
    socket: Path | None = None
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class FileReady:
    """Ready when the file exists; it is removed before each start."""

    path: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """Signals sent one after the other, then KILL when patience ends."""

    signals: Sequence[Signals] = (SIGTERM,)
    between: float = 0.3
    patience: float = 8.0


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """One process: everything needed to start, watch and stop it."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: HttpReady | FileReady | None = None
    after: Sequence[str] = ()
    stop: Stop = Stop()


def start_order(specs: Sequence[ProcessSpec]) -> list[ProcessSpec]:
    """The specs so that each follows what it waits for; stopping is the reverse."""
    by_name = {spec.name: spec for spec in specs}
    if len(by_name) != len(specs):
        raise ValueError("two processes have the same name")
    for spec in specs:
        for name in spec.after:
            if name not in by_name:
                raise ValueError(f"{spec.name} waits for {name}, which does not exist")
    graph = {spec.name: tuple(spec.after) for spec in specs}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ValueError(f"processes wait for each other: {error.args[1]}") from None
