"""JSON of private talks: a desk calls a site, which answers or does not."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.models import Device
from nhipcau.base.http import Request
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import PROBLEMS, problem
from nhipcau.live.door import fault_of
from nhipcau.live.policies import standing
from nhipcau.live.queries import device_with, live_meeting
from nhipcau.live.services import refuse_command
from nhipcau.live.talks import services
from nhipcau.meetings.models import Meeting

router = Router()


class Call(Schema):
    """Whom the desk calls."""

    site: int


@router.post("/meetings/{meeting}/talks", response={204: None, **PROBLEMS})
def start(request: Request, meeting: int, call: Call) -> Status[Any]:
    """A private talk with one site begins to ring; for who conducts."""
    party = _party(request, meeting)
    if isinstance(party, Refusal):
        return problem(party)
    row, device = party
    live = live_meeting(meeting)
    if live is None:
        return problem(Refusal("no_meeting"))
    if standing(request.actor, row, device, live.state).role != "chair":
        refuse_command(request.actor, row, "talk")
        return problem(Refusal("not_chair"))
    services.start(request.actor, row, device, call.site)
    return Status(204, None)


@router.post(
    "/meetings/{meeting}/talks/{talk}/answer", response={204: None, **PROBLEMS}
)
def answer(request: Request, meeting: int, talk: int) -> Status[Any]:
    """The site takes the call."""
    party = _party(request, meeting)
    if isinstance(party, Refusal):
        return problem(party)
    services.answer(request.actor, *party, talk)
    return Status(204, None)


@router.post("/meetings/{meeting}/talks/{talk}/end", response={204: None, **PROBLEMS})
def end(request: Request, meeting: int, talk: int) -> Status[Any]:
    """One of the two hangs up, or does not take the call."""
    party = _party(request, meeting)
    if isinstance(party, Refusal):
        return problem(party)
    services.hang_up(request.actor, *party, talk)
    return Status(204, None)


def _party(request: Request, meeting: int) -> tuple[Meeting, Device] | Refusal:
    """A talk is between devices: also who conducts must sit at one."""
    row = Meeting.objects.filter(pk=meeting).first()
    device = device_with(key_of(request))
    fault = fault_of(request.actor, device, row)
    if fault or row is None or device is None:
        return fault or Refusal("no_meeting")
    return row, device
