"""The dated tree: paths follow from links, and a link that would break it is refused.

`UnitLink` rows are the truth. A path says that a unit lies under another, at any
depth, in a period; rights and reports ask paths, so they need no recursion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from nhipcau.core.refusal import Refusal
from nhipcau.places.rules.periods import Period, joined, meet


@dataclass(frozen=True)
class Link:
    """`unit` lies directly under `parent` in a period."""

    unit: int
    parent: int
    period: Period


@dataclass(frozen=True)
class Path:
    """`descendant` lies `depth` steps under `ancestor` in a period; 0: itself."""

    ancestor: int
    descendant: int
    depth: int
    period: Period


class Tree:
    """Every unit's life and every link, found by the unit below."""

    def __init__(self, lives: dict[int, Period], links: Iterable[Link] = ()) -> None:
        self.lives = lives
        self._above: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        """Puts `link` into the tree; ask `refuse_link` before."""
        self._above[link.unit].append(link)

    def remove(self, link: Link) -> None:
        """Takes `link` out of the tree."""
        self._above[link.unit].remove(link)

    def above(self, unit: int) -> list[Link]:
        """The links by which `unit` lies under others."""
        return self._above.get(unit, [])

    def climb(self, unit: int, period: Period) -> Iterator[tuple[int, int, Period]]:
        """Every ancestor of `unit` within `period`, with its depth and its days."""
        waiting = [(unit, 0, period)]
        while waiting:
            below, depth, days = waiting.pop()
            # A chain longer than there are units would be a circle; links are
            # checked before they are stored, and a damaged table must still not
            # hang a page.
            if depth >= len(self.lives):
                continue
            for link in self.above(below):
                common = meet(link.period, days)
                common = meet(common, self.lives[link.parent]) if common else None
                if common:
                    yield link.parent, depth + 1, common
                    waiting.append((link.parent, depth + 1, common))


def paths(tree: Tree) -> set[Path]:
    """All paths of `tree`, one per unbroken period, each unit's own included."""
    found: dict[tuple[int, int, int], list[Period]] = defaultdict(list)
    for unit, life in tree.lives.items():
        found[unit, unit, 0].append(life)
        for ancestor, depth, period in tree.climb(unit, life):
            found[ancestor, unit, depth].append(period)
    return {
        Path(*ends, period)
        for ends, periods in found.items()
        for period in joined(periods)
    }


def refuse_link(tree: Tree, link: Link, today: date) -> Refusal | None:
    """Why `link` may not join `tree`; None when it may."""
    return (
        refuse_period(link.period, today)
        or _outside_a_life(tree, link)
        or _overlap(tree, link)
        or _circle(tree, link)
    )


def refuse_period(period: Period, today: date) -> Refusal | None:
    """Why a period cannot be recorded: it is empty or reaches into the future."""
    if period.until is not None and period.until <= period.since:
        return Refusal("period_empty", since=period.since, until=period.until)
    for day in (period.since, period.until):
        if day is not None and day > today:
            return Refusal("date_in_future", date=day)
    return None


def _outside_a_life(tree: Tree, link: Link) -> Refusal | None:
    if not tree.lives[link.unit].contains(link.period):
        return Refusal("link_outside_unit")
    if not tree.lives[link.parent].contains(link.period):
        return Refusal("link_outside_parent")
    return None


def _overlap(tree: Tree, link: Link) -> Refusal | None:
    for other in tree.above(link.unit):
        if common := meet(other.period, link.period):
            return Refusal("links_overlap", date=common.since)
    return None


def _circle(tree: Tree, link: Link) -> Refusal | None:
    if link.unit == link.parent:
        return Refusal("own_ancestor", date=link.period.since)
    for ancestor, _depth, period in tree.climb(link.parent, link.period):
        if ancestor == link.unit:
            return Refusal("own_ancestor", date=period.since)
    return None
