"""Roles give rights; nobody rises above who appointed them."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.accounts import services
from nhipcau.accounts.models import RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.rules.roles import APPOINTED, ROLES, may_give
from nhipcau.accounts.tests.conftest import Someone, Tree, today
from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

RIGHTS = sorted(frozenset().union(*ROLES.values()))


def declared() -> set[str]:
    """Every constant of every app's policies that looks like a right."""
    found: set[str] = set()
    for config in apps.get_app_configs():
        if not config.name.startswith("nhipcau."):
            continue
        try:
            module = import_module(f"{config.name}.policies")
        except ModuleNotFoundError:
            continue
        for name, value in vars(module).items():
            own = isinstance(value, str) and value.startswith(f"{config.label}.")
            if name.isupper() and own:
                found.add(value)
    return found


def test_each_right_of_a_role_is_declared_by_an_app_and_each_declared_one_is_given():
    assert declared() == set(RIGHTS)


def test_each_role_has_a_name():
    assert set(ROLE_NAMES) == set(ROLES)


@given(st.sampled_from(sorted(ROLES)), st.frozensets(st.sampled_from(RIGHTS)))
def test_nobody_gives_a_role_with_a_right_they_neither_hold_nor_appoint(role, held):
    if may_give(role, held):
        assert "accounts.manage" in held
        assert ROLES[role] <= held | APPOINTED["accounts.manage"]


@given(st.frozensets(st.sampled_from(RIGHTS)))
def test_who_gives_the_administrator_role_holds_all_of_it(held):
    assert may_give("administrator", held) == (ROLES["administrator"] <= held)


def test_an_administrator_appoints_every_role():
    assert all(may_give(role, ROLES["administrator"]) for role in ROLES)


def test_a_role_on_a_unit_gives_its_rights_there_and_nowhere_else(
    tree: Tree, someone: Someone
):
    lan = someone("lan", "Trần Thị Lan", ("clerk", tree.hai))
    actor = actor_of(lan)
    assert actor.units("meetings.sit") == {tree.hai.pk}
    assert not actor.holds("meetings.chair")


def test_a_role_counts_from_its_first_day_until_the_day_before_its_end(
    tree: Tree, someone: Someone
):
    lan = someone("lan")
    with writing():
        RoleGrant.objects.create(
            person=lan,
            role="clerk",
            unit=tree.hai,
            since=today(),
            until=today() + timedelta(days=2),
        )
    days = [today() + timedelta(days=n) for n in (-1, 0, 1, 2)]
    holds = [actor_of(lan, day).holds("meetings.sit") for day in days]
    assert holds == [False, True, True, False]


def test_a_role_ended_today_gives_nothing_from_now_on(
    as_root: Actor, tree: Tree, someone: Someone
):
    lan = someone("lan", "Trần Thị Lan", ("clerk", tree.hai))
    services.end_role(as_root, lan.roles.get())
    assert not actor_of(lan).grants


def test_a_role_that_has_not_begun_ends_without_a_day(
    as_root: Actor, tree: Tree, someone: Someone
):
    lan = someone("lan")
    later = today() + timedelta(days=30)
    grant = services.grant_role(as_root, lan, "clerk", tree.hai, later)
    services.end_role(as_root, grant)
    assert not actor_of(lan, later).grants
    services.grant_role(as_root, lan, "clerk", tree.hai, later)


def test_a_commune_administrator_grants_in_the_commune_only(
    tree: Tree, someone: Someone
):
    boss = actor_of(someone("boss", "Quản trị Hải", ("administrator", tree.hai)))
    lan = someone("lan")
    services.grant_role(boss, lan, "clerk", tree.hai, today())
    for unit in (tree.tra, tree.district, None):
        with pytest.raises(Refusal, match="unit_not_yours"):
            services.grant_role(boss, lan, "clerk", unit, today())


def test_a_district_administrator_grants_in_the_communes_below(
    tree: Tree, someone: Someone
):
    boss = actor_of(someone("boss", "Quản trị", ("administrator", tree.district)))
    services.grant_role(boss, someone("lan"), "chair", tree.hai, today())


def test_a_manager_without_the_log_makes_no_administrators(
    tree: Tree, someone: Someone
):
    lan = someone("lan")
    grants = actor_of(someone("boss", "Quản trị", ("administrator", tree.hai))).grants
    less = frozenset(grant for grant in grants if grant.right != "audit.read")
    boss = Actor("person", 99, "Boss", less)
    with pytest.raises(Refusal, match="role_above_yours"):
        services.grant_role(boss, lan, "administrator", tree.hai, today())


def test_a_clerk_grants_nothing(tree: Tree, someone: Someone):
    clerk = actor_of(someone("lan", "Lan", ("clerk", tree.hai)))
    with pytest.raises(Refusal, match="unit_not_yours"):
        services.grant_role(clerk, someone("bich"), "viewer", tree.hai, today())


@pytest.mark.parametrize(
    ("begin", "end"), [(0, None), (5, None), (-9000, None), (0, 3), (-9000, 1)]
)
def test_the_same_role_twice_at_one_time_is_refused(
    as_root: Actor, tree: Tree, someone: Someone, begin: int, end: int | None
):
    lan = someone("lan")
    services.grant_role(as_root, lan, "clerk", tree.hai, today())
    until = None if end is None else today() + timedelta(days=end)
    with pytest.raises(Refusal, match="role_already_held"):
        services.grant_role(
            as_root, lan, "clerk", tree.hai, today() + timedelta(days=begin), until
        )


def test_the_same_role_again_after_it_ended_is_given(
    as_root: Actor, tree: Tree, someone: Someone
):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    services.end_role(as_root, lan.roles.get())
    services.grant_role(as_root, lan, "clerk", tree.hai, today())
    assert actor_of(lan).holds("meetings.sit")


def test_a_role_that_ends_before_it_begins_is_refused(
    as_root: Actor, tree: Tree, someone: Someone
):
    with pytest.raises(Refusal, match="role_ends_before_it_begins"):
        services.grant_role(
            as_root, someone("lan"), "clerk", tree.hai, today(), today()
        )


def test_an_ended_role_does_not_end_again(as_root: Actor, tree: Tree, someone: Someone):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    services.end_role(as_root, lan.roles.get())
    with pytest.raises(Refusal, match="role_already_ended"):
        services.end_role(as_root, lan.roles.get())


def test_the_last_administrator_keeps_the_role(as_root: Actor, root, someone: Someone):
    with pytest.raises(Refusal, match="last_administrator"):
        services.end_role(as_root, root.roles.get())
    services.grant_role(as_root, someone("hai"), "administrator", None, today())
    services.end_role(as_root, root.roles.get())


def test_an_administrator_for_a_week_is_no_reason_to_let_the_last_one_go(
    as_root: Actor, root, someone: Someone
):
    week = today() + timedelta(days=7)
    other = someone("tam")
    services.grant_role(as_root, other, "administrator", None, today(), week)
    with pytest.raises(Refusal, match="last_administrator"):
        services.end_role(as_root, root.roles.get())
