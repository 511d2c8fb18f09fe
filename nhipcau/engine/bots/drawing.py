"""Draws what a played room shows: wall, people at a table, its plate, a clock."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
# The clock stands alone in the upper rows: see `video`, which replaces just these.
BAND = 48
# Its name hangs on the wall: the product's own plate covers the lower edge.
PLATE = (58, 110)
TABLE = 284
RGB = tuple[int, int, int]
Picture = npt.NDArray[np.uint8]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_BAND_COLOUR: RGB = (16, 30, 42)
_WHITE: RGB = (245, 248, 250)
_QUIET: RGB = (150, 170, 185)
# Our own typeface as the built front end serves it, one file per set of letters.
_FONTS = Path(__file__).resolve().parents[3] / "frontend" / "dist" / "assets"
_SETS = ("latin", "vietnamese")


def band(words: str, clock: str) -> Picture:
    """The whole picture, empty but for the band with `words` and the time."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _BAND_COLOUR)
    draw = ImageDraw.Draw(image)
    _write(draw, 16, BAND // 2, words, 17, _QUIET)
    _write(draw, WIDTH - 16 - _width(clock, 26), BAND // 2, clock, 26, _WHITE)
    return np.asarray(image)


def photograph(plate: str, number: int, words: str, clock: str) -> bytes:
    """A small WebP of the room with the time; less than 5 kB."""
    picture = Scene(plate, number).frame(0).copy()
    picture[:BAND] = band(words, clock)[:BAND]
    file = BytesIO()
    small = Image.fromarray(picture).resize((WIDTH // 2, HEIGHT // 2))
    small.save(file, "WEBP", quality=60)
    return file.getvalue()


class Scene:
    """One room: `number` decides its colours and how its people move."""

    def __init__(self, plate: str, number: int) -> None:
        self._number = number
        hue = (number * 0.381966) % 1  # the golden angle: neighbours differ
        self._wall = _colour(hue, 0.32, 0.62)
        self._dark = _colour(hue, 0.55, 0.26)
        self._floor = _colour(hue, 0.3, 0.42)
        self._table = _colour((hue + 0.08) % 1, 0.45, 0.42)
        self._clothes = [
            _colour((hue + 0.3 + 0.17 * seat) % 1, 0.35, 0.4) for seat in range(4)
        ]
        self._base = self._empty(plate)

    def frame(self, phase: float) -> Picture:
        """The room at `phase` of its loop (0 to 1); 0 and 1 look alike."""
        image = self._base.copy()
        draw = ImageDraw.Draw(image)
        people = 3 + self._number % 2
        for seat in range(people):
            turn = math.tau * (phase * (1 + (seat + self._number) % 2) + seat / people)
            x = WIDTH * (seat + 1) / (people + 1) + 9 * math.sin(turn)
            self._person(draw, x, 180 + 4 * math.cos(turn), self._clothes[seat])
        draw.rectangle((30, TABLE, WIDTH - 30, TABLE + 24), fill=self._table)
        draw.rectangle((46, TABLE + 24, WIDTH - 46, HEIGHT), fill=self._dark)
        return np.asarray(image)

    def _empty(self, plate: str) -> Image.Image:
        image = Image.new("RGB", (WIDTH, HEIGHT), self._wall)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, WIDTH, BAND), fill=_BAND_COLOUR)
        draw.rectangle((0, 330, WIDTH, HEIGHT), fill=self._floor)
        size = 32
        while size > 14 and _width(plate, size) > WIDTH - 80:
            size -= 1
        width = _width(plate, size)
        left, (top, bottom) = (WIDTH - width) / 2, PLATE
        draw.rectangle((left - 24, top, left + width + 24, bottom), fill=self._dark)
        _write(draw, left, (top + bottom) // 2, plate, size, _WHITE)
        return image

    def _person(
        self, draw: ImageDraw.ImageDraw, x: float, y: float, clothes: RGB
    ) -> None:
        draw.pieslice((x - 52, y + 34, x + 52, y + 184), 180, 360, fill=clothes)
        draw.ellipse((x - 25, y - 26, x + 25, y + 34), fill=(226, 188, 158))
        draw.pieslice((x - 27, y - 32, x + 27, y + 26), 180, 360, fill=(38, 30, 28))


def _colour(hue: float, saturation: float, value: float) -> RGB:
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


@lru_cache(maxsize=64)
def _fonts(size: int) -> Sequence[Font]:
    found = [
        next(_FONTS.glob(f"be-vietnam-pro-{one}-600-*.woff2"), "") for one in _SETS
    ]
    fonts: list[Font] = [ImageFont.truetype(path, size) for path in found if path]
    # Without the built front end: a typeface that lacks some of our letters.
    return fonts or [ImageFont.load_default(size)]


def _font(sign: str, size: int) -> Font:
    # The set of Vietnamese letters holds just those that the other one lacks.
    fonts = _fonts(size)
    code = ord(sign)
    rare = code in (0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169)
    rare |= code in (0x1A0, 0x1A1, 0x1AF, 0x1B0) or 0x1EA0 <= code <= 0x1EF9
    return fonts[-1] if rare else fonts[0]


def _width(text: str, size: int) -> float:
    return sum(_font(sign, size).getlength(sign) for sign in text)


def _write(
    draw: ImageDraw.ImageDraw, x: float, y: int, text: str, size: int, fill: RGB
) -> None:
    base = y + round(size * 0.36)
    for sign in text:
        font = _font(sign, size)
        draw.text((x, base), sign, fill=fill, font=font, anchor="ls")
        x += font.getlength(sign)
