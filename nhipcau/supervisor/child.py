"""One running child: born bound to us, its output passed on, stopped in order."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable

from nhipcau.supervisor.spec import ProcessSpec, Stop

PR_SET_PDEATHSIG = 1
LONGEST_LINE = 64 * 1024
#: A grandchild may keep the pipe open; the last lines get this long to arrive.
LAST_LINES = 0.2

# Looked up before any fork: the child may not take the loader's lock.
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def dies_with(parent: int) -> Callable[[], None]:
    """What a child does before exec: ask the kernel to kill it when we die.

    For `preexec_fn`; to the kernel "we" is the thread that starts the child.
    """

    def bind() -> None:  # pragma: no cover - runs in the forked child
        _prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # we died between fork and prctl

    return bind


async def _exit_of(pid: int) -> None:
    """Return when the process ends, even if a grandchild holds its output open."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


class Child:
    """A started process; `say` gets each line of its output."""

    def __init__(self, process: Process, say: Callable[[str], None]) -> None:
        self._process = process
        self.pid = process.pid
        self._output = asyncio.create_task(self._pump(say))
        self._exit = asyncio.create_task(_exit_of(process.pid))

    @classmethod
    async def start(cls, spec: ProcessSpec, say: Callable[[str], None]) -> Child:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor."""
        process = await asyncio.create_subprocess_exec(
            *spec.argv,
            env={**os.environ, **spec.env},
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )
        return cls(process, say)

    async def wait(self) -> int:
        """The exit code, after the last lines of output; no grandchild remains."""
        await asyncio.shield(self._exit)
        self.kill()
        await asyncio.wait([self._output], timeout=LAST_LINES)
        self._output.cancel()
        return await self._process.wait()

    async def stop(self, stop: Stop) -> None:
        """Ask in the way the spec says; insist with KILL when patience ends."""
        try:
            async with asyncio.timeout(stop.patience):
                for number in stop.signals:
                    self._send(number)
                    done, _ = await asyncio.wait([self._exit], timeout=stop.between)
                    if done:
                        return
                await asyncio.shield(self._exit)
        except TimeoutError:
            self.kill()
            await self._exit

    def kill(self) -> None:
        """At once, with all it has started in its session."""
        self._send(signal.SIGKILL, group=True)

    def _send(self, number: signal.Signals, *, group: bool = False) -> None:
        try:
            if group:
                os.killpg(self.pid, number)
            else:
                os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    async def _pump(self, say: Callable[[str], None]) -> None:
        stream = self._process.stdout
        rest = b""
        while stream and (chunk := await stream.read(LONGEST_LINE)):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                say(line.decode(errors="replace").rstrip())
            if len(rest) > LONGEST_LINE:
                say(rest.decode(errors="replace"))
                rest = b""
        if rest:
            say(rest.decode(errors="replace").rstrip())
