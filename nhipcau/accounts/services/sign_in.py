"""Passwords, sessions, and what the log keeps of each sign-in."""

from __future__ import annotations

from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from nhipcau.accounts.models import Person
from nhipcau.accounts.passwords import LENGTH_ALONE
from nhipcau.accounts.policies import may_manage
from nhipcau.accounts.queries import has_second_factor, home_unit, sessions_of
from nhipcau.accounts.services.codes import new_code
from nhipcau.accounts.services.devices import unseat_devices
from nhipcau.accounts.services.rows import read_again
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor, system
from nhipcau.core.refusal import Refusal

# Letters and digits that nobody mistakes for one another on paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
ENTRANCE = system("sign-in")


def new_password() -> str:
    """A temporary password that can be read out over the telephone."""
    return new_code(4, _READABLE)


@service
def reset_password(actor: Actor, person: Person) -> str:
    """A temporary password, shown once; every session of the person ends."""
    if not may_manage(actor, person):
        raise Refusal("person_not_yours", person=str(person))
    read_again(person)
    password = new_password()
    person.set_password(password)
    person.must_change_password, person.short_password = True, False
    person.save()
    record(actor, "accounts.password_reset", person, unit=home_unit(person))
    end_sessions(actor, person)
    return password


@service
def reset_second_factors(actor: Actor, person: Person) -> None:
    """For who lost the telephone: apps, keys and recovery codes are gone at once.

    Until new ones are set up the password alone opens the account, so a short one
    must change, and every session ends: the lost telephone may hold one.
    """
    if not may_manage(actor, person):
        raise Refusal("person_not_yours", person=str(person))
    if actor.kind == "person" and actor.id == person.pk:
        # On one's own page the password is asked first.
        raise Refusal("own_second_factor")
    if not has_second_factor(person):
        raise Refusal("no_second_factor", person=str(person))
    factors = Authenticator.objects.filter(user_id=person.pk)
    kinds = sorted(set(factors.values_list("type", flat=True)))
    factors.delete()
    _outgrow_short_password(person)
    record(
        actor,
        "accounts.second_factors_reset",
        person,
        after={"type": kinds},
        unit=home_unit(person),
    )
    end_sessions(actor, person)


@service
def change_password(actor: Actor, person: Person, password: str) -> None:
    """The person's own new password, already checked against the rules."""
    read_again(person)
    person.set_password(password)
    person.must_change_password = False
    person.short_password = len(password) < LENGTH_ALONE
    person.save()
    record(actor, "accounts.password_changed", person, unit=home_unit(person))


@service
def end_sessions(actor: Actor, person: Person, keep: str = "", only: str = "") -> int:
    """Signs `person` out everywhere, but not from the session `keep`.

    With `only`, ends that one session alone.
    """
    own = actor.kind == "person" and actor.id == person.pk
    if not own and not may_manage(actor, person):
        raise Refusal("person_not_yours", person=str(person))
    ended = sessions_of(person).exclude(session_key=keep)
    if only:
        ended = ended.filter(session_key=only)
    keys = list(ended.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    ended.delete()
    unseat_devices(actor, keys)
    after = {"sessions": len(keys)}
    record(
        actor, "accounts.sessions_ended", person, after=after, unit=home_unit(person)
    )
    return len(keys)


@service
def sign_out(actor: Actor, person: Person, session: str) -> None:
    """A person leaves: their browser gives its seat up."""
    unseat_devices(actor, [session] if session else [])
    record(actor, "accounts.signed_out", person, unit=home_unit(person))


@service
def note_sign_in(actor: Actor, person: Person, facts: dict[str, object]) -> None:
    """Someone is in; also keeps when, for the list of people."""
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    record(actor, "accounts.signed_in", person, after=facts, unit=home_unit(person))


@service
def note_failure(actor: Actor, person: Person | None, facts: dict[str, object]) -> None:
    """A refused sign-in. An unknown name is not kept: it may be a password."""
    record(
        actor,
        "accounts.sign_in_failed",
        person or "?",
        after=facts,
        unit=home_unit(person) if person else None,
    )


@service
def note(actor: Actor, verb: str, person: Person, facts: dict[str, object]) -> None:
    """What else happens at the entrance: `verb` is one of this app's `VERBS`."""
    record(actor, verb, person, after=facts or None, unit=home_unit(person))


@service
def note_factor_removed(actor: Actor, person: Person, facts: dict[str, object]) -> None:
    """One way to confirm is gone; the password may now be too short."""
    record(
        actor,
        "accounts.second_factor_removed",
        person,
        after=facts,
        unit=home_unit(person),
    )
    _outgrow_short_password(person)


def _outgrow_short_password(person: Person) -> None:
    """A password that was long enough only with a second factor must change."""
    read_again(person)
    if person.short_password and not has_second_factor(person):
        person.must_change_password = True
        person.save()
