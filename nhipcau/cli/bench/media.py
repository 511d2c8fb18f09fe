"""Cameras and microphones of a measurement: recognised at the far end by a machine.

A camera shows its code in two rows of eight cells at the top, the second row the
opposite of the first, and below them a texture that moves, so that the encoder has
work. A microphone plays one tone.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

COLUMNS = 8
SECONDS = 1
SAMPLES = 48_000


@dataclass(frozen=True)
class Signature:
    """By what one site is known: its picture's code (8 bits), its tone in hertz."""

    code: int
    tone: int


@dataclass(frozen=True)
class Shape:
    """The pictures of a camera: pixels, and how many a second."""

    width: int
    height: int
    rate: int


def write_camera(path: Path, signature: Signature, shape: Shape) -> None:
    """A YUV4MPEG2 file of one second that Chromium loops as its camera."""
    width, height, rate = shape.width, shape.height, shape.rate
    frames = rate * SECONDS
    bits = [signature.code >> place & 1 for place in range(COLUMNS - 1, -1, -1)]
    cells = np.array([bits, [1 - bit for bit in bits]])
    band = np.kron(cells, np.ones((height // 8, width // COLUMNS))) * 190 + 30
    chance = np.random.default_rng(signature.code)
    rest = height - band.shape[0]
    coarse = chance.integers(40, 200, (rest // 8 + 1, width // 8 + 1))
    texture = np.kron(coarse, np.ones((8, 8)))[:rest, :width]
    texture = np.clip(texture + chance.normal(0, 6, texture.shape), 16, 235)
    grey = np.full(width * height // 2, 128, dtype=np.uint8).tobytes()
    with path.open("wb") as file:
        head = f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420\n"
        file.write(head.encode())
        for count in range(frames):
            moved = np.roll(texture, count * width // frames, axis=1)
            luma = np.vstack([band, moved]).astype(np.uint8)
            file.write(b"FRAME\n" + luma.tobytes() + grey)


def write_microphone(path: Path, tone: int, seconds: int = 8) -> None:
    """A WAV file that Chromium loops as its microphone."""
    time = np.arange(SAMPLES * seconds) / SAMPLES
    write_sound(path, 0.4 * np.sin(2 * np.pi * tone * time))


def write_sound(path: Path, sound: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    """These samples (between -1 and 1, `SAMPLES` a second) as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
