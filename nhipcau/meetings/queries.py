"""Reading meetings: which ones an actor may know of, and what a page shows."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from nhipcau.accounts.models import Device, Person
from nhipcau.accounts.queries import hashed
from nhipcau.accounts.rules.roles import ROLES
from nhipcau.core.actor import Actor
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.policies import CHAIR, SEE, units_under
from nhipcau.places.models import Site
from nhipcau.places.queries import labelled, sites


def meetings_seen_by(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of the actor's units, or that invite a room of those, or the actor."""
    meetings = Meeting.objects.select_related(
        "host__kind", "chair", "chair_site", "deputy_site"
    )
    units = units_under(actor, SEE)
    if units is None:
        return meetings
    # A delegate's site is not a room of the unit in whose building it is noted.
    invited = Q(person=None, site__place__unit__in=units)
    seen = Q(host__in=units)
    if actor.kind == "person":
        seen |= Q(chair=actor.id)
        # Who was put out does not listen from outside either.
        invited |= Q(person=actor.id, removed=None)
    seats = MeetingSite.objects.filter(invited)
    return meetings.filter(seen | Q(pk__in=seats.values("meeting")))


def meetings_around_today(actor: Actor) -> QuerySet[Meeting]:
    """Meetings from yesterday to tomorrow, the soonest first."""
    now = timezone.now()
    near = (now - timedelta(days=1), now + timedelta(days=1))
    return meetings_seen_by(actor).filter(starts__range=near).order_by("starts")


def seats(meeting: Meeting) -> QuerySet[MeetingSite]:
    """The invited sites of `meeting`, in official order."""
    return (
        MeetingSite.objects.filter(meeting=meeting)
        .select_related("person")
        .prefetch_related(Prefetch("site", labelled(Site.objects.all())))
        .order_by("site__order", "site__sort_key")
    )


def sites_with_main_device(meeting: Meeting, key: str) -> set[int]:
    """The sites of `meeting` whose sound another browser than `key`'s carries."""
    devices = Device.objects.filter(
        # A seat that nobody is signed in to any more is free, but for the room's own.
        Q(session__in=UserSession.objects.values("session_key")) | Q(person=None),
        site__meeting=meeting,
        main=True,
        removed=None,
    )
    others = devices.exclude(key_hash=hashed(key)) if key else devices
    return set(others.values_list("site_id", flat=True))


def open_sites() -> QuerySet[Site]:
    """Sites in use, in official order."""
    return sites().order_by("order", "sort_key")


def possible_chairs() -> QuerySet[Person]:
    """People who hold a role that may chair, today."""
    return _people_who_may(CHAIR)


def possible_delegates() -> QuerySet[Person]:
    """People who hold a role by which they may open a meeting's page, today."""
    return _people_who_may(SEE)


def _people_who_may(right: str) -> QuerySet[Person]:
    roles = [role for role, rights in ROLES.items() if right in rights]
    today = timezone.localdate()
    lasting = Q(roles__until__isnull=True) | Q(roles__until__gt=today)
    return Person.objects.filter(
        lasting, is_active=True, roles__role__in=roles, roles__since__lte=today
    ).distinct()
