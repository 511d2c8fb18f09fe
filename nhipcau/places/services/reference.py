"""Builds the two reference trees by the same services that clerks use."""

from __future__ import annotations

from decimal import Decimal

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.places import trees
from nhipcau.places.models import Place, Site, Succession, Unit, UnitKind
from nhipcau.places.services.places import create_place
from nhipcau.places.services.sites import create_site, proposed_plate, update_site
from nhipcau.places.services.tree import move_unit
from nhipcau.places.services.units import (
    Founding,
    close_unit,
    create_unit,
    succeed,
    update_unit,
)


def seed_reference_trees(actor: Actor) -> bool:
    """Builds both trees unless they are there; returns whether it did."""
    if Unit.objects.filter(code=trees.DISTRICT_CODE).exists():
        return False
    _seed(actor)
    return True


@service
def _seed(actor: Actor) -> None:
    district = _units_of_2020(actor)
    _rooms(actor, district)
    _reform(actor, district)
    record(actor, "places.reference_seeded", district, unit=district.pk)


def _units_of_2020(actor: Actor) -> Unit:
    since = trees.KNOWN_SINCE
    province = create_unit(
        actor, name="Quảng Nam", kind=_kind("tinh"), since=since, code="49"
    )
    district = create_unit(
        actor,
        name="Núi Thành",
        kind=_kind("huyen"),
        since=since,
        parent=province,
        code=trees.DISTRICT_CODE,
        area_km2=Decimal("555.95"),
        people=160414,
    )
    for commune in trees.COMMUNES:
        create_unit(
            actor,
            name=commune.name,
            kind=_kind(commune.kind),
            since=since,
            parent=district,
            code=commune.code,
        )
    return district


def _rooms(actor: Actor, district: Unit) -> None:
    centre = trees.COMMUNES[0]
    committee = _place(actor, district, "UBND huyện Núi Thành", centre)
    party = _place(actor, district, "Huyện ủy Núi Thành", centre)
    _room(actor, committee, "Núi Thành", Site.Kind.HUB, trees.EQUIPMENT_OLD_ROOM)
    _room(actor, party, "Hội trường Huyện ủy", Site.Kind.HALL, trees.EQUIPMENT_HALL)
    _room(
        actor,
        committee,
        "Phòng họp trực tuyến với tỉnh",
        Site.Kind.LINK,
        trees.EQUIPMENT_OLD_ROOM,
    )
    for commune in trees.COMMUNES:
        unit = _unit(commune.code)
        place = _place(actor, unit, f"UBND {unit.kind.name.lower()} {unit}", commune)
        thin = commune.code in trees.THIN_LINE
        create_site(
            actor,
            name=commune.name,
            place=place,
            kind=Site.Kind.COMMUNE,
            link=Site.Link.THIN if thin else Site.Link.FULL,
            equipment=trees.EQUIPMENT_COMMUNE,
        )


def _reform(actor: Actor, district: Unit) -> None:
    city = create_unit(
        actor, name="Đà Nẵng", kind=_kind("thanh-pho"), since=trees.REFORM
    )
    communes = [_merge(actor, merged, city) for merged in trees.MERGED]
    _keep(actor, _unit(trees.KEPT), city)
    close_unit(actor, district, trees.REFORM, places_to=communes[0])
    succeed(
        actor,
        old=[Unit.objects.get(code="49")],
        new=[city],
        on=trees.REFORM,
        kind=Succession.Kind.MERGED,
        legal_basis=trees.PROVINCE_LAW,
    )
    sites = Site.objects.select_related("place__unit__kind")
    for number, site in enumerate(sites, start=1):
        update_site(
            actor,
            site,
            plate=trees.PLATES.get(site.kind) or proposed_plate(site),
            technician=trees.TECHNICIAN.format(site=site.name),
            hotline=trees.HOTLINE.format(number=number),
        )


def _merge(actor: Actor, merged: trees.Merged, city: Unit) -> Unit:
    [commune] = succeed(
        actor,
        old=list(Unit.objects.filter(code__in=merged.old)),
        founding=Founding((merged.name,), _kind("xa"), city),
        on=trees.REFORM,
        kind=Succession.Kind.MERGED,
        legal_basis=trees.COMMUNE_LAW,
    )
    area = Decimal(merged.area_km2)
    update_unit(actor, commune, area_km2=area, people=merged.people)
    return commune


def _keep(actor: Actor, unit: Unit, city: Unit) -> None:
    move_unit(actor, unit, city, trees.REFORM)
    area = Decimal(trees.KEPT_AREA_KM2)
    update_unit(actor, unit, area_km2=area, people=trees.KEPT_PEOPLE)
    succeed(
        actor,
        old=[unit],
        new=[unit],
        on=trees.REFORM,
        kind=Succession.Kind.KEPT,
        legal_basis=trees.COMMUNE_LAW,
    )


def _place(actor: Actor, unit: Unit, name: str, point: trees.Commune) -> Place:
    return create_place(
        actor,
        unit=unit,
        name=name,
        latitude=Decimal(point.latitude),
        longitude=Decimal(point.longitude),
        coordinates_source=trees.SOURCE,
    )


def _room(actor: Actor, place: Place, name: str, kind: str, equipment: str) -> None:
    create_site(actor, name=name, place=place, kind=kind, equipment=equipment)


def _kind(code: str) -> UnitKind:
    return UnitKind.objects.get(code=code)


def _unit(code: str) -> Unit:
    return Unit.objects.select_related("kind").get(code=code)
