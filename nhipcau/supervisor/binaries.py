"""Where the programs that are not Python are: LiveKit, Caddy, our own `ingest`.

Only the standard library, for `tools/bootstrap.py` imports it before there is a venv.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Binary:
    """A program built from the Go module in `folder`."""

    title: str
    folder: str
    name: str
    package: str
    setting: str
    version_argv: tuple[str, ...] = ()
    # What it says of itself when one of the machine will do; "": none will.
    fits: str = ""

    def cached(
        self, environ: Mapping[str, str] = os.environ, root: Path = ROOT
    ) -> Path:
        """Where our own build belongs, by the hash of all it is made of."""
        home = environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME", "~"), ".cache")
        module = root / self.folder
        made_of = hashlib.sha256()
        for source in (module / "go.sum", *sorted(module.glob("*.go"))):
            made_of.update(source.read_bytes())
        name = f"{module.name}-{made_of.hexdigest()[:12]}"
        return Path(home).expanduser() / "nhipcau" / name / self.name

    def find(
        self, environ: Mapping[str, str] = os.environ, root: Path = ROOT
    ) -> Path | None:
        """The operator's choice, our own build, or a fitting one of the machine."""
        if chosen := environ.get(self.setting):
            return Path(chosen)
        if (cached := self.cached(environ, root)).exists():
            return cached
        if not self.fits:
            return None
        on_path = shutil.which(self.name, path=environ.get("PATH"))
        if on_path and self._fits(on_path):
            return Path(on_path)
        return None

    def _fits(self, path: str) -> bool:
        try:
            said = subprocess.run(
                [path, *self.version_argv], capture_output=True, text=True, timeout=10
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            return False
        return re.search(self.fits, said) is not None


ENGINE = Binary(
    title="Máy chủ hình tiếng",
    folder="tools/engine",
    name="livekit-server",
    package="github.com/livekit/livekit-server/cmd/server",
    setting="NHIPCAU_ENGINE_BINARY",
    version_argv=("--version",),
    fits=r"\b1\.13\.\d",
)
DOOR = Binary(
    title="Cổng vào",
    folder="tools/door",
    name="caddy",
    package="github.com/caddyserver/caddy/v2/cmd/caddy",
    setting="NHIPCAU_DOOR_BINARY",
    version_argv=("version",),
    fits=r"^v?2\.1[1-9]\.\d",
)
INGEST = Binary(
    title="Cổng nhận hình",
    folder="ingest",
    name="nhipcau-ingest",
    package=".",
    setting="NHIPCAU_INGEST_BINARY",
)
