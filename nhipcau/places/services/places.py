"""Places (buildings): they outlive the reform of their unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Place, Unit
from nhipcau.places.queries import rooms
from nhipcau.places.rules.coordinates import refuse_coordinates
from nhipcau.places.rules.names import refuse_name
from nhipcau.places.services.changes import facts, save_changes


class PlaceFields(TypedDict, total=False):
    """What a clerk fills in about a place."""

    name: str
    unit: Unit
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    coordinates_source: str


@service
def create_place(actor: Actor, **fields: Unpack[PlaceFields]) -> Place:
    """Adds a building of a unit."""
    place = Place(**fields)
    check(place)
    save_changes(actor, "places.place_created", place, {}, place.unit_id)
    return place


@service
def update_place(actor: Actor, place: Place, **fields: Unpack[PlaceFields]) -> None:
    """Changes what is known about a building."""
    before = facts(Place.objects.get(pk=place.pk))
    for name, value in fields.items():
        setattr(place, name, value)
    check(place)
    save_changes(actor, "places.place_updated", place, before, place.unit_id)


@service
def close_place(actor: Actor, place: Place, on: date | None = None) -> None:
    """Puts a building out of use; its rooms must be closed before."""
    count = rooms().filter(place=place, closed__isnull=True).count()
    if count:
        raise Refusal("place_has_sites", place=place.name, count=count)
    if place.closed:
        raise Refusal("closed_already", name=place.name, date=place.closed)
    place.closed = on or timezone.localdate()
    place.save()
    closed = place.closed.isoformat()
    record(
        actor,
        "places.place_closed",
        place,
        after={"closed": closed},
        unit=place.unit_id,
    )


@service
def reopen_place(actor: Actor, place: Place) -> None:
    """Undoes `close_place`."""
    before = {"closed": place.closed.isoformat() if place.closed else None}
    place.closed = None
    place.save()
    record(
        actor,
        "places.place_reopened",
        place,
        before=before,
        after={"closed": None},
        unit=place.unit_id,
    )


def check(place: Place) -> None:
    """Raises why `place` may not be stored as it is."""
    refusal = refuse_name(place.name) or refuse_coordinates(
        place.latitude, place.longitude
    )
    if refusal:
        raise refusal
    if place.unit.until is not None and not place.closed:
        raise Refusal("unit_ended_already", unit=place.unit.name, date=place.unit.until)
