"""What a played room says: spoken by espeak-ng where it is installed, else tones."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16_000
# The engine's library takes 10 ms at a time where nothing is queued.
FRAME = RATE // 100
VERSION = b"1"
Samples = npt.NDArray[np.int16]
# Steps of a pentatonic scale: whatever two rooms say, it sounds well together.
_SCALE = (0, 2, 4, 7, 9)
_PATIENCE = 20.0


def speech_of(words: str, number: int, folder: Path) -> list[bytes]:
    """Frames to play over and over for the room with this number."""
    program = shutil.which("espeak-ng")
    if program is None:
        return frames(tones(number))
    name = hashlib.sha256(VERSION + f"{number}|{words}".encode()).hexdigest()[:20]
    path = folder / f"{name}.wav"
    try:
        return frames(_samples(path.read_bytes()))
    except (FileNotFoundError, ValueError):
        pass
    spoken = _spoken(program, words, number)
    if spoken is None:
        return frames(tones(number))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(spoken)
    part.replace(path)
    return frames(_samples(spoken))


def tones(number: int) -> Samples:
    """Soft tones in the rhythm of words: ten seconds, another melody per room."""
    chance = np.random.default_rng(number)
    parts: list[npt.NDArray[np.float64]] = []
    length = 0
    while length < 10 * RATE:
        size = int(RATE * chance.uniform(0.12, 0.32))
        step = _SCALE[int(chance.integers(len(_SCALE)))] + 12 * int(chance.integers(2))
        pitch = 165.0 * 2 ** ((step + number % 5) / 12)
        at = np.arange(size) / RATE
        swell = np.sin(np.pi * np.arange(size) / size)
        rest = int(RATE * chance.choice([0.04, 0.06, 0.3]))
        parts += [swell * np.sin(2 * np.pi * pitch * at), np.zeros(rest)]
        length += size + rest
    return (np.concatenate(parts) * 9_000).astype(np.int16)


def frames(samples: Samples) -> list[bytes]:
    """Equal frames; the last one ends in silence."""
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    return [part.tobytes() for part in whole.reshape(-1, FRAME)]


def joined(speech: list[bytes], together: int) -> list[bytes]:
    """The same sound in longer frames."""
    places = range(0, len(speech), together)
    return [b"".join(speech[place : place + together]) for place in places]


def _spoken(program: str, words: str, number: int) -> bytes | None:
    voice = ["-v", "vi", "-s", "150", "-p", str(30 + number * 13 % 45)]
    try:
        done = subprocess.run(
            [program, *voice, "--stdout", "--stdin"],
            input=words.encode(),
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
        )
        _samples(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None  # without a Vietnamese voice, say
    return done.stdout


def _samples(file: bytes) -> Samples:
    """The sound of a WAV file at our rate; raises ValueError where there is none."""
    try:
        with wave.open(io.BytesIO(file)) as sound:
            rate, width = sound.getframerate(), sound.getsampwidth()
            data = sound.readframes(len(file))
    except (wave.Error, EOFError) as error:
        raise ValueError(str(error)) from error
    if width != 2 or len(data) < rate:
        raise ValueError("not a sentence")
    heard = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float64)
    at = np.arange(0, len(heard) - 1, rate / RATE)
    return np.interp(at, np.arange(len(heard)), heard).astype(np.int16)
