"""JSON for who only watches: the stage, and nothing else of the meeting."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from nhipcau.base.http import Request
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import (
    PROBLEMS,
    MeetingOut,
    MeOut,
    Problem,
    Snapshot,
    problem,
    sites_of,
)
from nhipcau.live.models import Watcher
from nhipcau.live.queries import live_meeting
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import watcher_identity
from nhipcau.live.watchers.door import looker_of, watcher_fault
from nhipcau.live.watchers.queries import watcher_of

router = Router()


# No sign-in is asked for: a guest has none, and whoever has one is asked below.
@router.get(
    "/meetings/{meeting}/watchers/{watcher}",
    auth=None,
    response={200: Snapshot, **PROBLEMS},
)
def watched(
    request: HttpRequest, meeting: int, watcher: int
) -> Snapshot | Status[Problem]:
    """The stage as it is now, for the browser that watches under this number."""
    row = watcher_of(meeting, watcher)
    fault = watcher_fault(looker_of(cast(Request, request)), row)
    live = live_meeting(meeting)
    if fault or row is None or live is None:
        return problem(fault or Refusal("no_meeting"))
    return Snapshot(
        meeting=MeetingOut(id=meeting, title=row.meeting.title),
        epoch=live.epoch,
        now=milliseconds(timezone.now()),
        me=MeOut(
            identity=watcher_identity(row.pk),
            site=0,
            device=0,
            main=True,
            role="wall" if row.kind == Watcher.Kind.WALL else "watcher",
            may=[],
        ),
        sites=sites_of(live.state),
        reports=[],
        words=0,
        state=live.state.value(),
    )
