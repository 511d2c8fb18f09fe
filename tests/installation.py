"""A whole installation on free ports and a data folder of its own, for a while."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nhipcau.supervisor.status import ProcessStatus, Status

ROOT = Path(__file__).resolve().parents[1]
PORTS = ("HTTP", "HTTPS", "ENGINE", "ENGINE_TCP", "ENGINE_UDP", "HOOK")


def until(what: str, condition: Callable[[], object], seconds: float = 30) -> None:
    """Waits for `condition`; fails with `what` after the deadline."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        pause.wait(0.02)


def free_ports(count: int) -> list[int]:
    """Ports that nobody holds now, all different.

    They lie below those that the kernel gives to outgoing connections, so none is
    taken between this look and the start of a server.
    """
    candidates = iter(random.sample(range(20_000, 32_000), 12_000))
    return list(islice(filter(_is_free, candidates), count))


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


@dataclass
class Running:
    """What a test may ask of, and do to, a running installation."""

    data: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where a browser of this machine finds it."""
        return f"http://localhost:{self.env['NHIPCAU_HTTP_PORT']}"

    def status(self) -> dict[str, ProcessStatus]:
        """The supervisor's own words on each process."""
        try:
            return Status.read(self.data / "run" / "status.json").processes
        except FileNotFoundError:
            return {}

    def ready(self) -> bool:
        """Whether every process is up and answers."""
        status = self.status()
        return bool(status) and all(p.state == "ready" for p in status.values())

    def kill(self, name: str) -> None:
        """`kill -9` of one process."""
        pid = self.status()[name].pid
        assert pid, f"{name} is not running"
        os.kill(pid, signal.SIGKILL)

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
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def installation(*words: str, **settings: str) -> Iterator[Running]:
    """Runs `nhipcau run <words>` until the end of the context."""
    data = Path(tempfile.mkdtemp(prefix="nc-", dir="/tmp"))
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")},
        "NHIPCAU_DATA_DIR": str(data),
        "NHIPCAU_NODE_IP": "127.0.0.1",
        **{f"NHIPCAU_{name}_PORT": str(port) for name, port in ports.items()},
        **settings,
    }
    env.pop("DJANGO_SETTINGS_MODULE", None)
    log = (data / "run.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "nhipcau", "run", *words],
        env=env,
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    running = Running(data, env, process)
    try:
        until(
            "the installation is ready",
            lambda: running.ready() or process.poll() is not None,
            60,
        )
        assert process.poll() is None, (data / "run.log").read_text()
        yield running
    except BaseException:
        sys.stderr.write((data / "run.log").read_text()[-6000:])
        raise
    finally:
        process.terminate()
        process.wait(30)
        log.close()
        shutil.rmtree(data, ignore_errors=True)
