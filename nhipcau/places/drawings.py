"""Where things stand in our drawings: plain numbers, the templates draw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians

from nhipcau.places.models import Place, Succession, Unit

ROW = 34
GAP = 14
TOP = 18
LEFT_END, RIGHT_START, WIDTH = 250, 430, 680
MAP_SIZE, MAP_MARGIN = 760, 56
LETTER, LINE, RADIUS = 8.3, 18, 9

# Left, top, right, bottom.
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """A unit at a height."""

    unit: Unit
    y: float
    kept: bool = False


@dataclass(frozen=True)
class Strand:
    """A line from an old unit to a new one."""

    path: str
    kept: bool


@dataclass(frozen=True)
class SuccessionDrawing:
    """Old units on the left, new ones on the right, strands between."""

    width: int
    height: int
    old: tuple[Box, ...]
    new: tuple[Box, ...]
    strands: tuple[Strand, ...]
    left_end: int = LEFT_END
    right_start: int = RIGHT_START


def draw_succession(steps: Sequence[Succession]) -> SuccessionDrawing | None:
    """The drawing of one day's successions, grouped by the new unit."""
    if not steps:
        return None
    old: dict[int, Box] = {}
    new: dict[int, Box] = {}
    strands = []
    y = float(TOP)
    for _new, group in groupby(steps, key=lambda step: step.new_id):
        members = list(group)
        heights = []
        for step in members:
            if step.old_id not in old:
                old[step.old_id] = Box(step.old, y, step.kind == "kept")
                y += ROW
            heights.append(old[step.old_id].y)
        middle = (min(heights) + max(heights)) / 2
        if new and middle < (lowest := max(box.y for box in new.values()) + ROW):
            middle = lowest
        kept = members[0].kind == "kept"
        new[members[0].new_id] = Box(members[0].new, middle, kept)
        strands += [Strand(_curve(height, middle), kept) for height in heights]
        y = max(y, middle + ROW) + GAP
    return SuccessionDrawing(
        WIDTH,
        round(y),
        tuple(old.values()),
        tuple(new.values()),
        tuple(strands),
    )


def _curve(start: float, end: float) -> str:
    middle = (LEFT_END + RIGHT_START) // 2
    return (
        f"M{LEFT_END + 8} {start:g}C{middle} {start:g} {middle} {end:g} "
        f"{RIGHT_START - 8} {end:g}"
    )


@dataclass(frozen=True)
class Label:
    """Where the name of a dot stands: by its anchor, from `x`, `y` on."""

    x: float
    y: float
    anchor: str
    box: Rectangle


@dataclass(frozen=True)
class Dot:
    """One spot on the map, with all places that stand there."""

    x: float
    y: float
    places: tuple[Place, ...]
    label: Label


@dataclass(frozen=True)
class MapDrawing:
    """Places by their coordinates, north up; `scale` is 5 km in units of the map."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    scale: float


def draw_map(places: Iterable[Place]) -> MapDrawing | None:
    """A map of the places that have coordinates; None when there are none."""
    spots: dict[tuple[float, float], list[Place]] = {}
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            key = (float(place.longitude), float(place.latitude))
            spots.setdefault(key, []).append(place)
    if not spots:
        return None
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    narrowing = cos(radians((south + north) / 2))
    span = max((east - west) * narrowing, north - south, 0.02)
    per_degree = (MAP_SIZE - 2 * MAP_MARGIN) / span
    width = (east - west) * narrowing * per_degree + 2 * MAP_MARGIN
    height = (north - south) * per_degree + 2 * MAP_MARGIN
    points = [
        (
            round(MAP_MARGIN + (x - west) * narrowing * per_degree, 1),
            round(height - MAP_MARGIN - (y - south) * per_degree, 1),
            tuple(here),
        )
        for (x, y), here in sorted(spots.items())
    ]
    dots = _labelled(points, width, height)
    km = per_degree / 111.32
    return MapDrawing(round(width), round(height), tuple(dots), round(5 * km, 1))


def _labelled(
    points: Sequence[tuple[float, float, tuple[Place, ...]]],
    width: float,
    height: float,
) -> list[Dot]:
    """Dots with their names put where they cover least of what is there already."""
    taken: list[Rectangle] = [
        (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y, _here in points
    ]
    dots = []
    for x, y, here in points:
        more = 3 if len(here) > 1 else 0
        length = (len(here[0].name) + more) * LETTER
        label = min(
            _positions(x, y, length),
            key=lambda each: _covered(each.box, taken, width, height),
        )
        taken.append(label.box)
        dots.append(Dot(x, y, here, label))
    return dots


def _positions(x: float, y: float, length: float) -> list[Label]:
    """Right, left, below, above: the earlier the better where they are equal."""
    half, side = length / 2, LINE / 2
    gap = RADIUS + 3
    right = (x + gap, y - side, x + gap + length, y + side)
    left = (x - gap - length, y - side, x - gap, y + side)
    below = (x - half, y + RADIUS, x + half, y + RADIUS + LINE)
    above = (x - half, y - RADIUS - LINE, x + half, y - RADIUS)
    return [
        Label(x + gap, y, "start", right),
        Label(x - gap, y, "end", left),
        Label(x, y + RADIUS + side, "middle", below),
        Label(x, y - RADIUS - side, "middle", above),
    ]


def _covered(
    box: Rectangle, taken: Iterable[Rectangle], width: float, height: float
) -> float:
    """The area that `box` shares with others or has outside of the map."""
    inside = _shared(box, (0, 0, width, height))
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return round(outside + sum(_shared(box, other) for other in taken), 3)


def _shared(one: Rectangle, other: Rectangle) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)
