"""JSON for who only watches, and for the desk that lets guests in."""

from __future__ import annotations

from typing import Any, Literal, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.base.http import Request
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import MeetingOut, MeOut, Snapshot, found, sites_of
from nhipcau.live.door import Barred
from nhipcau.live.models import Watcher
from nhipcau.live.policies import standing
from nhipcau.live.queries import Live, device_with, live_meeting
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import watcher_identity
from nhipcau.live.services import refuse_command
from nhipcau.live.watchers import services
from nhipcau.live.watchers.door import looker_of, watcher_fault
from nhipcau.live.watchers.queries import watcher_of
from nhipcau.live.watchers.services import Decision
from nhipcau.live.words.queries import running_text
from nhipcau.meetings.models import Meeting

router = Router()

_ROLES: dict[str, Literal["wall", "programme"]] = {
    Watcher.Kind.WALL.value: "wall",
    Watcher.Kind.PROGRAMME.value: "programme",
}


class RunningOut(Schema):
    """All that who watches is told of words; `number` grows with every word."""

    number: int
    running: str


# No sign-in is asked for: a guest has none, and whoever has one is asked below.
@router.get("/meetings/{meeting}/watchers/{watcher}", auth=None, response=Snapshot)
def watched(request: HttpRequest, meeting: int, watcher: int) -> Snapshot:
    """The stage as it is now, for the browser that watches under this number."""
    row, live = looking(request, meeting, watcher)
    return Snapshot(
        meeting=MeetingOut(id=meeting, title=row.meeting.title),
        epoch=live.epoch,
        now=milliseconds(timezone.now()),
        me=MeOut(
            identity=watcher_identity(row.pk),
            site=row.site_id or 0,
            device=0,
            main=True,
            role=_ROLES.get(row.kind, "watcher"),
            may=[],
        ),
        sites=sites_of(live.state),
        reports=[],
        words=live.words,
        state=live.state.value(),
    )


@router.get(
    "/meetings/{meeting}/watchers/{watcher}/running", auth=None, response=RunningOut
)
def running(request: HttpRequest, meeting: int, watcher: int) -> RunningOut:
    """The line under the stage, for the browser that watches under this number."""
    row, live = looking(request, meeting, watcher)
    return RunningOut(number=live.words, running=running_text(row.meeting))


def looking(request: HttpRequest, meeting: int, watcher: int) -> tuple[Watcher, Live]:
    """Who watches, and what; raises Refusal for who may not."""
    row = watcher_of(meeting, watcher)
    fault = watcher_fault(looker_of(cast(Request, request)), row)
    if fault:
        raise Barred(fault.code, **fault.facts)
    live = live_meeting(meeting)
    if row is None or live is None:
        raise Refusal("no_meeting")
    return row, live


@router.post("/meetings/{meeting}/guests/{guest}/{decision}", response={204: None})
def decide(
    request: Request, meeting: int, guest: int, decision: Decision
) -> Status[Any]:
    """Lets a watcher in, refuses or removes it; for who conducts."""
    services.decide(request.actor, *_desk(request, meeting), guest, decision)
    return Status(204, None)


@router.post("/meetings/{meeting}/guests/admit", response={204: None})
def admit_all(request: Request, meeting: int) -> Status[Any]:
    """Lets in everyone who waits now; for who conducts."""
    services.admit_all(request.actor, *_desk(request, meeting))
    return Status(204, None)


def _desk(request: Request, meeting: int) -> tuple[Meeting, By]:
    """As whom the desk speaks; raises Refusal for anyone else."""
    row, live = found(meeting)
    by = standing(request.actor, row, device_with(key_of(request)), live.state)
    if by.role != "chair":
        refuse_command(request.actor, row, "guest")
        raise Barred("not_chair")
    if live.over:
        raise Barred("closed")
    return row, by
