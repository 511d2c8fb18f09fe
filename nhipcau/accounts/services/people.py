"""People come, change, leave and return; their rows stay, the log names them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from nhipcau.accounts.models import Person
from nhipcau.accounts.policies import manages_unit, may_manage
from nhipcau.accounts.queries import home_unit, lasting_administrators
from nhipcau.accounts.services.roles import grant_role
from nhipcau.accounts.services.rows import read_again
from nhipcau.accounts.services.sign_in import end_sessions, new_password
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Unit


@dataclass(frozen=True)
class Card:
    """What is written about a person."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class FirstRole:
    """The role with which a person begins; `unit` None: everywhere."""

    role: str
    unit: Unit | None
    since: date


@service
def create_person(
    actor: Actor, username: str, card: Card, first: FirstRole | None = None
) -> tuple[Person, str]:
    """A new person and the temporary password, which is shown once.

    Who manages only some units must give a first role there: without one the
    new person would belong to nobody.
    """
    unit = first.unit.pk if first and first.unit else None
    if not manages_unit(actor, unit):
        raise Refusal("unit_not_yours")
    person = Person(username=username.strip().lower(), **asdict(card))
    person.must_change_password = True
    password = new_password()
    person.set_password(password)
    person.full_clean()
    person.save()
    facts = {"username": person.username, **_facts(person)}
    record(actor, "accounts.person_created", person, after=facts, unit=unit)
    if first:
        grant_role(actor, person, first.role, first.unit, first.since)
    return person, password


@service
def update_person(actor: Actor, person: Person, card: Card) -> None:
    """Changes what is written; people themselves change all but their title."""
    read_again(person)
    manager = may_manage(actor, person)
    own = actor.kind == "person" and actor.id == person.pk
    if not manager and not (own and card.title == person.title):
        raise Refusal("person_not_yours", person=str(person))
    before = _facts(person)
    for name, value in asdict(card).items():
        setattr(person, name, value)
    person.full_clean()
    person.save()
    record(
        actor,
        "accounts.person_changed",
        person,
        before=before,
        after=_facts(person),
        unit=home_unit(person),
    )


@service
def deactivate_person(actor: Actor, person: Person) -> None:
    """Ends every session and lets nobody sign in; roles stay as they are."""
    read_again(person)
    _check_manages(actor, person)
    if actor.kind == "person" and actor.id == person.pk:
        raise Refusal("not_yourself")
    mine = lasting_administrators().filter(person=person)
    if mine.exists() and not lasting_administrators().exclude(person=person).exists():
        raise Refusal("last_administrator", person=str(person))
    person.is_active = False
    person.save()
    record(actor, "accounts.person_deactivated", person, unit=home_unit(person))
    end_sessions(actor, person)


@service
def reactivate_person(actor: Actor, person: Person) -> None:
    """Lets a person sign in again, with the roles that still run."""
    read_again(person)
    _check_manages(actor, person)
    person.is_active = True
    person.save()
    record(actor, "accounts.person_reactivated", person, unit=home_unit(person))


def _check_manages(actor: Actor, person: Person) -> None:
    if not may_manage(actor, person):
        raise Refusal("person_not_yours", person=str(person))


def _facts(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in Card.__dataclass_fields__}
