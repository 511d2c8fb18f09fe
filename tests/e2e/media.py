"""Fake cameras and microphones that can be recognised at the far end.

A camera shows 16 cells, black or white: 8 bits of the site's own code, 6 bits of
a frame counter, 2 bits of parity. A microphone plays one tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

COLUMNS, ROWS, FRAMES = 8, 2, 64


@dataclass(frozen=True)
class Shape:
    """The pictures of a camera, and how much they rustle: noise costs bits."""

    width: int = 640
    height: int = 360
    rate: int = 10
    grain: int = 0


SMALL = Shape()
# As a camera in a dim hall: whoever sends it, sends as much as it may.
SHARP = Shape(1280, 720, 12, grain=40)


@dataclass(frozen=True)
class Signature:
    """By what one site is known: its picture's code and its tone in hertz.

    No code: a black picture; one frame: a picture that stands; a tone of 0: silence.
    """

    code: int | None
    tone: int
    frames: int = FRAMES


CHAIR = Signature(code=0b10100101, tone=440)
COMMUNE = Signature(code=0b00111100, tone=1500)
DEAD = Signature(code=None, tone=0)
STILL = Signature(code=0b01100110, tone=660, frames=1)
LINK = Signature(code=0b10011001, tone=1000)
DESK = Signature(code=0b11000011, tone=880)


def bits_of(code: int, count: int) -> list[int]:
    """The 16 cells of frame `count`: code, counter, parity of each."""
    code_bits = [code >> place & 1 for place in range(7, -1, -1)]
    count_bits = [count >> place & 1 for place in range(5, -1, -1)]
    return [*code_bits, *count_bits, sum(code_bits) % 2, sum(count_bits) % 2]


def read_bits(bits: list[int]) -> tuple[int, int] | None:
    """Code and counter of 16 cells; None when the parity does not hold."""
    code, count = bits[:8], bits[8:14]
    if bits[14] != sum(code) % 2 or bits[15] != sum(count) % 2:
        return None
    return (
        int("".join(map(str, code)), 2),
        int("".join(map(str, count)), 2),
    )


def write_camera(path: Path, signature: Signature, shape: Shape = SMALL) -> None:
    """A YUV4MPEG2 file that Chromium loops as its camera."""
    width, height, rate = shape.width, shape.height, shape.rate
    noise = _noise(shape)
    grey = np.full((height // 2 * width // 2 * 2,), 128, dtype=np.uint8).tobytes()
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420\n".encode())
        for count in range(signature.frames):
            if signature.code is None:
                luma = np.full((ROWS, COLUMNS), 16, dtype=np.int16)
            else:
                cells = np.array(bits_of(signature.code, count)).reshape(ROWS, COLUMNS)
                luma = np.where(cells == 1, 200, 50).astype(np.int16)
            luma = np.kron(luma, np.ones((height // ROWS, width // COLUMNS), np.int16))
            rustling = luma + np.roll(noise, count * 7919)
            file.write(b"FRAME\n" + rustling.astype(np.uint8).tobytes() + grey)


def _noise(shape: Shape) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    """Between -grain and +grain; rolled by any odd number it is new for an encoder."""
    chance = np.random.default_rng(shape.grain)
    size = (shape.height, shape.width)
    return chance.integers(-shape.grain, shape.grain + 1, size, dtype=np.int16)
