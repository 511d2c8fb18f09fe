"""What is drawn of a timeline: where things stand in percent of the time shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# A line is broken where nothing was measured for so long (ms).
BREAK_MS = 15_000
# Seconds between two marks of the axis, the first that makes at most MARKS of them.
STEPS = (10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 4 * 3600)
MARKS = 6


@dataclass(frozen=True)
class Window:
    """The time that is shown, from … to (ms)."""

    since: int
    until: int

    def at(self, moment: int) -> float:
        """Where `moment` stands, in percent; what lies outside stands at the edge."""
        share = (moment - self.since) / max(1, self.until - self.since)
        return round(100 * min(1.0, max(0.0, share)), 3)

    def marks(self) -> list[int]:
        """Round moments for the axis."""
        length = self.until - self.since
        step = next((one for one in STEPS if length <= MARKS * one * 1000), STEPS[-1])
        first = -(-self.since // (step * 1000)) * step * 1000
        return list(range(first, self.until + 1, step * 1000))


@dataclass(frozen=True)
class Bar:
    """A stretch of time: where it begins and how wide it is, in percent.

    `height` in percent of the row, from its bottom; `look` names its class.
    """

    x: float
    width: float
    look: str
    height: int = 100

    @property
    def y(self) -> int:
        """Where it begins, from the top."""
        return 100 - self.height


@dataclass(frozen=True)
class Curve:
    """A path over 1000 × 100 units; `look` names its class."""

    path: str
    look: str


@dataclass(frozen=True)
class Row:
    """One strip, with the greatest value that it shows (0: it has none)."""

    name: str
    bars: list[Bar] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    top: int = 0


def bar(
    window: Window, since: int, until: int | None, look: str, height: int = 100
) -> Bar | None:
    """A stretch of time within the window; None: it lies outside."""
    end = window.until if until is None else until
    if end < window.since or since > window.until:
        return None
    x = window.at(since)
    # What is too short to be seen at this scale must be seen nevertheless.
    return Bar(x, max(0.2, round(window.at(end) - x, 3)), look, height)


def bars(found: Iterable[Bar | None]) -> list[Bar]:
    """Those that are within the window."""
    return [one for one in found if one is not None]


def steps(
    window: Window,
    changes: Sequence[tuple[int, str]],
    voids: Sequence[tuple[int, int | None]],
    heights: Mapping[str, int],
) -> list[Bar]:
    """A value that holds from one change to the next, but for what is void (ms)."""
    found: list[Bar | None] = []
    ends = [since for since, _ in [*changes, (window.until, "")]][1:]
    for (since, value), end in zip(changes, ends, strict=True):
        for start, stop in without(since, end, voids):
            found.append(bar(window, start, stop, value, heights[value]))
    return bars(found)


def without(
    since: int, until: int, voids: Sequence[tuple[int, int | None]]
) -> list[tuple[int, int]]:
    """What is left of a stretch of time outside the voids, which come in order."""
    left = []
    for start, stop in voids:
        if start > since:
            left.append((since, min(start, until)))
        since = until if stop is None else max(since, stop)
        if since >= until:
            break
    else:
        left.append((since, until))
    return [(start, stop) for start, stop in left if start < stop]


def curve(
    window: Window, points: Sequence[tuple[int, int]], top: int, look: str
) -> Curve:
    """A line through values from 0 to `top`, broken where nothing was measured."""
    words: list[str] = []
    before: int | None = None
    for at, value in points:
        joined = before is not None and at - before <= BREAK_MS
        x = round(window.at(at) * 10, 1)
        y = round(100 - 96 * min(value, top) / max(1, top), 1)
        words.append(f"{'L' if joined else 'M'}{x} {y}")
        # A single value is a short line, else nothing would be drawn.
        if not joined:
            words.append("h2")
        before = at
    return Curve(" ".join(words), look)


def within(
    window: Window, points: Iterable[tuple[int, int | None]]
) -> list[tuple[int, int]]:
    """The points of the window that have a value."""
    return [
        (at, value)
        for at, value in points
        if value is not None and window.since <= at <= window.until
    ]
