"""Two who change the same thing at once: neither undoes what the other did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nhipcau.accounts import services
from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services import sign_in
from nhipcau.accounts.services.people import Card
from nhipcau.accounts.tests.conftest import Someone, Tree
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

LATER: dict[str, Callable[[Actor, Person], object]] = {
    "card": lambda actor, lan: services.update_person(actor, lan, Card("Lan Anh")),
    "password": lambda actor, lan: services.change_password(actor, lan, "x" * 20),
    "reset": services.reset_password,
    "stop": services.deactivate_person,
    "go on": services.reactivate_person,
    "factor": lambda actor, lan: sign_in.note_factor_removed(actor, lan, {}),
}


@pytest.fixture
def lan(someone: Someone, tree: Tree) -> Person:
    return someone("lan", "Lan", ("clerk", tree.hai))


def meanwhile(person: Person) -> None:
    """What another request does between reading and writing."""
    with writing():
        Person.objects.filter(pk=person.pk).update(phone="0905 123 456")


@pytest.mark.parametrize("what", [name for name in LATER if name != "card"])
def test_what_was_written_meanwhile_stays(what: str, as_root: Actor, lan: Person):
    meanwhile(lan)
    LATER[what](as_root, lan)
    lan.refresh_from_db()
    assert lan.phone == "0905 123 456"


@pytest.mark.parametrize("what", ["card", "password", "reset"])
def test_an_ended_account_stays_ended(what: str, as_root: Actor, lan: Person):
    services.deactivate_person(as_root, Person.objects.get(pk=lan.pk))
    LATER[what](as_root, lan)
    lan.refresh_from_db()
    assert not lan.is_active


def test_a_reset_password_stays_reset(as_root: Actor, lan: Person):
    password = services.reset_password(as_root, Person.objects.get(pk=lan.pk))
    services.update_person(as_root, lan, Card("Lan Anh"))
    lan.refresh_from_db()
    assert lan.check_password(password)
    assert lan.must_change_password


def test_the_title_that_counts_is_the_one_of_now(as_root: Actor, lan: Person):
    fresh = Person.objects.get(pk=lan.pk)
    services.update_person(as_root, fresh, Card("Lan", title="Văn phòng"))
    with pytest.raises(Refusal, match="person_not_yours"):
        services.update_person(actor_of(lan), lan, Card("Lan", title=""))
