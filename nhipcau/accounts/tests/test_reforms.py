"""Roles survive a reform: they go on where the unit goes on."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest

from nhipcau.accounts.models import Person, RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.tests.conftest import SINCE, Someone, Tree, signed_in, today
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.places.models import Unit, UnitKind
from nhipcau.places.services import add_link, create_unit, succeed
from nhipcau.places.services.units import Founding

DAY = date(2025, 7, 1)


@pytest.fixture
def units(as_root: Actor, tree: Tree) -> Tree:
    """The tree of these tests with the links that a reform needs."""
    for commune in (tree.hai, tree.tra):
        add_link(as_root, commune, tree.district, SINCE, None)
    return tree


def heir(as_root: Actor, tree: Tree, name: str = "Xã mới") -> Unit:
    kind = UnitKind.objects.get(code="thu")
    return create_unit(as_root, name=name, kind=kind, since=DAY, parent=tree.district)


def merge(as_root: Actor, tree: Tree) -> Unit:
    [new] = succeed(
        as_root,
        old=[tree.hai, tree.tra],
        new=[heir(as_root, tree)],
        on=DAY,
        kind="merged",
    )
    return new


def periods(person: Person) -> list[tuple[str, str, date, date | None]]:
    grants = RoleGrant.objects.filter(person=person).order_by("since", "id")
    return [(g.role, g.unit.name, g.since, g.until) for g in grants]


def test_after_a_merger_a_role_goes_on_on_the_new_unit(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", units.hai))
    new = merge(as_root, units)
    assert periods(lan) == [
        ("clerk", "Xã Hải thử", SINCE, DAY),
        ("clerk", "Xã mới", DAY, None),
    ]
    assert actor_of(lan).units("meetings.sit") == {new.pk}
    assert actor_of(lan, DAY - timedelta(days=1)).units("meetings.sit") == {
        units.hai.pk
    }


def test_the_same_role_on_two_units_becomes_one_as_long_as_the_longer(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", units.hai), ("clerk", units.tra))
    with writing():
        short = RoleGrant.objects.get(person=lan, unit=units.hai)
        short.until = date(2026, 1, 1)
        short.save()
    merge(as_root, units)
    assert [p for p in periods(lan) if p[1] == "Xã mới"] == [
        ("clerk", "Xã mới", DAY, None)
    ]


def test_a_role_to_come_and_one_with_an_end_keep_their_days(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", units.hai), ("viewer", units.hai))
    later, end = date(2025, 9, 1), date(2030, 1, 1)
    with writing():
        RoleGrant.objects.filter(person=lan, role="clerk").update(since=later)
        RoleGrant.objects.filter(person=lan, role="viewer").update(until=end)
    merge(as_root, units)
    found = periods(lan)
    assert ("viewer", "Xã mới", DAY, end) in found
    assert ("clerk", "Xã mới", later, None) in found


def test_a_role_that_was_over_stays_over(as_root: Actor, units: Tree, someone: Someone):
    lan = someone("lan", "Lan", ("clerk", units.hai))
    with writing():
        RoleGrant.objects.filter(person=lan).update(until=DAY)
    merge(as_root, units)
    assert periods(lan) == [("clerk", "Xã Hải thử", SINCE, DAY)]


def test_a_role_above_the_old_units_is_as_before(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("chair", units.district), ("viewer", None))
    merge(as_root, units)
    assert len(periods_of_any(lan)) == 2


def periods_of_any(person: Person) -> list[date | None]:
    grants = RoleGrant.objects.filter(person=person)
    return [until for until in grants.values_list("until", flat=True) if until is None]


def test_what_was_carried_is_in_the_log_of_the_new_unit(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", units.hai))
    new = merge(as_root, units)
    event = AuditEvent.objects.get(verb="accounts.role_carried")
    assert (event.object_id, event.unit) == (str(lan.pk), new.pk)
    assert event.before == {"unit": "Xã Hải thử"}
    assert event.after["unit"] == "Xã mới"
    assert event.actor_id == as_root.id


def test_a_technician_who_records_the_reform_carries_the_roles_of_others(
    as_root: Actor, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("administrator", units.hai))
    technician = actor_of(someone("ky", "Kỹ", ("technician", None)))
    kind = UnitKind.objects.get(code="thu")
    [new] = succeed(
        technician,
        old=[units.hai],
        founding=Founding(("Xã Hải mới",), kind, units.district),
        on=DAY,
        kind="renamed",
    )
    assert actor_of(lan).units("accounts.manage") == {new.pk}


def split(as_root: Actor, tree: Tree) -> list[Unit]:
    parts = [heir(as_root, tree, name) for name in ("Hải Đông", "Hải Tây")]
    return succeed(
        as_root, old=[tree.hai], new=parts, on=DAY, kind="split", places_to=parts[0]
    )


def test_after_a_split_the_page_says_how_many_roles_must_be_given_anew(
    as_root: Actor, root: Person, units: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", units.hai))
    someone("cuc", "Cúc", ("viewer", units.hai))
    east, _west = split(as_root, units)
    assert periods(lan) == [("clerk", "Xã Hải thử", SINCE, None)]

    def said() -> str:
        answer = signed_in(root).get("/don-vi/sap-xep/")
        return html.unescape(answer.content.decode())

    assert "Còn 2 vai trò" in said()
    with writing():
        RoleGrant.objects.create(person=lan, role="clerk", unit=east, since=today())
    assert "Còn 1 vai trò" in said()


def test_who_may_not_edit_units_is_not_told_of_roles(
    as_root: Actor, units: Tree, someone: Someone
):
    someone("cuc", "Cúc", ("clerk", units.hai))
    split(as_root, units)
    viewer = signed_in(someone("xem", "Xem", ("viewer", None)))
    assert "vai trò trên đơn vị" not in viewer.get("/don-vi/sap-xep/").content.decode()
