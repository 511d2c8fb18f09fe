"""Importing sheets: all lines or none, by a plan that is made again on storing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitLink
from nhipcau.places.policies import EDIT, unit_ids
from nhipcau.places.queries import rooms, whole_tree
from nhipcau.places.rules.importing import (
    Planned,
    Planner,
    Row,
    Snapshot,
    plan,
    plan_place,
    plan_site,
    plan_unit,
)
from nhipcau.places.rules.tree import Link
from nhipcau.places.services.changes import facts, save_changes
from nhipcau.places.services.sites import last_order as last_site_order
from nhipcau.places.services.tree import lock_tree, rebuild_paths
from nhipcau.places.services.units import last_order
from nhipcau.places.sheets import Line

_PLANNERS: dict[str, Planner] = {
    "units": plan_unit,
    "places": plan_place,
    "sites": plan_site,
}
_UNIT = ("name", "code", "since", "until", "order", "area_km2", "people")
_PLACE = ("name", "address", "latitude", "longitude", "coordinates_source")
_SITE = ("name", "kind", "plate", "link", "equipment", "technician", "hotline")


@dataclass(frozen=True)
class Imported:
    """How many lines did what."""

    new: int
    changed: int
    same: int


def preview(actor: Actor, what: str, lines: Sequence[Line]) -> list[Planned]:
    """What each line would do; writes nothing."""
    numbered = [(line.number, line.cells) for line in lines]
    return plan(_PLANNERS[what], _snapshot(actor, what), numbered)


@service
def import_lines(actor: Actor, what: str, lines: Sequence[Line]) -> Imported:
    """Stores what the preview showed; refuses the whole sheet for one bad line."""
    lock_tree()
    planned = preview(actor, what, lines)
    wrong = [each for each in planned if each.refusal]
    if wrong:
        raise Refusal("import_has_errors", count=len(wrong), line=wrong[0].number)
    store = {"units": _store_units, "places": _store_places, "sites": _store_sites}
    store[what](actor, planned)
    actions = [each.action for each in planned]
    done = Imported(*(actions.count(each) for each in ("new", "changed", "same")))
    after = {"what": what, "new": done.new, "changed": done.changed}
    record(actor, "places.imported", "bảng tính", after=after)
    return done


def _store_units(actor: Actor, planned: list[Planned]) -> None:
    stored: dict[int, Unit] = {}
    order = last_order()
    for each in planned:
        if each.action == "new":
            values = dict(each.values)
            order += 1
            values["order"] = values["order"] or order
            unit = Unit(**_with_keys(values, "kind"))
            save_changes(actor, "places.unit_created", unit, {})
            stored[each.key] = unit
        elif each.values:
            unit = Unit.objects.get(pk=each.key)
            _change(actor, "places.unit_updated", unit, each.values, "kind")
        if each.link:
            _store_link(actor, each.link, stored)
    rebuild_paths()


def _store_link(actor: Actor, link: Link, stored: dict[int, Unit]) -> None:
    ends = (link.unit, link.parent)
    unit, parent = (
        stored[key] if key < 0 else Unit.objects.get(pk=key) for key in ends
    )
    period = link.period
    UnitLink.objects.create(
        unit=unit, parent=parent, since=period.since, until=period.until
    )
    after = {"parent": parent.name, "since": period.since.isoformat()}
    record(actor, "places.link_added", unit, after=after, unit=unit.pk)


def _store_places(actor: Actor, planned: list[Planned]) -> None:
    for each in planned:
        if each.action == "new":
            place = Place(**_with_keys(each.values, "unit"))
            save_changes(actor, "places.place_created", place, {}, place.unit_id)
        elif each.values:
            place = Place.objects.get(pk=each.key)
            _change(actor, "places.place_updated", place, each.values, "unit")


def _store_sites(actor: Actor, planned: list[Planned]) -> None:
    order = last_site_order()
    for each in planned:
        if each.action == "new":
            order += 1
            site = Site(order=order, **_with_keys(each.values, "place"))
            unit = site.place.unit_id
            save_changes(actor, "places.site_created", site, {}, unit)
        elif each.values:
            site = Site.objects.get(pk=each.key)
            _change(actor, "places.site_updated", site, each.values, "place")


def _change(actor: Actor, verb: str, row: Any, values: Any, related: str) -> None:
    before = facts(row)
    for name, value in _with_keys(values, related).items():
        setattr(row, name, value)
    unit = row.pk if isinstance(row, Unit) else _unit_of(row)
    save_changes(actor, verb, row, before, unit)


def _unit_of(row: Any) -> int:
    return int(row.unit_id if isinstance(row, Place) else row.place.unit_id)


def _with_keys(values: Any, related: str) -> dict[str, Any]:
    return {
        f"{name}_id" if name == related else name: value
        for name, value in values.items()
    }


def _snapshot(actor: Actor, what: str) -> Snapshot:
    kinds = list(UnitKind.objects.all())
    snapshot = Snapshot(
        today=timezone.localdate(),
        kinds={kind.name.casefold(): kind.pk for kind in kinds},
        kind_names={kind.pk: kind.name for kind in kinds},
        units=[_row(unit, _UNIT, "kind") for unit in Unit.objects.all()],
        tree=whole_tree(),
        editable=unit_ids(actor, EDIT, timezone.localdate()),
    )
    if what != "units":
        places = Place.objects.filter(closed__isnull=True)
        snapshot.places = [_row(place, _PLACE, "unit") for place in places]
    if what == "sites":
        sites = rooms().filter(closed__isnull=True)
        snapshot.sites = [_row(site, _SITE, "place") for site in sites]
        # Headings and choices of a sheet are Vietnamese whoever reads it.
        with translation.override("vi"):
            snapshot.site_kinds = _by_label(Site.Kind.rooms())
            snapshot.site_links = _by_label(Site.Link.choices)
    return snapshot


def _row(row: Any, names: Sequence[str], related: str) -> Row:
    values = {name: getattr(row, name) for name in names}
    return Row(row.pk, {**values, related: getattr(row, f"{related}_id")})


def _by_label(choices: Any) -> dict[str, str]:
    return {str(label).casefold(): str(value) for value, label in choices}
