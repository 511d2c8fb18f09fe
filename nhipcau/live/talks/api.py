"""JSON of private talks: a desk calls a site, which answers or does not."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.models import Device
from nhipcau.base.http import Request
from nhipcau.live.api import found
from nhipcau.live.door import Barred, seated
from nhipcau.live.policies import standing
from nhipcau.live.queries import Live, device_with
from nhipcau.live.services import refuse_command
from nhipcau.live.talks import services
from nhipcau.meetings.models import Meeting

router = Router()


class Call(Schema):
    """Whom the desk calls."""

    site: int


@router.post("/meetings/{meeting}/talks", response={204: None})
def start(request: Request, meeting: int, call: Call) -> Status[Any]:
    """A private talk with one site begins to ring; for who conducts."""
    row, live, device = _party(request, meeting)
    if standing(request.actor, row, device, live.state).role != "chair":
        refuse_command(request.actor, row, "talk")
        raise Barred("not_chair")
    services.start(request.actor, row, device, call.site)
    return Status(204, None)


@router.post("/meetings/{meeting}/talks/{talk}/answer", response={204: None})
def answer(request: Request, meeting: int, talk: int) -> Status[Any]:
    """The site takes the call."""
    row, _live, device = _party(request, meeting)
    services.answer(request.actor, row, device, talk)
    return Status(204, None)


@router.post("/meetings/{meeting}/talks/{talk}/end", response={204: None})
def end(request: Request, meeting: int, talk: int) -> Status[Any]:
    """One of the two hangs up, or does not take the call."""
    row, _live, device = _party(request, meeting)
    services.hang_up(request.actor, row, device, talk)
    return Status(204, None)


def _party(request: Request, meeting: int) -> tuple[Meeting, Live, Device]:
    """A talk is between devices: also who conducts must sit at one."""
    row, live = found(meeting)
    return row, live, seated(request.actor, device_with(key_of(request)), row)
