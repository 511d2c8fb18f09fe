"""Three people, their browsers and the real trees, for the tests of this app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from nhipcau.accounts.models import Person, RoleGrant
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor, Grant, system
from nhipcau.places import services
from nhipcau.places.models import Unit, UnitKind
from nhipcau.places.policies import EDIT, SEE

BEFORE = date(2024, 6, 1)
REFORM = date(2025, 7, 1)
START = date(2020, 1, 1)


@pytest.fixture
def admin(db: None) -> Actor:
    """May do everything everywhere."""
    grants = frozenset({Grant(SEE), Grant(EDIT)})
    return Actor("person", 1, "Quản trị", grants)


@pytest.fixture
def trees(db: None) -> None:
    """Quảng Nam and Núi Thành of 2020, Đà Nẵng and its communes of 2025."""
    services.seed_reference_trees(system("test"))


@pytest.fixture
def found(db: None) -> Callable[..., Unit]:
    """`found(name, date)`: the unit of that name on that day."""

    def find(name: str, on: date = date(2026, 1, 1), kind: str = "") -> Unit:
        rows = Unit.objects.filter(name=name, since__lte=on)
        rows = rows.filter(kind__code=kind) if kind else rows
        return next(unit for unit in rows if unit.until is None or unit.until > on)

    return find


@pytest.fixture
def make(admin: Actor) -> Callable[..., Unit]:
    """`make("Tam Hải", parent)`: a commune since 2020."""

    def create(name: str, parent: Unit | None = None, **fields: object) -> Unit:
        fields = {"since": START, "kind": UnitKind.objects.get(code="xa")} | fields
        return services.create_unit(admin, name=name, parent=parent, **fields)

    return create


@pytest.fixture
def sign_in(db):
    """`sign_in("clerk", unit)`: a browser of someone with that role there."""

    def enter(role: str | None, unit: Unit | None = None, language: str = "vi"):
        with writing():
            person = Person.objects.create(username=f"{role}", name="Cán bộ (demo)")
            if role:
                RoleGrant.objects.create(
                    person=person, role=role, unit=unit, since=START
                )
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return enter


@pytest.fixture
def browser(sign_in):
    """An administrator's browser."""
    return sign_in("administrator")


def person(right: str | None, *units: Unit) -> Actor:
    """Somebody who sees, and may hold `right`, on `units` and below."""
    rights = {SEE, right} if right else set()
    grants = {Grant(each, unit.pk) for each in rights for unit in units}
    return Actor("person", 2, "Cán bộ xã", frozenset(grants))
