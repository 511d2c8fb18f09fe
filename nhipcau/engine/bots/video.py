"""Pictures encoded once and played for hours, with a clock that nevertheless runs.

Each second of a room's loop begins with a key frame that is cut into slices; the
first slice is the band with the clock. The frames that follow copy the band from
there. So one small picture encoded per second, of the band alone, gives all rooms
their time: its slice takes the place of theirs, and nothing else is encoded anew.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import PictureType

from nhipcau.engine.bots.drawing import BAND, HEIGHT, WIDTH, Picture, Scene, band

FPS = 12
SECONDS = 8  # even: two key frames in a row must not have the same number
VERSION = b"2"
_START = b"\0\0\0\1"
_KEY, _SEI, _SPS, _PPS = 5, 6, 7, 8
_PARAMETERS = {
    "slice-max-mbs": WIDTH // 16 * (BAND // 16),
    "keyint": FPS,
    "min-keyint": FPS,
    "scenecut": 0,
    "bframes": 0,
    "ref": 1,
    "threads": 1,
    "rc-lookahead": 0,
    "mbtree": 0,
    "crf": 27,
    "vbv-maxrate": 280,
    "vbv-bufsize": 280,
    "merange": 8,
    "force-cfr": 1,
}


class NotSpliceable(Exception):
    """The band's slice does not fit the room's: another encoder than we know."""


@dataclass(frozen=True)
class Key:
    """A key frame without its band: what stands before and after that slice."""

    head: bytes
    rest: bytes


@dataclass(frozen=True)
class Second:
    """One second of a room: a key frame and the frames that follow it."""

    key: Key
    rest: tuple[bytes, ...]


@dataclass(frozen=True)
class Loop:
    """What a room shows, over and over."""

    seconds: tuple[Second, ...]


class Clock:
    """The band of the present second, encoded once for all rooms."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._encoder = _Encoder()
        self._shown = ""
        self._slices = (b"", b"")

    def slice(self, time: str, number: int) -> bytes:
        """The band's slice for the key frame of second `number` of a loop."""
        if time != self._shown:
            picture = band(self._words, time)
            # Key frames are numbered 0, 1, 0, 1 …: one for each parity.
            pair = [self._encoder.key(picture) for _ in range(2)]
            self._slices = (_split(pair[0])[1], _split(pair[1])[1])
            self._shown = time
        return self._slices[number % 2]


def with_band(key: Key, slice: bytes) -> bytes:
    """The key frame, whole."""
    return key.head + slice + key.rest


def loop_of(plate: str, number: int, folder: Path) -> Loop:
    """The loop of one room, from `folder` if it was encoded before."""
    facts = f"{plate}|{number}|{FPS}|{SECONDS}|{sorted(_PARAMETERS.items())}"
    name = hashlib.sha256(VERSION + facts.encode()).hexdigest()[:20]
    path = folder / f"{name}.loop"
    try:
        return _unpack(path.read_bytes())
    except (FileNotFoundError, struct.error, ValueError):
        loop = encode(Scene(plate, number))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(_pack(loop))
    part.replace(path)
    return loop


def encode(scene: Scene) -> Loop:
    """Draws and encodes all frames of a scene."""
    encoder = _Encoder()
    frames = FPS * SECONDS
    units = [encoder.next(scene.frame(at / frames)) for at in range(frames)]
    seconds = []
    for begin in range(0, frames, FPS):
        head, slice, rest = _split(units[begin])
        if not slice:
            raise NotSpliceable("no key frame where a second begins")
        seconds.append(Second(Key(head, rest), tuple(units[begin + 1 : begin + FPS])))
    return Loop(tuple(seconds))


class _Encoder:
    def __init__(self) -> None:
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height = WIDTH, HEIGHT
        context.pix_fmt = "yuv420p"
        context.framerate = Fraction(FPS)
        context.time_base = Fraction(1, FPS)
        context.thread_count = 1
        words = ":".join(f"{name}={value}" for name, value in _PARAMETERS.items())
        context.options = {
            "preset": "veryfast",
            "profile": "baseline",
            "tune": "zerolatency",
            "forced-idr": "1",
            "x264-params": f"{words}:sliced-threads=0",
        }
        self._context = context
        self._at = 0

    def next(self, picture: Picture) -> bytes:
        """One access unit."""
        return self._encode(picture, PictureType.NONE)

    def key(self, picture: Picture) -> bytes:
        """One access unit that is a key frame."""
        return self._encode(picture, PictureType.I)

    def _encode(self, picture: Picture, kind: PictureType) -> bytes:
        frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
        frame.pict_type = kind
        frame.pts, frame.time_base = self._at, Fraction(1, FPS)
        self._at += 1
        packets = self._context.encode(frame)
        units = [bytes(packet) for packet in packets]
        if len(units) != 1:
            raise NotSpliceable("the encoder keeps frames back")
        parts = [part for part in _parts(units[0]) if part[0] & 31 != _SEI]
        return b"".join(_START + part for part in parts)


def _split(unit: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, the band's slice and the rest of a key frame; no slice in another."""
    head, slice, rest = b"", b"", b""
    for part in _parts(unit):
        kind = part[0] & 31
        if kind in (_SPS, _PPS):
            head += _START + part
        # Its number of the first block, 0, is written as a single bit 1.
        elif kind == _KEY and part[1] & 0x80:
            slice += _START + part
        else:
            rest += _START + part
    return head, slice, rest


def _parts(unit: bytes) -> Iterator[bytes]:
    for part in unit.split(b"\0\0\1"):
        bare = part.rstrip(b"\0")
        if bare:
            yield bare


def _pack(loop: Loop) -> bytes:
    blocks: list[bytes] = []
    for second in loop.seconds:
        blocks += (second.key.head, second.key.rest, *second.rest)
    return b"".join(struct.pack(">I", len(block)) + block for block in blocks)


def _unpack(data: bytes) -> Loop:
    blocks = list(_blocks(data))
    each = FPS + 1
    if len(blocks) != each * SECONDS:
        raise ValueError("not a whole loop")
    return Loop(
        tuple(_second(blocks[at : at + each]) for at in range(0, len(blocks), each))
    )


def _second(blocks: list[bytes]) -> Second:
    head, rest, *others = blocks
    return Second(Key(head, rest), tuple(others))


def _blocks(data: bytes) -> Iterable[bytes]:
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        at += 4
        if at + size > len(data):
            raise ValueError("cut off")
        yield data[at : at + size]
        at += size
