"""Who may see and edit units, places and sites: a right covers what lies below."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.places.models import Place, Site, Unit, UnitPath
from nhipcau.places.queries import (
    descendant_ids,
    labelled,
    on_date,
    predecessors,
    rooms,
)

SEE = "places.see"
EDIT = "places.edit"

RIGHTS: dict[str, str | Promise] = {
    SEE: _("xem đơn vị, trụ sở và điểm cầu"),
    EDIT: _("sửa đơn vị, trụ sở và điểm cầu"),
}


def unit_ids(actor: Actor, right: str, on: date) -> set[int] | None:
    """The units on which `actor` holds `right` on `on`; None: all of them."""
    units = actor.units(right)
    if None in units:
        return None
    return descendant_ids((unit for unit in units if unit is not None), on)


def may_edit_unit(actor: Actor, unit: Unit | int | None, on: date) -> bool:
    """Whether `actor` may edit `unit` on `on`; None: the top, above all units."""
    units = actor.units(EDIT)
    if None in units:
        return True
    if unit is None or not units:
        return False
    pk = unit if isinstance(unit, int) else unit.pk
    rows = UnitPath.objects.filter(on_date(on), descendant=pk, ancestor__in=units)
    return rows.exists()


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """What lies below the actor's units today, and the units it all came from."""
    units = unit_ids(actor, SEE, timezone.localdate())
    rows = Unit.objects.select_related("kind")
    if units is None:
        return rows
    return rows.filter(pk__in=units | predecessors(units))


def editable_units(actor: Actor) -> QuerySet[Unit]:
    """The units of today that `actor` may edit."""
    today = timezone.localdate()
    units = unit_ids(actor, EDIT, today)
    rows = Unit.objects.filter(on_date(today)).select_related("kind")
    return rows if units is None else rows.filter(pk__in=units)


def visible_places(actor: Actor) -> QuerySet[Place]:
    """The places, closed ones too, of the units below the actor's."""
    return Place.objects.filter(_of(actor, "unit__in")).select_related("unit__kind")


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """The sites, closed ones too, of the units below the actor's."""
    return labelled(rooms().filter(_of(actor, "place__unit__in")))


def editable_sites(actor: Actor) -> QuerySet[Site]:
    """The sites of the units that `actor` may edit today."""
    rows = visible_sites(actor)
    units = unit_ids(actor, EDIT, timezone.localdate())
    return rows if units is None else rows.filter(place__unit__in=units)


def _of(actor: Actor, condition: str) -> Q:
    units = unit_ids(actor, SEE, timezone.localdate())
    return Q() if units is None else Q(**{condition: units})
