"""Reading private talks: which go on, and what one device knows of them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.live.models import Talk
from nhipcau.live.queries import seats_of
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import DesiredRoom
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import TalkRow, talk_desired, talk_room
from nhipcau.meetings.models import Meeting

# So long it is said how a talk ended.
TOLD = timedelta(seconds=10)


def row_of(talk: Talk) -> TalkRow:
    """What the rules look at."""
    return TalkRow(
        talk=talk.pk,
        meeting=talk.meeting_id,
        site=talk.site_id,
        desk=talk.desk_id,
        started=milliseconds(talk.started),
        answered=talk.answered is not None,
    )


def going(meeting: int) -> list[TalkRow]:
    """The talks of a meeting that go on."""
    rows = Talk.objects.filter(meeting=meeting, ended=None).order_by("id")
    return [row_of(talk) for talk in rows]


def going_rooms() -> set[str]:
    """The engine's rooms of all talks that go on."""
    rows = Talk.objects.filter(ended=None).values_list("meeting", "pk")
    return {talk_room(*row) for row in rows}


def stranded(live: set[int]) -> list[tuple[Meeting, int]]:
    """Talks of meetings that are over: nobody follows these to end them."""
    rows = Talk.objects.filter(ended=None).exclude(meeting__in=live)
    return [(talk.meeting, talk.pk) for talk in rows.select_related("meeting")]


def wanted_rooms(meeting: int, state: State) -> list[tuple[TalkRow, DesiredRoom]]:
    """The talks that go on, each with the devices that may be in its room now."""
    rows = going(meeting)
    answered = any(row.answered for row in rows)
    plan = Meeting.objects.get(pk=meeting) if answered else None
    seats = seats_of(plan, state) if plan else ()
    return [(row, talk_desired(row, seats)) for row in rows]


def talk_of(meeting: Meeting, device: Device | None) -> Talk | None:
    """The talk of this device: it goes on, or has just ended."""
    if device is None:
        return None
    own = Q(desk=device)
    if device.main:
        own |= Q(site=device.site_id)
    fresh = Q(ended=None) | Q(ended__gt=timezone.now() - TOLD)
    rows = Talk.objects.filter(own, fresh, meeting=meeting).select_related("by")
    # The one that goes on before one that has ended.
    return rows.filter(ended=None).first() or rows.first()
