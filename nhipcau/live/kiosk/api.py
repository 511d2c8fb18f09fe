"""JSON for the page of a room computer."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import NonNegativeInt

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.queries import device_of
from nhipcau.base.http import Request
from nhipcau.live.kiosk.queries import next_of
from nhipcau.live.rules.events import milliseconds
from nhipcau.meetings.models import Meeting

router = Router()


class NextOut(Schema):
    """The meeting that matters now; `starts` in ms since 1970."""

    id: int
    title: str
    starts: int
    # It is time to be in it.
    enter: bool
    # Whom to call at the hub.
    technician: str
    hotline: str


class KioskOut(Schema):
    """What a room computer shows; nothing but `paired` to any other browser.

    `now` is our clock in ms since 1970: a browser's own may be wrong.
    """

    paired: bool
    now: int
    plate: str = ""
    next: NextOut | None = None


# No sign-in is asked for: the machine proves what it is by the key in its cookie.
@router.get("/kiosk", auth=None, response=KioskOut)
def kiosk(request: HttpRequest, present: NonNegativeInt = 0) -> KioskOut:
    """The site of this computer and its next meeting; `present`: where it is now."""
    now = milliseconds(timezone.now())
    device = device_of(key_of(request))
    # As long as somebody is signed in here, it is theirs.
    machine = cast(Request, request).actor.kind == "device"
    if device is None or not machine:
        return KioskOut(paired=False, now=now)
    found = next_of(device.site, present)
    site = device.site
    return KioskOut(
        paired=True,
        now=now,
        plate=site.plate or str(site),
        next=_next(*found) if found else None,
    )


def _next(meeting: Meeting, enter: bool) -> NextOut:
    hub = meeting.chair_site
    return NextOut(
        id=meeting.pk,
        title=meeting.title,
        starts=milliseconds(meeting.starts),
        enter=enter,
        technician=hub.technician,
        hotline=hub.hotline,
    )
