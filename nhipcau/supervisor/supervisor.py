"""Keeps a set of processes running until told to stop."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nhipcau.supervisor.backoff import Backoff
from nhipcau.supervisor.child import Child
from nhipcau.supervisor.ready import is_ready
from nhipcau.supervisor.spec import FileReady, ProcessSpec, start_order
from nhipcau.supervisor.status import ProcessStatus, Status

POLL_READY = 0.05
#: Polling slows to this once a start takes long.
POLL_SLOW = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """Something an operator may want to read."""

    kind: Literal["started", "ready", "died", "cannot_start", "stopped"]
    name: str
    exit_code: int | None = None
    delay: float = 0.0
    degraded: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Where news goes: lines of the processes' output, and events."""

    line: Callable[[str, str], None]
    event: Callable[[Event], None]


class Supervisor:
    """Starts in order of readiness, restarts what dies, stops in reverse."""

    def __init__(
        self, specs: Sequence[ProcessSpec], status_file: Path, report: Report
    ) -> None:
        self._specs = start_order(specs)
        self._status_file = status_file
        self._report = report
        self._children: dict[str, Child] = {}
        self._ready = {spec.name: asyncio.Event() for spec in specs}
        self._stopping = asyncio.Event()
        self.status = Status(
            os.getpid(), {spec.name: ProcessStatus() for spec in self._specs}
        )

    async def run(self) -> None:
        """Return after `stop()`, when no child is left."""
        self._write_status()  # pids of an earlier run mislead
        try:
            async with asyncio.TaskGroup() as group:
                keepers = [group.create_task(self._keep(spec)) for spec in self._specs]
                await self._stopping.wait()
                await self._stop_all()
                for keeper in keepers:
                    keeper.cancel()
        finally:
            self.kill()

    def stop(self) -> None:
        """Ask all to end, the last started first."""
        self._stopping.set()

    def kill(self) -> None:
        """End all at once: a second Ctrl-C, or our own failure."""
        for child in self._children.values():
            child.kill()

    async def _keep(self, spec: ProcessSpec) -> None:
        for name in spec.after:
            await self._ready[name].wait()
        backoff = Backoff(random.random)
        now = asyncio.get_running_loop().time
        while not self._stopping.is_set():
            code, ready_at, reason = await self._live(spec)
            if self._stopping.is_set():
                return
            ready_for = now() - ready_at if ready_at is not None else 0.0
            delay = backoff.died(now(), ready_for)
            degraded = backoff.degraded(now())
            row = self.status.processes[spec.name]
            row.restarts += 1
            self._note(spec, state="down", pid=None, exit_code=code, degraded=degraded)
            kind: Literal["cannot_start", "died"] = "cannot_start" if reason else "died"
            self._report.event(Event(kind, spec.name, code, delay, degraded, reason))
            await asyncio.sleep(delay)

    async def _live(self, spec: ProcessSpec) -> tuple[int | None, float | None, str]:
        """One life: exit code, when it became ready, why it could not start."""
        if isinstance(spec.ready, FileReady):
            spec.ready.path.unlink(missing_ok=True)
        try:
            child = await Child.start(
                spec, lambda line: self._report.line(spec.name, line)
            )
        except OSError as error:
            return None, None, error.strerror or str(error)
        self._children[spec.name] = child
        watch = asyncio.create_task(self._watch(spec))
        try:
            if self._stopping.is_set():  # the stop has already passed by
                child.kill()
            self._note(spec, state="starting", pid=child.pid)
            self._report.event(Event("started", spec.name))
            code = await child.wait()
        except BaseException:
            # Our own failure, or all are being stopped: it is not left to the kernel.
            child.kill()
            await child.wait()
            raise
        finally:
            watch.cancel()
        del self._children[spec.name]
        ready_at = watch.result() if watch.done() and not watch.cancelled() else None
        return code, ready_at, ""

    async def _watch(self, spec: ProcessSpec) -> float:
        """Wait until it answers; the time when it did."""
        pause = POLL_READY
        while spec.ready is not None and not await is_ready(spec.ready):
            await asyncio.sleep(pause)
            pause = min(POLL_SLOW, pause * 1.2)
        self._note(spec, state="ready")
        self._ready[spec.name].set()
        self._report.event(Event("ready", spec.name))
        return asyncio.get_running_loop().time()

    async def _stop_all(self) -> None:
        for spec in reversed(self._specs):
            if child := self._children.get(spec.name):
                await child.stop(spec.stop)
            self._note(spec, state="stopped", pid=None)
            self._report.event(Event("stopped", spec.name))

    def _note(self, spec: ProcessSpec, **changes: object) -> None:
        row = self.status.processes[spec.name]
        for key, value in changes.items():
            setattr(row, key, value)
        self._write_status()

    def _write_status(self) -> None:
        try:
            self.status.write(self._status_file)
        except OSError as error:  # a full disk must not take the meeting down
            self._report.line("supervisor", f"{self._status_file}: {error.strerror}")
