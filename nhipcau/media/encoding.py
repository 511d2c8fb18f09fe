"""Pictures and sound made into what every browser takes: H.264 now, PCM for Opus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.frame import PictureType

from nhipcau.media.fitness import Quality

# What the engine's library encodes as Opus: 10 ms of one channel at 48 kHz.
RATE = 48_000
FRAME = RATE // 100
# Of a clock fine enough for any stream (RFC 6184, 8.1).
TICKS = 90_000


@dataclass(frozen=True)
class Shape:
    """What a picture is made into, at best."""

    quality: Quality
    lines: int
    fps: int
    bps: int


# `view()` counts with these: see `live/rules/budget`.
SMALL = Shape("small", lines=360, fps=15, bps=280_000)
SHARP = Shape("sharp", lines=720, fps=25, bps=1_100_000)


@dataclass(frozen=True)
class Coded:
    """One picture as H.264 in Annex B, due at a time of its stream (s)."""

    quality: Quality
    at: float
    data: bytes
    key: bool
    width: int
    height: int


def fitted(width: int, height: int, lines: int, pixel: float = 1.0) -> tuple[int, int]:
    """The size within `lines`, upright or not, with the same look and even sides.

    `pixel`: how much wider than high one pixel of the source is.
    """
    wide = width * pixel
    scale = min(1.0, lines / min(wide, height))
    return max(2, round(wide * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


class Encoder:
    """H.264 for one shape; leaves out what comes faster than that."""

    def __init__(self, shape: Shape, width: int, height: int, pixel: float) -> None:
        self._shape = shape
        self.width, self.height = fitted(width, height, shape.lines, pixel)
        self._context = _context(shape, self.width, self.height)
        self._due = float("-inf")

    @property
    def quality(self) -> Quality:
        """Which of the two pictures it makes."""
        return self._shape.quality

    def encode(self, frame: av.VideoFrame, at: float, *, key: bool) -> Coded | None:
        """The picture; None: it comes too soon. `key`: it is to stand alone."""
        step = 1 / self._shape.fps
        if at < self._due - step / 4:
            return None
        # A pause is no debt, and a late picture no reason for two at once.
        self._due = max(self._due + step, at + step / 2)
        small = frame.reformat(self.width, self.height, "yuv420p")
        small.pict_type = PictureType.I if key else PictureType.NONE
        small.pts, small.time_base = round(at * TICKS), Fraction(1, TICKS)
        packets = self._context.encode(small)
        if not packets:
            return None
        data = b"".join(bytes(one) for one in packets)
        stands = any(one.is_keyframe for one in packets)
        return Coded(self._shape.quality, at, data, stands, self.width, self.height)


class Voice:
    """Any sound as 10 ms of PCM at a time."""

    def __init__(self) -> None:
        self._resampler = av.AudioResampler("s16", "mono", RATE, FRAME)

    def frames(self, frame: av.AudioFrame) -> Iterator[tuple[float, bytes]]:
        """When each is due (s), and its samples."""
        for part in self._resampler.resample(frame):
            if part.samples == FRAME and part.time is not None:
                yield part.time, part.to_ndarray().tobytes()


def photograph(frame: av.VideoFrame) -> bytes:
    """A small WebP of it, of some 10 kB."""
    width, height = fitted(frame.width, frame.height, SMALL.lines)
    context = av.CodecContext.create("libwebp", "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, TICKS)
    context.options = {"quality": "60"}
    small = frame.reformat(width, height, "yuv420p")
    small.pts = 0
    return b"".join(bytes(one) for one in [*context.encode(small), *context.encode()])


def _context(shape: Shape, width: int, height: int) -> av.VideoCodecContext:
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuv420p"
    context.framerate = Fraction(shape.fps)
    context.time_base = Fraction(1, TICKS)
    context.bit_rate = shape.bps
    context.thread_count = 1
    kbps = shape.bps // 1000
    context.options = {
        "preset": "veryfast",
        "profile": "baseline",
        "tune": "zerolatency",
        "forced-idr": "1",
        # Whoever needs a key frame asks for it; a second's worth of bits at most.
        "x264-params": f"keyint=250:scenecut=0:bframes=0:vbv-maxrate={kbps}"
        f":vbv-bufsize={kbps}:sliced-threads=0",
    }
    return context
