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


@dataclass(frozen=True)
class Tree:
    """Every unit's life and every link."""

    lives: dict[int, Period]
    links: tuple[Link, ...]

    def without(self, link: Link | None) -> Tree:
        """This tree before `link` was made."""
        if link is None:
            return self
        rest = list(self.links)
        rest.remove(link)
        return Tree(self.lives, tuple(rest))


def paths(tree: Tree) -> set[Path]:
    """All paths of `tree`, one per unbroken period, each unit's own included."""
    above = _links_by_unit(tree.links)
    found: dict[tuple[int, int, int], list[Period]] = defaultdict(list)
    for unit, life in tree.lives.items():
        found[unit, unit, 0].append(life)
        for ancestor, depth, period in _climb(unit, life, above, tree.lives):
            found[ancestor, unit, depth].append(period)
    return {
        Path(*ends, period) for ends, periods in found.items() for period in joined(periods)
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
    """Why a period cannot be recorded: it is empty or begins in the future."""
    if period.until is not None and period.until <= period.since:
        return Refusal("period_empty", since=period.since, until=period.until)
    if period.since > today:
        return Refusal("date_in_future", date=period.since)
    return None


def _outside_a_life(tree: Tree, link: Link) -> Refusal | None:
    if not tree.lives[link.unit].contains(link.period):
        return Refusal("link_outside_unit")
    if not tree.lives[link.parent].contains(link.period):
        return Refusal("link_outside_parent")
    return None


def _overlap(tree: Tree, link: Link) -> Refusal | None:
    for other in tree.links:
        if other.unit == link.unit and (common := meet(other.period, link.period)):
            return Refusal("links_overlap", since=common.since, parent=other.parent)
    return None


def _circle(tree: Tree, link: Link) -> Refusal | None:
    if link.unit == link.parent:
        return Refusal("own_ancestor", since=link.period.since)
    above = _links_by_unit(tree.links)
    for ancestor, _depth, period in _climb(link.parent, link.period, above, tree.lives):
        if ancestor == link.unit:
            return Refusal("own_ancestor", since=period.since)
    return None


def _climb(
    unit: int,
    period: Period,
    above: dict[int, list[Link]],
    lives: dict[int, Period],
) -> Iterator[tuple[int, int, Period]]:
    """Every ancestor of `unit` within `period`, with its depth and its days."""
    waiting = [(unit, 0, period)]
    while waiting:
        below, depth, days = waiting.pop()
        # A chain longer than there are units would be a circle; links are checked
        # before they are stored, and a damaged table must still not hang a page.
        if depth >= len(lives):
            continue
        for link in above.get(below, ()):
            common = meet(link.period, days)
            common = meet(common, lives[link.parent]) if common else None
            if common:
                yield link.parent, depth + 1, common
                waiting.append((link.parent, depth + 1, common))


def _links_by_unit(links: Iterable[Link]) -> dict[int, list[Link]]:
    above: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        above[link.unit].append(link)
    return above
