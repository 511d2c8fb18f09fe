"""Reading units on a date, places, and sites in official order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.queries import history
from nhipcau.core.text import fold
from nhipcau.places.models import (
    Place,
    Site,
    Succession,
    Unit,
    UnitKind,
    UnitLink,
    UnitPath,
)
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.tree import Link, Tree

M = TypeVar("M", bound=models.Model)


def on_date(on: date, prefix: str = "") -> Q:
    """The condition that a dated row (or the row behind `prefix`) holds on `on`."""
    running = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on})
    return Q(**{f"{prefix}since__lte": on}) & running


def ancestor_ids(unit: int, on: date) -> list[int]:
    """The unit itself and all above it on `on`, nearest first."""
    rows = UnitPath.objects.filter(on_date(on), descendant=unit).order_by("depth")
    return list(rows.values_list("ancestor_id", flat=True))


def descendant_ids(units: Iterable[int], on: date) -> set[int]:
    """The units themselves and all below them on `on`."""
    rows = UnitPath.objects.filter(on_date(on), ancestor__in=list(units))
    return set(rows.values_list("descendant_id", flat=True))


def units_on(on: date) -> QuerySet[Unit]:
    """Every unit that exists on `on`, in official order."""
    return Unit.objects.filter(on_date(on)).select_related("kind")


def search(rows: QuerySet[M], words: str) -> QuerySet[M]:
    """The rows whose text holds every word, whatever the accents, case and đ."""
    for word in fold(words[:200]).split():
        rows = rows.filter(search_text__contains=word)
    return rows


@dataclass
class Node:
    """One unit in a drawn tree, with what hangs below it."""

    unit: Unit
    depth: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many units lie below, at any depth."""
        return sum(1 + child.size for child in self.children)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_on(on: date, units: QuerySet[Unit]) -> list[Node]:
    """The tree of `units` on `on`; one whose parent is not among them is a root."""
    nodes = {unit.pk: Node(unit) for unit in units.filter(on_date(on))}
    parents = dict(
        UnitLink.objects.filter(on_date(on)).values_list("unit_id", "parent_id")
    )
    roots: list[Node] = []
    for pk, node in nodes.items():
        above = nodes.get(parents.get(pk, 0))
        (above.children if above else roots).append(node)
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        for child in node.children:
            child.depth = node.depth + 1
        waiting.extend(node.children)
    return roots


def parents_on(units: Iterable[int], on: date) -> dict[int, Unit]:
    """The unit directly above each of `units` on `on`."""
    links = UnitLink.objects.filter(on_date(on), unit__in=list(units))
    return {link.unit_id: link.parent for link in links.select_related("parent__kind")}


def trail(unit: Unit, on: date) -> list[Unit]:
    """The units above `unit` on `on`, from the top down."""
    rows = UnitPath.objects.filter(on_date(on), descendant=unit, depth__gt=0)
    ordered = rows.order_by("-depth").select_related("ancestor__kind")
    return [row.ancestor for row in ordered]


def children_on(unit: Unit, on: date) -> QuerySet[Unit]:
    """The units directly below `unit` on `on`, in official order."""
    links = UnitLink.objects.filter(on_date(on), parent=unit)
    return units_on(on).filter(pk__in=links.values("unit"))


def links_of(unit: Unit) -> QuerySet[UnitLink]:
    """Under whom `unit` has lain, oldest first."""
    return UnitLink.objects.filter(unit=unit).select_related("parent__kind")


def successors(units: Iterable[int]) -> set[int]:
    """Every unit that goes on from `units`, at any remove."""
    return _follow(set(units), "old_id", "new_id")


def predecessors(units: Iterable[int]) -> set[int]:
    """Every unit from which `units` come, at any remove."""
    return _follow(set(units), "new_id", "old_id")


def _follow(units: set[int], start: str, end: str) -> set[int]:
    steps: dict[int, set[int]] = defaultdict(set)
    for one, other in Succession.objects.values_list(start, end):
        steps[one].add(other)
    found: set[int] = set()
    waiting = list(units)
    while waiting:
        fresh = steps[waiting.pop()] - found - units
        found |= fresh
        waiting.extend(fresh)
    return found


def successions_of(unit: Unit) -> QuerySet[Succession]:
    """The steps by which `unit` came to be or went on, oldest first."""
    rows = Succession.objects.filter(Q(old=unit) | Q(new=unit))
    return rows.select_related("old__kind", "new__kind")


def succession_dates() -> list[date]:
    """The days on which units followed units, newest first."""
    days = Succession.objects.order_by("-on").values_list("on", flat=True)
    return list(days.distinct())


def successions_on(on: date) -> QuerySet[Succession]:
    """What followed what on `on`, in official order of the new units."""
    rows = Succession.objects.filter(on=on).select_related("old__kind", "new__kind")
    return rows.order_by("new__order", "new__sort_key", "old__order", "old__sort_key")


def kinds() -> QuerySet[UnitKind]:
    """Every kind of unit, the highest first."""
    return UnitKind.objects.all()


def whole_tree() -> Tree:
    """Every unit's life and every link, for the rules."""
    lives = {
        pk: Period(since, until)
        for pk, since, until in Unit.objects.values_list("pk", "since", "until")
    }
    rows = UnitLink.objects.values_list("unit_id", "parent_id", "since", "until")
    links = (
        Link(unit, parent, Period(since, until)) for unit, parent, since, until in rows
    )
    return Tree(lives, links)


def with_site_count(rows: QuerySet[Place]) -> QuerySet[Place]:
    """The places, each with the number of its open sites as `site_count`."""
    open_sites = Q(site__closed__isnull=True) & ~Q(site__kind=Site.Kind.DELEGATE)
    counted = rows.annotate(site_count=models.Count("site", filter=open_sites))
    return counted.order_by("sort_key", "id")


def places() -> QuerySet[Place]:
    """Places in use, by name, each with the number of its open sites."""
    rows = Place.objects.filter(closed__isnull=True).select_related("unit__kind")
    return with_site_count(rows)


def rooms() -> QuerySet[Site]:
    """Every site that is a room, closed ones too; not those of single delegates."""
    return Site.objects.exclude(kind=Site.Kind.DELEGATE)


def labelled(rows: QuerySet[Site]) -> QuerySet[Site]:
    """The sites, each knowing whether `Site.label` must say more than its name."""
    twins = rooms().filter(name=OuterRef("name"), closed__isnull=True)
    twins = twins.exclude(pk=OuterRef("pk"))
    alike = twins.filter(kind=OuterRef("kind"))
    found = rows.annotate(same_name=Exists(twins), same_kind=Exists(alike))
    return found.select_related("place__unit__kind")


def sites() -> QuerySet[Site]:
    """Open rooms in official order."""
    return labelled(rooms().filter(closed__isnull=True))


def all_sites_of(place: Place) -> QuerySet[Site]:
    """The sites of `place`, closed ones too."""
    rows = rooms().filter(place=place)
    return labelled(rows).order_by("order", "sort_key")


def site_ids_in_order() -> list[int]:
    """The official order of all open sites."""
    return list(sites().values_list("pk", flat=True))


def last_day(unit: Unit) -> date:
    """The last day on which `unit` exists; today when it has no end."""
    today = timezone.localdate()
    return min(unit.until - timedelta(days=1), today) if unit.until else today


def with_sites(rows: QuerySet[Place]) -> QuerySet[Place]:
    """The places with their open sites, in official order, as `open_sites`."""
    return rows.prefetch_related(
        models.Prefetch("site_set", sites(), to_attr="open_sites")
    )


def past(thing: models.Model) -> QuerySet[AuditEvent]:
    """What was done to `thing`, newest first."""
    return history(thing._meta.label_lower, thing.pk)
