"""Roles are given and ended, never deleted: the timeline stays readable."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from nhipcau.accounts.models import Person, RoleGrant
from nhipcau.accounts.policies import gives, manages_unit
from nhipcau.accounts.queries import lasting_administrators
from nhipcau.accounts.rules.roles import ADMINISTRATOR
from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Unit


@service
def grant_role(
    actor: Actor,
    person: Person,
    role: str,
    unit: Unit | None,
    since: date,
    until: date | None = None,
) -> RoleGrant:
    """Gives `role` on `unit` and all below it (None: everywhere) for a period."""
    if not manages_unit(actor, unit.pk if unit else None):
        raise Refusal("unit_not_yours")
    if not gives(actor, role, unit.pk if unit else None):
        raise Refusal("role_above_yours", role=ROLE_NAMES.get(role, role))
    if not person.is_active:
        raise Refusal("person_inactive", person=str(person))
    if until is not None and until <= since:
        raise Refusal("role_ends_before_it_begins")
    if _overlaps(person, role, unit, since, until):
        raise Refusal("role_already_held", person=str(person), role=ROLE_NAMES[role])
    grant = RoleGrant.objects.create(
        person=person, role=role, unit=unit, since=since, until=until
    )
    _record(actor, "accounts.role_granted", grant, None)
    return grant


@service
def end_role(actor: Actor, grant: RoleGrant, on: date | None = None) -> None:
    """The role's last day is the day before `on` (today): its rights end then.

    Ended today, they end at once: each request builds its actor anew.
    """
    day = on or timezone.localdate()
    if not manages_unit(actor, grant.unit_id):
        raise Refusal("unit_not_yours")
    if grant.until is not None and grant.until <= day:
        raise Refusal("role_already_ended")
    lasting = lasting_administrators()
    last = grant.role == ADMINISTRATOR and lasting.filter(pk=grant.pk).exists()
    if last and not lasting.exclude(pk=grant.pk).exists():
        raise Refusal("last_administrator", person=str(grant.person))
    before = _period(grant)
    grant.until = max(day, grant.since)
    grant.save()
    _record(actor, "accounts.role_ended", grant, before)


def _overlaps(
    person: Person, role: str, unit: Unit | None, since: date, until: date | None
) -> bool:
    same = RoleGrant.objects.filter(person=person, role=role, unit=unit)
    if until is not None:
        same = same.filter(since__lt=until)
    # An empty period is a role that ended before it began.
    return any(
        grant.until is None or grant.until > max(since, grant.since) for grant in same
    )


def _record(
    actor: Actor, verb: str, grant: RoleGrant, before: dict[str, str | None] | None
) -> None:
    after = _period(grant) | {
        "role": grant.role,
        "unit": str(grant.unit) if grant.unit else None,
    }
    record(actor, verb, grant.person, before=before, after=after, unit=grant.unit_id)


def _period(grant: RoleGrant) -> dict[str, str | None]:
    return {
        "since": grant.since.isoformat(),
        "until": grant.until.isoformat() if grant.until else None,
    }
