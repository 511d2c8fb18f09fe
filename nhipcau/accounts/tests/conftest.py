"""A district with a commune, and the people of these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.accounts.models import Person, RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitPath

SINCE = date(2020, 1, 1)
PASSWORD = "một câu khá dài để nhớ"

Someone = Callable[..., Person]


@dataclass
class Tree:
    """A district above two communes, each with a site."""

    district: Unit
    hai: Unit
    tra: Unit
    hai_site: Site
    tra_site: Site


@pytest.fixture
def tree(db: None) -> Tree:
    with writing():
        kind, _ = UnitKind.objects.get_or_create(code="thu", defaults={"name": "Thử"})
        district = _unit("Huyện thử", kind)
        hai = _unit("Xã Hải thử", kind, district)
        tra = _unit("Xã Trà thử", kind, district)
        return Tree(district, hai, tra, _site("Hải", hai), _site("Trà", tra))


def _unit(name: str, kind: UnitKind, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(name=name, kind=kind, since=SINCE)
    UnitPath.objects.create(ancestor=unit, descendant=unit, depth=0, since=SINCE)
    if parent:
        UnitPath.objects.create(ancestor=parent, descendant=unit, depth=1, since=SINCE)
    return unit


def _site(name: str, unit: Unit) -> Site:
    place = Place.objects.create(name=f"Trụ sở {name}", unit=unit)
    return Site.objects.create(
        name=name, place=place, kind="commune", plate=f"ĐIỂM CẦU {name.upper()}"
    )


@pytest.fixture
def someone(db: None) -> Someone:
    """Makes a person: `someone("lan", "Trần Thị Lan", ("clerk", unit))`."""

    def make(username: str, name: str = "", *roles: tuple[str, Unit | None]) -> Person:
        with writing():
            person = Person(username=username, name=name or username.title())
            person.set_password(PASSWORD)
            person.save()
            for role, unit in roles:
                RoleGrant.objects.create(
                    person=person, role=role, unit=unit, since=SINCE
                )
        return person

    return make


@pytest.fixture
def root(someone: Someone) -> Person:
    """The administrator of everything."""
    return someone("quan-tri", "Nguyễn Văn Gốc", ("administrator", None))


@pytest.fixture
def as_root(root: Person) -> Actor:
    return actor_of(root)


def today() -> date:
    return timezone.localdate()


def signed_in(person: Person) -> Client:
    """A browser in which `person` is signed in."""
    client = Client()
    client.force_login(person)
    return client
