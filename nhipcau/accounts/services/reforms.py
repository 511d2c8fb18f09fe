"""Roles outlive the units on which they were given."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from nhipcau.accounts.models import RoleGrant
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.places.models import Unit


def carry_roles(actor: Actor, old: Unit, heir: Unit, on: date) -> None:
    """Every role on `old` ends with it on `on` and goes on on `heir`.

    It follows from the reform itself: who records that need not manage people.
    """
    lasting = Q(until__isnull=True) | Q(until__gt=on)
    rows = RoleGrant.objects.filter(lasting, unit=old).order_by("since", "id")
    for grant in rows.select_for_update(no_key=True):
        # One that ended before it began gives nothing to go on with.
        if grant.until is None or grant.until > grant.since:
            carry_role(actor, grant, heir, on)


@service
def carry_role(actor: Actor, grant: RoleGrant, heir: Unit, on: date) -> None:
    """Ends `grant` on `on`; the rest of its time is on `heir`.

    Two units that merge may have given the same person the same role: that is one
    role on the heir, as long as the longer of the two.
    """
    since, until = max(grant.since, on), grant.until
    old = grant.unit
    grant.until = since
    grant.save()
    same = RoleGrant.objects.filter(person=grant.person, role=grant.role, unit=heir)
    met = [one for one in same if _meet(one, since, until)]
    for one in met:
        since = min(since, one.since)
        until = max(until, one.until) if until and one.until else None
    kept = met[0] if met else RoleGrant(person=grant.person, role=grant.role, unit=heir)
    for spare in met[1:]:
        spare.until = spare.since
        spare.save()
    kept.since, kept.until = since, until
    kept.save()
    record(
        actor,
        "accounts.role_carried",
        grant.person,
        before={"unit": str(old)},
        after={
            "unit": str(heir),
            "role": grant.role,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        },
        unit=heir.pk,
    )


def _meet(grant: RoleGrant, since: date, until: date | None) -> bool:
    """Whether `grant` runs at some time between; one that never ran does not."""
    if grant.until is not None and grant.until <= max(since, grant.since):
        return False
    return until is None or grant.since < until
