"""A room with a loudspeaker and a microphone that hears it, for a real browser."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Playwright

from nhipcau.cli.bench.media import SAMPLES, write_sound
from nhipcau.cli.bench.windows import CHROMIUM, FLAGS

# Nobody tells a browser which of its devices are made up: these are PulseAudio's.
REAL = [flag for flag in FLAGS if "fake-device" not in flag]


@contextmanager
def loud_room(folder: Path) -> Iterator[Mapping[str, str]]:
    """A sound server of its own; yields the surroundings of who is to use it."""
    door = folder / "pulse.socket"
    own = os.environ | dict.fromkeys(("HOME", "XDG_RUNTIME_DIR"), str(folder))
    modules = [
        f"module-native-protocol-unix socket={door} auth-anonymous=1",
        "module-null-sink sink_name=speaker",
        # Browsers do not offer what merely listens to a speaker, as what it is.
        "module-remap-source master=speaker.monitor source_name=microphone",
    ]
    # It goes by itself when no browser is left, whatever becomes of this test.
    how = ["-n", "--exit-idle-time=30", f"--log-target=file:{folder / 'pulse.log'}"]
    loads = [f"--load={one}" for one in modules]
    # Answers when it is ready.
    subprocess.run(["pulseaudio", "--daemonize=yes", *how, *loads], env=own, check=True)
    try:
        yield os.environ | {"PULSE_SERVER": f"unix:{door}"}
    finally:
        subprocess.run(["pulseaudio", "--kill"], env=own, check=True)


def launch_in(playwright: Playwright, room: Mapping[str, str]) -> Browser:
    """A Chromium that plays and hears in that room, and has no camera."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=REAL,
        ignore_default_args=["--mute-audio"],
        env=dict(room),
    )


def write_speech(path: Path, seconds: int = 30) -> None:
    """A WAV file with words and pauses, as long and as loud as people make them."""
    chance = np.random.default_rng(1)
    parts: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    while sum(map(len, parts)) < seconds * SAMPLES:
        word = np.arange(int(chance.uniform(0.1, 0.5) * SAMPLES)) / SAMPLES
        loud = chance.uniform(0.1, 0.5)
        parts.append(loud * np.sin(2 * np.pi * chance.uniform(200, 900) * word))
        parts.append(np.zeros(int(chance.uniform(0.05, 0.5) * SAMPLES)))
    write_sound(path, np.concatenate(parts))
