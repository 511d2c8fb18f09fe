"""A whole installation on free ports and a data folder of its own, for a while."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nhipcau.supervisor.binaries import ROOT
from nhipcau.supervisor.child import dies_with
from nhipcau.supervisor.ports import free_ports
from nhipcau.supervisor.status import ProcessStatus, Status

# Seconds: a machine that does other things beside is slow to start all of it.
STARTING = 180
PORTS = ("HTTP", "HTTPS", "ENGINE", "ENGINE_TCP", "ENGINE_UDP", "HOOK", "RTMP", "SRT")


class NotWithin(AssertionError):
    """What was waited for did not come; a test that waits has failed by that."""


def until(what: str, condition: Callable[[], object], seconds: float = 30) -> None:
    """Waits for `condition`; raises NotWithin with `what` after the deadline."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end:
            raise NotWithin(f"not within {seconds} s: {what}")
        pause.wait(0.02)


class Running:
    """What one may ask of, and do to, an installation: also kill it, start it again."""

    def __init__(self, data: Path, env: dict[str, str], words: tuple[str, ...]) -> None:
        self.data = data
        self.env = env
        self._words = words
        self._log = data / "run.log"
        self.process = self._begun()

    @property
    def address(self) -> str:
        """Where a browser of this machine finds it."""
        return f"http://localhost:{self.env['NHIPCAU_HTTP_PORT']}"

    @property
    def said(self) -> str:
        """What `run` and its processes have printed, over all starts."""
        return self._log.read_text(errors="replace")

    def status(self) -> dict[str, ProcessStatus]:
        """The supervisor's own words on each process."""
        try:
            status = Status.read(self.data / "run" / "status.json")
        except FileNotFoundError:
            return {}
        # A supervisor that was killed has left its last words behind.
        return status.processes if status.supervisor == self.process.pid else {}

    def ready(self) -> bool:
        """Whether every process is up and answers."""
        status = self.status()
        return bool(status) and all(p.state == "ready" for p in status.values())

    def kill(self, name: str) -> int:
        """`kill -9` of one process; which it was."""
        pid = self.status()[name].pid
        if not pid:
            raise ProcessLookupError(f"{name} is not running")
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_all(self) -> None:
        """`kill -9` of the supervisor and of everything that it started."""
        pids = [row.pid for row in self.status().values() if row.pid]
        for pid in (self.process.pid, *pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def start(self) -> None:
        """Runs it again with the same data, after it was stopped or killed."""
        self.process = self._begun()

    def await_ready(self) -> None:
        """Waits until it is ready; raises NotWithin with its last words."""
        until(
            "started", lambda: self.ready() or self.process.poll() is not None, STARTING
        )
        if self.process.poll() is not None:
            raise NotWithin(f"the installation did not start:\n{self.said[-6000:]}")

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.terminate()
        self.process.wait(30)

    def command(self, *words: str) -> str:
        """Output of `nhipcau <words>` beside the running installation."""
        done = subprocess.run(
            [sys.executable, "-m", "nhipcau", *words],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def _begun(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "nhipcau", "run", *self._words],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A bench that is killed stops nothing by itself.
                preexec_fn=dies_with(os.getpid()),
            )


@contextmanager
def installation(*words: str, **settings: str) -> Iterator[Running]:
    """Runs `nhipcau run <words>` until the end of the context."""
    data = Path(tempfile.mkdtemp(prefix="nc-"))
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")},
        "NHIPCAU_DATA_DIR": str(data),
        "NHIPCAU_NODE_IP": "127.0.0.1",
        **{f"NHIPCAU_{name}_PORT": str(port) for name, port in ports.items()},
        **settings,
    }
    env.pop("DJANGO_SETTINGS_MODULE", None)
    running = Running(data, env, words)
    try:
        running.await_ready()
        yield running
    except BaseException:
        sys.stderr.write(running.said[-6000:])
        raise
    finally:
        running.stop()
        shutil.rmtree(data, ignore_errors=True)
