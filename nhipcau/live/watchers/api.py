"""JSON for who only watches, and for the desk that lets guests in."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from nhipcau.accounts.cookie import key_of
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
from nhipcau.live.policies import standing
from nhipcau.live.queries import device_with, live_meeting
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import watcher_identity
from nhipcau.live.services import refuse_command
from nhipcau.live.watchers import services
from nhipcau.live.watchers.door import looker_of, watcher_fault
from nhipcau.live.watchers.queries import watcher_of
from nhipcau.live.watchers.services import Decision
from nhipcau.meetings.models import Meeting

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


@router.post(
    "/meetings/{meeting}/guests/{guest}/{decision}", response={204: None, **PROBLEMS}
)
def decide(
    request: Request, meeting: int, guest: int, decision: Decision
) -> Status[Any]:
    """Lets a guest in, refuses or removes it; for who conducts."""
    desk = _desk(request, meeting)
    if isinstance(desk, Refusal):
        return problem(desk)
    services.decide(request.actor, *desk, guest, decision)
    return Status(204, None)


@router.post("/meetings/{meeting}/guests/admit", response={204: None, **PROBLEMS})
def admit_all(request: Request, meeting: int) -> Status[Any]:
    """Lets in everyone who waits now; for who conducts."""
    desk = _desk(request, meeting)
    if isinstance(desk, Refusal):
        return problem(desk)
    services.admit_all(request.actor, *desk)
    return Status(204, None)


def _desk(request: Request, meeting: int) -> tuple[Meeting, By] | Refusal:
    row = Meeting.objects.filter(pk=meeting).first()
    live = live_meeting(meeting)
    if row is None or live is None:
        return Refusal("no_meeting")
    by = standing(request.actor, row, device_with(key_of(request)), live.state)
    if by.role != "chair":
        refuse_command(request.actor, row, "guest")
        return Refusal("not_chair")
    return Refusal("closed") if live.over else (row, by)
