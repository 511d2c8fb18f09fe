"""Where things stand in our drawings: plain numbers, the templates draw them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import cos, radians

from nhipcau.places.models import Place, Succession, Unit

ROW = 34
GAP = 14
TOP = 18
LEFT_END, RIGHT_START, WIDTH = 250, 430, 680
MAP_SIZE, MAP_MARGIN = 760, 56
LETTER, LINE, RADIUS, EDGE = 8.3, 18, 9, 8
# Between a name and the dot of another: less, and it seems to be its name.
AIR = 8
# The side of the squares in which a name looks for what it would cover.
CELL = 40
# How often every name may look for a better spot than the others left it.
ROUNDS = 3

# Left, top, right, bottom.
Rectangle = tuple[float, float, float, float]
Spot = tuple[float, float, tuple[Place, ...]]
NORTH: Rectangle = (10, 14, 38, 78)


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
    # Names need the whole width, however narrow the land is.
    left = (MAP_SIZE - (east - west) * narrowing * per_degree) / 2
    height = max((north - south) * per_degree + 2 * MAP_MARGIN, NORTH[3] + EDGE)
    points = [
        (
            round(left + (x - west) * narrowing * per_degree, 1),
            round(height - MAP_MARGIN - (y - south) * per_degree, 1),
            tuple(here),
        )
        for (x, y), here in sorted(spots.items())
    ]
    scale = round(5 * per_degree / 111.32, 1)
    ruler: Rectangle = (52, 10, 52 + max(scale, 5 * LETTER), 44)
    dots = _labelled(points, height, (NORTH, ruler))
    return MapDrawing(MAP_SIZE, round(height), tuple(dots), scale)


def _labelled(
    points: Sequence[Spot], height: float, drawn: Sequence[Rectangle]
) -> list[Dot]:
    """Dots with their names put where they cover least of what is there already."""
    taken = _Taken()
    for key, box in enumerate(drawn, start=len(points)):
        taken.put(key, box)
    for number, (x, y, _here) in enumerate(points):
        wide = RADIUS + AIR
        taken.put(_dot(number), (x - wide, y - RADIUS, x + wide, y + RADIUS))
    inside = (EDGE, EDGE, MAP_SIZE - EDGE, height - EDGE)
    labels: dict[int, Label] = {}
    for _round in range(ROUNDS):
        for number, point in enumerate(points):
            if number in labels:
                taken.lift(number, labels[number].box)
            free = partial(_cost, taken=taken, inside=inside, but=_dot(number))
            labels[number] = min(_positions(point), key=free)
            taken.put(number, labels[number].box)
    return [Dot(x, y, here, labels[key]) for key, (x, y, here) in enumerate(points)]


class _Taken:
    """What stands on the map, by the cells it touches: a name asks its neighbours."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], dict[int, Rectangle]]
        self._cells = defaultdict(dict)

    def put(self, key: int, box: Rectangle) -> None:
        for cell in self._touched(box):
            self._cells[cell][key] = box

    def lift(self, key: int, box: Rectangle) -> None:
        for cell in self._touched(box):
            del self._cells[cell][key]

    def covered(self, box: Rectangle, but: int) -> float:
        near: dict[int, Rectangle] = {}
        for cell in self._touched(box):
            near |= self._cells[cell]
        return sum(_shared(box, other) for key, other in near.items() if key != but)

    @staticmethod
    def _touched(box: Rectangle) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(side // CELL) for side in box)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield column, row


def _dot(number: int) -> int:
    """The key of a dot; its name has the number itself."""
    return -1 - number


def _positions(point: Spot) -> list[Label]:
    """Right, left, below, above, a little higher or lower; the first best is taken."""
    x, y, here = point
    more = 3 if len(here) > 1 else 0
    length = (len(here[0].name) + more) * LETTER
    gap, step = RADIUS + 3, RADIUS + LINE / 2

    def right(dy: float) -> Label:
        return _label(x + gap, y + dy, "start", x + gap, length)

    def left(dy: float) -> Label:
        return _label(x - gap, y + dy, "end", x - gap - length, length)

    def middle(dy: float) -> Label:
        return _label(x, y + dy, "middle", x - length / 2, length)

    nudged = [
        side(dy) for dy in (-step / 2, step / 2, -step, step) for side in (right, left)
    ]
    return [right(0), left(0), middle(step), middle(-step), *nudged]


def _label(x: float, y: float, anchor: str, left: float, length: float) -> Label:
    box = (left, y - LINE / 2, left + length, y + LINE / 2)
    return Label(round(x, 1), round(y, 1), anchor, box)


def _cost(label: Label, taken: _Taken, inside: Rectangle, but: int) -> float:
    """The area that a name shares with others or has outside of the map."""
    box = label.box
    outside = (box[2] - box[0]) * (box[3] - box[1]) - _shared(box, inside)
    # What is cut off is worse than what stands close to something else.
    return round(4 * outside + taken.covered(box, but), 3)


def _shared(one: Rectangle, other: Rectangle) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)
