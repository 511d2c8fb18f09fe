"""Whether a picture can go to browsers as it comes; if not, why not."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

# What WebRTC carries in every browser, and our lines in full (see `live/rules/budget`).
LINES = 1080
BITS = 2_500_000
# Who looks in waits for the next key frame: nobody can ask a camera for one.
BETWEEN_KEYS = 2.0
# Times are rounded on their way.
NEAR = 0.1
# So long it is looked at before anybody decides.
LOOK = 4.0
# Once may be the sender's clock, put right a moment after it began.
SEVERAL = 3

# A stream gives two pictures: one as good as it can be, one for weak lines.
Quality = Literal["sharp", "small"]
Unfit = Literal[
    "codec", "colours", "interlaced", "large", "reordered", "sparse", "heavy"
]


@dataclass(frozen=True)
class Picture:
    """What a stream says of its picture before any comes."""

    codec: str
    width: int
    height: int
    # As libavutil names it: what browsers decode is `yuv420p`.
    colours: str = "yuv420p"


@dataclass(frozen=True)
class Unit:
    """One picture on its way: when it is due (s), bytes, can it stand alone?"""

    at: float
    size: int
    key: bool
    # In two halves, one after the other, as old codecs and television have it.
    halves: bool = False


class Fitness:
    """Looks at a stream for as long as it comes; what was unfit once stays so.

    A camera that now and then needs more than the line has would be changed over
    again and again: each time the picture stands still for everybody.
    """

    def __init__(self, picture: Picture) -> None:
        self._unfit = _said(picture)
        self._found: Counter[Unfit] = Counter()
        self._units: deque[Unit] = deque()
        self._first: float | None = None
        self._last = 0.0
        self._key: float | None = None

    def saw(self, unit: Unit) -> None:
        """One more came, in the order in which they are decoded."""
        if self._first is None:
            self._first = self._last = unit.at
        if unit.halves:
            self._find("interlaced")
        # It is due before the one that came before: that one waited for it.
        if unit.at < self._last:
            self._find("reordered")
        self._last = unit.at
        since = unit.at - (self._first if self._key is None else self._key)
        if unit.key:
            self._key = unit.at
        if since > BETWEEN_KEYS + NEAR:
            self._find("sparse")
        self._weigh(unit)

    @property
    def unfit(self) -> Unfit | None:
        """Why not, as far as that is known."""
        return self._unfit

    @property
    def decided(self) -> bool:
        """Whether it was looked at long enough."""
        seen = 0.0 if self._first is None else self._last - self._first
        return self._unfit is not None or (seen >= LOOK and self._key is not None)

    def _weigh(self, unit: Unit) -> None:
        self._units.append(unit)
        while unit.at - self._units[0].at > LOOK:
            self._units.popleft()
        # In a time much shorter than that, one key frame would weigh too much.
        span = unit.at - self._units[0].at
        if span >= LOOK - NEAR:
            # Without the last: between two key frames stands one of them.
            bits = 8 * (sum(one.size for one in self._units) - unit.size)
            if bits > BITS * span:
                self._find("heavy")

    def _find(self, unfit: Unfit) -> None:
        self._found[unfit] += 1
        if self._found[unfit] >= SEVERAL:
            self._unfit = self._unfit or unfit


def _said(picture: Picture) -> Unfit | None:
    if picture.codec != "h264":
        return "codec"
    if picture.colours not in ("yuv420p", "yuvj420p"):
        return "colours"
    # A camera that hangs upright is as heavy.
    if min(picture.width, picture.height) > LINES:
        return "large"
    return None
