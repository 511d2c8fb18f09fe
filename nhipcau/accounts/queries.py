"""Reading people, the actor that each one is today, roles and devices."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from nhipcau.accounts.models import Device, Person, RoleGrant
from nhipcau.accounts.policies import people_seen_by
from nhipcau.accounts.rules.roles import ADMINISTRATOR, ROLES
from nhipcau.core.actor import Actor, Grant
from nhipcau.core.text import fold
from nhipcau.places.models import Site
from nhipcau.places.queries import descendant_ids, on_date

NOBODY = Actor("person", 0, "")
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def actor_of(person: Person, on: date | None = None) -> Actor:
    """The actor that `person` is on a day (today): one query."""
    day = on or timezone.localdate()
    roles = RoleGrant.objects.filter(on_date(day), person=person)
    grants = frozenset(
        Grant(right, unit)
        for role, unit in roles.values_list("role", "unit_id")
        for right in ROLES[role]
    )
    return Actor("person", person.pk, str(person), grants)


def actor_at(device: Device) -> Actor:
    """Who sits at `device`: its person as of today, or a room computer itself.

    That one has no right but to sit at its own site.
    """
    if device.person is not None:
        return actor_of(device.person)
    return Actor("device", device.pk, str(device.site))


def people(
    actor: Actor, words: str = "", role: str = "", unit: int | None = None
) -> QuerySet[Person]:
    """The people whom `actor` manages, by given name; filters apply to today."""
    found = people_seen_by(actor).prefetch_related("roles__unit__kind")
    for word in fold(words[:200]).split():
        found = found.filter(search_text__contains=word)
    if not role and unit is None:
        return found
    today = timezone.localdate()
    roles = RoleGrant.objects.filter(on_date(today), person=OuterRef("pk"))
    if role:
        roles = roles.filter(role=role)
    if unit is not None:
        roles = roles.filter(unit__in=descendant_ids([unit], today))
    return found.filter(Exists(roles))


def roles_of(person: Person) -> QuerySet[RoleGrant]:
    """Every role that `person` has, had or will have, the newest first."""
    return RoleGrant.objects.filter(person=person).select_related("unit__kind")


def roles_left_behind(heirs: Mapping[int, Collection[int]]) -> int:
    """How many roles, held when a unit ended, nobody holds on one of its heirs.

    `heirs` are the units that go on from each ended one.
    """
    if not heirs:
        return 0
    running = RoleGrant.objects.filter(
        on_date(timezone.localdate()), person__is_active=True
    )
    given = set(
        running.filter(unit__in=set().union(*heirs.values())).values_list(
            "person_id", "role", "unit_id"
        )
    )
    old = running.filter(unit__in=list(heirs)).values_list(
        "person_id", "role", "unit_id"
    )
    return sum(
        all((person, role, heir) not in given for heir in heirs[unit or 0])
        for person, role, unit in old
    )


def home_unit(person: Person) -> int | None:
    """The unit under which the log files what happens to `person`."""
    roles = RoleGrant.objects.filter(
        on_date(timezone.localdate()), person=person, unit__isnull=False
    )
    return roles.order_by("since", "id").values_list("unit_id", flat=True).first()


def lasting_administrators() -> QuerySet[RoleGrant]:
    """Grants that keep the system administrable: everywhere, without an end."""
    return RoleGrant.objects.filter(
        role=ADMINISTRATOR,
        unit=None,
        until=None,
        since__lte=timezone.localdate(),
        person__is_active=True,
    )


def has_second_factor(person: Person) -> bool:
    """Whether signing in as `person` takes more than a password."""
    return Authenticator.objects.filter(
        user_id=person.pk, type__in=SECOND_FACTORS
    ).exists()


def hashed(secret: str) -> str:
    """How keys and codes are stored: high-entropy secrets need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def device_of(key: str) -> Device | None:
    """The device whose browser holds `key`, unless it was removed."""
    if not key:
        return None
    rows = Device.objects.select_related("site__place__unit", "person")
    return rows.filter(key_hash=hashed(key), removed=None).first()


def devices_of(person: Person) -> QuerySet[Device]:
    """The devices that `person` seated, those in use first."""
    rows = Device.objects.filter(person=person).select_related("site__place__unit")
    return rows.order_by(F("removed").asc(nulls_first=True), "-created")


def devices_at(site: Site) -> QuerySet[Device]:
    """The devices of `site`, those in use first, the main one above all."""
    rows = Device.objects.filter(site=site).select_related("person")
    return rows.order_by(F("removed").asc(nulls_first=True), "-main", "-created")


def sessions_of(person: Person) -> QuerySet[UserSession]:
    """Where `person` is signed in, the latest first."""
    return UserSession.objects.filter(user_id=person.pk).order_by("-last_seen_at")
