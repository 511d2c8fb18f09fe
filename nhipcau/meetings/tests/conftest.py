"""A small district: a hub, two communes, a chair, a clerk of each commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from nhipcau.accounts.models import Person
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor, Grant
from nhipcau.meetings.services import Plan
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitPath

SINCE = date(2020, 1, 1)
BOTH = ("meetings.see", "meetings.sit")


@dataclass
class District:
    """Rows that the tests speak of."""

    district: Unit
    hai: Unit
    tra: Unit
    hub: Site
    hai_site: Site
    tra_site: Site
    chair: Person
    secretary: Actor
    chairing: Actor
    hai_clerk: Actor
    tra_clerk: Actor

    def plan(self, *sites: Site) -> Plan:
        """An ordinary meeting of the district with `sites`."""
        return Plan(
            title="Giao ban tháng 12",
            host=self.district,
            starts=datetime(2026, 12, 25, 1, 0, tzinfo=UTC),
            chair=self.chair,
            chair_site=self.hub,
            sites=sites,
        )


def _unit(name: str, kind: UnitKind, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(name=name, kind=kind, since=SINCE)
    UnitPath.objects.create(ancestor=unit, descendant=unit, depth=0, since=SINCE)
    if parent:
        UnitPath.objects.create(ancestor=parent, descendant=unit, depth=1, since=SINCE)
    return unit


def _site(name: str, unit: Unit, kind: str, order: int) -> Site:
    place = Place.objects.create(name=f"Trụ sở {name}", unit=unit)
    plate = f"ĐIỂM CẦU {name.upper()}"
    return Site.objects.create(
        name=name, place=place, kind=kind, plate=plate, order=order
    )


def actor(id: int, name: str, unit: Unit, *rights: str) -> Actor:
    """A person with `rights` on `unit`."""
    grants = frozenset(Grant(right, unit.pk) for right in rights)
    return Actor("person", id, name, grants)


@pytest.fixture
def district(db: None) -> District:
    with writing():
        kind, _ = UnitKind.objects.get_or_create(code="thu", defaults={"name": "Thử"})
        top = _unit("Huyện thử", kind)
        hai = _unit("Xã Hải thử", kind, top)
        tra = _unit("Xã Trà thử", kind, top)
        chair = Person.objects.create(username="chu-toa", name="Chủ tọa (demo)")
        return District(
            district=top,
            hai=hai,
            tra=tra,
            hub=_site("Huyện thử", top, "hub", 1),
            hai_site=_site("Xã Hải thử", hai, "commune", 2),
            tra_site=_site("Xã Trà thử", tra, "commune", 3),
            chair=chair,
            secretary=actor(901, "Thư ký (demo)", top, *BOTH, "meetings.prepare"),
            chairing=actor(chair.pk, "Chủ tọa (demo)", top, *BOTH, "meetings.chair"),
            hai_clerk=actor(902, "Cán bộ Hải (demo)", hai, *BOTH),
            tra_clerk=actor(903, "Cán bộ Trà (demo)", tra, *BOTH),
        )
