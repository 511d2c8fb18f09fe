"""Sites (rooms on the bridge) and their official order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db.models import Max
from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Place, Site
from nhipcau.places.queries import rooms, site_ids_in_order
from nhipcau.places.rules.names import PLATE_LIMIT, plate_for, refuse_name
from nhipcau.places.rules.order import reordered
from nhipcau.places.rules.telephones import refuse_hotline
from nhipcau.places.services.changes import facts, save_changes


class SiteFields(TypedDict, total=False):
    """What a technician fills in about a site."""

    name: str
    place: Place
    kind: str
    plate: str
    order: int
    link: str
    equipment: str
    technician: str
    hotline: str


@service
def create_site(actor: Actor, **fields: Unpack[SiteFields]) -> Site:
    """Adds a room at the end of the official order; its plate may be proposed."""
    site = Site(**fields)
    site.order = site.order or last_order() + 1
    site.plate = site.plate or proposed_plate(site)
    check(site)
    save_changes(actor, "places.site_created", site, {}, site.place.unit_id)
    return site


@service
def update_site(actor: Actor, site: Site, **fields: Unpack[SiteFields]) -> None:
    """Changes what is known about a room."""
    before = facts(Site.objects.get(pk=site.pk))
    for name, value in fields.items():
        setattr(site, name, value)
    check(site)
    save_changes(actor, "places.site_updated", site, before, site.place.unit_id)


@service
def close_site(actor: Actor, site: Site, on: date | None = None) -> None:
    """Takes a room off the bridge; its past meetings keep it."""
    if site.closed:
        raise Refusal("closed_already", name=site.name, date=site.closed)
    site.closed = on or timezone.localdate()
    site.save()
    record(
        actor,
        "places.site_closed",
        site,
        after={"closed": site.closed.isoformat()},
        unit=site.place.unit_id,
    )


@service
def reopen_site(actor: Actor, site: Site) -> None:
    """Undoes `close_site`; the room goes back to its place in the order."""
    if site.place.closed:
        raise Refusal("closed_already", name=site.place.name, date=site.place.closed)
    before = {"closed": site.closed.isoformat() if site.closed else None}
    site.closed = None
    site.save()
    record(
        actor,
        "places.site_reopened",
        site,
        before=before,
        after={"closed": None},
        unit=site.place.unit_id,
    )


@service
def reorder_sites(actor: Actor, wanted: Sequence[int]) -> None:
    """Puts the named sites into this order, in the slots they hold among all."""
    before = site_ids_in_order()
    after = reordered(before, wanted)
    if isinstance(after, Refusal):
        raise after
    sites = {site.pk: site for site in Site.objects.filter(pk__in=after)}
    moved = []
    for order, pk in enumerate(after, start=1):
        if sites[pk].order != order:
            sites[pk].order = order
            moved.append(sites[pk])
    Site.objects.bulk_update(moved, ["order"])
    record(
        actor,
        "places.sites_reordered",
        "thứ tự điểm cầu",
        before={"sites": before},
        after={"sites": after},
    )


def proposed_plate(site: Site) -> str:
    """The plate that the names suggest; a person decides."""
    unit = site.place.unit
    return plate_for(site.kind, site.name, unit.kind.name, unit.name)


def check(site: Site) -> None:
    """Raises why `site` may not be stored as it is."""
    refusal = (
        refuse_name(site.name)
        or refuse_name(site.plate, PLATE_LIMIT)
        or refuse_hotline(site.hotline)
    )
    if refusal:
        raise refusal
    if site.place.closed and not site.closed:
        raise Refusal("closed_already", name=site.place.name, date=site.place.closed)


def last_order() -> int:
    """The highest number in the official order."""
    return rooms().aggregate(last=Max("order"))["last"] or 0
