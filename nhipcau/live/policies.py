"""Who chairs a meeting, and which device may take part in it for its site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import LiveMeeting
from nhipcau.live.queries import ROOM_UNTIL, live_meetings, sites_ever
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.state import State
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.policies import CONDUCT, sites_to_sit_at, units_under
from nhipcau.places.models import Site
from nhipcau.places.policies import editable_sites, may_edit_unit


def chairs(actor: Actor, meeting: Meeting) -> bool:
    """Whether `actor` may conduct: as its chair, or for the chair as its secretary."""
    if actor.kind != "person":
        return False
    if actor.id == meeting.chair_id and actor.holds(CONDUCT):
        return True
    units = units_under(actor, CONDUCT)
    return units is None or meeting.host_id in units


def sites_kept(actor: Actor, meeting: Meeting) -> set[int]:
    """The sites at whose machines `actor` may set things from afar.

    What a delegate brought along is nobody's to set.
    """
    rooms = Site.objects.exclude(kind=Site.Kind.DELEGATE)
    return _cared_for(actor, meeting, rooms)


def sites_followed(actor: Actor, meeting: Meeting) -> set[int]:
    """The sites whose lines `actor` may look into: in its care, or where it sits."""
    own = sites_to_sit_at(actor, meeting).values_list("pk", flat=True)
    return _cared_for(actor, meeting, Site.objects.all()) | set(own)


def _cared_for(actor: Actor, meeting: Meeting, sites: QuerySet[Site]) -> set[int]:
    """Those of `sites` that are of the meeting, and in the care of `actor`.

    All for who conducts and technicians of the unit that holds it; else what they keep.
    """
    sites = sites.filter(pk__in=sites_ever(meeting))
    today = timezone.localdate()
    if not (chairs(actor, meeting) or may_edit_unit(actor, meeting.host_id, today)):
        sites = sites.filter(pk__in=editable_sites(actor))
    return set(sites.values_list("pk", flat=True))


def standing(actor: Actor, meeting: Meeting, device: Device | None, state: State) -> By:
    """As whom `actor` gives commands by `device`: who conducts, or sits as deputy."""
    site = device.site_id if device else 0
    person = actor.kind == "person"
    deputises = person and site == state.chair == state.deputy
    conducts = chairs(actor, meeting) or (
        deputises and entry_fault(actor, device, meeting) is None
    )
    return By("chair" if conducts else "site", site)


def entry_fault(
    actor: Actor, device: Device | None, meeting: Meeting
) -> Refusal | None:
    """Why this person's browser may not be in the meeting; None: it may."""
    if device is None:
        return Refusal("no_device")
    if device.removed is not None:
        return Refusal("device_removed_from_site")
    if not device.belongs_to(actor):
        return Refusal("device_of_another")
    seat = MeetingSite.objects.filter(meeting=meeting, site=device.site_id).first()
    if seat is None:
        return Refusal("site_not_in_meeting")
    if seat.removed is not None:
        return Refusal("site_removed")
    if not sites_to_sit_at(actor, meeting).filter(pk=device.site_id).exists():
        return Refusal("may_not_sit")
    return None


def meeting_fault(meeting: Meeting | None) -> Refusal | None:
    """Why nobody may be in `meeting` now; None: its room is open."""
    live = LiveMeeting.objects.filter(meeting=meeting).first() if meeting else None
    if meeting is None or live is None:
        return Refusal("no_meeting")
    if meeting.pk in live_meetings():
        return None
    closed = State.of(live.state).phase == "closed"
    return Refusal("closed" if closed else "meeting_past")


def over_fault(meeting: Meeting) -> Refusal | None:
    """Why nobody is invited to `meeting` any more; None: it runs, or is to come."""
    fault = meeting_fault(meeting)
    if fault is None or fault.code != "no_meeting":
        return fault
    past = meeting.starts <= timezone.now() - ROOM_UNTIL
    return Refusal("meeting_past") if past else None
