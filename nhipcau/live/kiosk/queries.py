"""What a room computer is told: the meeting of its site that comes next."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from nhipcau.live.models import LiveMeeting
from nhipcau.live.queries import LONGEST
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.kiosk import Plan, next_meeting
from nhipcau.live.rules.state import State
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.places.models import Site

# Further ahead nobody looks at the door of a meeting room.
AHEAD = timedelta(days=60)


def next_of(site: Site, present: int = 0) -> tuple[Meeting, bool] | None:
    """The meeting of `site` that matters now, and whether it is time to be in it.

    `present` is the meeting in which its computer is; 0: in none.
    """
    now = timezone.now()
    seats = MeetingSite.objects.filter(site=site, removed=None, person=None)
    near = Meeting.objects.filter(
        pk__in=seats.values("meeting"), starts__range=(now - LONGEST, now + AHEAD)
    )
    rows = {row.pk: row for row in near.select_related("chair_site")}
    states = {
        live.meeting_id: State.of(live.state)
        for live in LiveMeeting.objects.filter(meeting__in=rows)
    }
    moment = milliseconds(now)
    plans = [_plan(row, states.get(row.pk), site, moment) for row in rows.values()]
    found = next_meeting(plans, moment, present)
    return (rows[found.meeting], found.enter) if found else None


def _plan(row: Meeting, state: State | None, site: Site, now: int) -> Plan:
    starts = milliseconds(row.starts)
    if state is None:
        return Plan(row.pk, starts)
    called = site.pk in state.speakers
    return Plan(row.pk, starts, state.phase, state.over(now), called)
