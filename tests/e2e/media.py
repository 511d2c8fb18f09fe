"""Fake cameras and microphones that can be recognised at the far end.

A camera shows 16 cells, black or white: 8 bits of the site's own code, 6 bits of
a frame counter, 2 bits of parity. A microphone plays one tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, RATE = 640, 360, 10
COLUMNS, ROWS, FRAMES = 8, 2, 64


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


def write_camera(path: Path, signature: Signature) -> None:
    """A YUV4MPEG2 file that Chromium loops as its camera."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420\n".encode())
        grey = np.full((HEIGHT // 2 * WIDTH // 2 * 2,), 128, dtype=np.uint8).tobytes()
        for count in range(signature.frames):
            if signature.code is None:
                luma = np.full((ROWS, COLUMNS), 16, dtype=np.uint8)
            else:
                cells = np.array(bits_of(signature.code, count)).reshape(ROWS, COLUMNS)
                luma = np.where(cells == 1, 220, 30).astype(np.uint8)
            luma = np.kron(
                luma, np.ones((HEIGHT // ROWS, WIDTH // COLUMNS), dtype=np.uint8)
            )
            file.write(b"FRAME\n" + luma.tobytes() + grey)
