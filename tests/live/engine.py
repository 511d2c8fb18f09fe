"""A real media engine for a test: started, killed and started again."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from nhipcau.cli.bench.installation import until
from nhipcau.engine.config import engine_config
from nhipcau.supervisor.binaries import ENGINE
from nhipcau.supervisor.ports import free_ports

KEY = "test"
SECRET = "test-secret-that-is-long-enough-for-hs256"


class LiveKit:
    """One engine on ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.tcp_port, self.udp_port, self.hook_port = free_ports(4)
        self.log = folder / "engine.log"
        self._config = folder / "engine.yaml"
        self._process: subprocess.Popen[bytes] | None = None
        self._config.write_text(
            engine_config(
                key=KEY,
                secret=SECRET,
                port=self.port,
                tcp_port=self.tcp_port,
                udp_port=self.udp_port,
                addresses=["127.0.0.1"],
                hook_url=f"http://127.0.0.1:{self.hook_port}/",
                loopback=True,
            )
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def signal_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def launch(self) -> None:
        """Starts it; returns at once."""
        binary = ENGINE.find()
        assert binary, "the media engine is not built: see ./run"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [binary, "--config", self._config], stdout=log, stderr=log
            )

    def start(self) -> float:
        """Starts it and waits; returns the moment of its first answer."""
        self.launch()
        until("the engine answers", self.answers, 20)
        return time.monotonic()

    def answers(self) -> bool:
        """Whether it speaks HTTP by now."""
        try:
            with urllib.request.urlopen(self.url, timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(5)
            self._process = None
