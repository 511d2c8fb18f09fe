"""Planning a meeting and deciding which sites belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from nhipcau.accounts.models import Person
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.policies import may_prepare
from nhipcau.places.models import Site, Unit
from nhipcau.places.rules.names import NAME_LIMIT, plate_of_delegate
from nhipcau.places.services.sites import SiteFields, create_site, update_site

# Delegates come last in the official order.
AFTER_ROOMS = 1_000_000


@dataclass(frozen=True)
class Plan:
    """What a person decides about a meeting."""

    title: str
    host: Unit
    starts: datetime
    chair: Person
    chair_site: Site
    sites: tuple[Site, ...]
    # Who presides when the chair's site is gone.
    deputy_site: Site | None = None
    # Who attends alone, from wherever they are.
    delegates: tuple[Person, ...] = ()


@service
def plan_meeting(actor: Actor, plan: Plan) -> Meeting:
    """Creates a meeting of `plan.host`, refused outside the actor's units."""
    meeting = Meeting()
    _fill(actor, meeting, plan)
    record(actor, "meetings.plan", meeting, after=_facts(meeting), unit=plan.host.pk)
    return meeting


@service
def change_meeting(actor: Actor, meeting: Meeting, plan: Plan) -> Meeting:
    """Replaces the plan; a removed site that stays invited stays removed."""
    if not may_prepare(actor, meeting):
        raise Refusal("meeting_not_yours")
    before = _facts(meeting)
    _fill(actor, meeting, plan)
    record(
        actor,
        "meetings.change",
        meeting,
        before=before,
        after=_facts(meeting),
        unit=plan.host.pk,
    )
    wake("meeting", meeting.pk)
    return meeting


@service
def remove_site(actor: Actor, meeting: Meeting, site: Site) -> None:
    """Bars a site from the meeting until it is readmitted."""
    _set_removed(actor, meeting, site, timezone.now())


@service
def readmit_site(actor: Actor, meeting: Meeting, site: Site) -> None:
    """Lets a removed site in again."""
    _set_removed(actor, meeting, site, None)


def _fill(actor: Actor, meeting: Meeting, plan: Plan) -> None:
    meeting.title, meeting.host, meeting.starts = plan.title, plan.host, plan.starts
    meeting.chair, meeting.chair_site = plan.chair, plan.chair_site
    meeting.deputy_site = plan.deputy_site
    if not may_prepare(actor, meeting):
        raise Refusal("meeting_not_yours")
    if plan.deputy_site == plan.chair_site:
        raise Refusal("deputy_is_chair")
    if plan.chair in plan.delegates:
        raise Refusal("delegate_is_chair", name=str(plan.chair))
    meeting.save()
    deputies = {plan.deputy_site} if plan.deputy_site else set[Site]()
    rooms = {plan.chair_site, *plan.sites, *deputies}
    own = {_own_site(actor, meeting, one): one for one in plan.delegates}
    _invite(meeting, dict.fromkeys(rooms) | own)
    # Where the chair sits is in the meeting, whatever was decided of it before.
    seat = MeetingSite.objects.filter(meeting=meeting, site=plan.chair_site)
    seat.update(removed=None)


def _own_site(actor: Actor, meeting: Meeting, person: Person) -> Site:
    """Where `person` sits alone, under the name of today: one site per person.

    It lies, on paper, where the chair sits.
    """
    now: SiteFields = {
        "name": person.with_title[:NAME_LIMIT],
        "plate": plate_of_delegate(str(person)),
        "place": meeting.chair_site.place,
    }
    seats = MeetingSite.objects.filter(person=person).select_related("site__place")
    known = seats.order_by("-pk").first()
    if known is None:
        fresh: SiteFields = {"kind": Site.Kind.DELEGATE, "order": AFTER_ROOMS}
        return create_site(actor, **now | fresh)
    site = known.site
    if any(getattr(site, name) != value for name, value in now.items()):
        update_site(actor, site, **now)
    return site


def _invite(meeting: Meeting, wanted: Mapping[Site, Person | None]) -> None:
    """Exactly these sites, each for its unit's people or for one delegate."""
    invited = MeetingSite.objects.filter(meeting=meeting)
    invited.exclude(site__in=wanted).delete()
    there = set(invited.values_list("site", flat=True))
    fresh = sorted((site.pk, site) for site in wanted if site.pk not in there)
    MeetingSite.objects.bulk_create(
        MeetingSite(meeting=meeting, site=site, person=wanted[site])
        for _, site in fresh
    )


def _facts(meeting: Meeting) -> dict[str, Any]:
    invited = MeetingSite.objects.filter(meeting=meeting).order_by("site")
    return {
        "title": meeting.title,
        "host": meeting.host_id,
        "starts": meeting.starts.isoformat(),
        "chair": meeting.chair_id,
        "chair_site": meeting.chair_site_id,
        "deputy_site": meeting.deputy_site_id,
        "sites": list(invited.filter(person=None).values_list("site", flat=True)),
        "delegates": list(
            invited.exclude(person=None).values_list("person", flat=True)
        ),
    }


def _set_removed(
    actor: Actor, meeting: Meeting, site: Site, at: datetime | None
) -> None:
    if site.pk == meeting.chair_site_id:
        raise Refusal("chair_site_stays")
    seat = MeetingSite.objects.filter(meeting=meeting, site=site).first()
    if seat is None:
        raise Refusal("site_not_invited", site=site.label)
    seat.removed = at
    seat.save(update_fields=["removed"])
    record(
        actor,
        "meetings.remove_site" if at else "meetings.readmit_site",
        meeting,
        after={"site": site.pk},
        unit=meeting.host_id,
    )
    wake("meeting", meeting.pk)
