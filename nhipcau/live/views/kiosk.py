"""Pages of a room computer: its code, then its next meeting, then the room itself."""

from __future__ import annotations

import json

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nhipcau.accounts import cookie
from nhipcau.accounts.services import offer_pairing
from nhipcau.base.http import Request
from nhipcau.base.qr import qr
from nhipcau.base.trust import as_file, origin, policy_text
from nhipcau.live.door import fault_of
from nhipcau.live.kiosk.launcher import linux, windows
from nhipcau.live.queries import device_with
from nhipcau.live.views.props import LINKS, room_props
from nhipcau.meetings.models import Meeting

_LAUNCHER = "nhip-cau-phong-hop"


@login_not_required
@require_GET
@never_cache
def kiosk(request: Request) -> HttpResponse:
    """The code by which this machine is paired; once it is, the next meeting."""
    if request.actor.kind == "device":
        props = json.dumps(_places() | {"state": "home"})
        response = render(request, "live/kiosk.html", {"props": props})
        # Browsers keep no cookie for ever: it begins anew as long as it is used.
        cookie.remember(response, cookie.key_of(request))
        return response
    shown = {"props": json.dumps(_places() | {"state": "pairing"})}
    if not ratelimit.consume(request, action="pairing_offer"):
        return render(request, "live/pairing.html", shown, status=429)
    key = cookie.key_of(request) or cookie.new_key()
    response = render(request, "live/pairing.html", shown | _offered(request, key))
    cookie.remember(response, key)
    return response


@login_not_required
@require_GET
@never_cache
def kiosk_room(request: Request, pk: int) -> HttpResponse:
    """The room as a room computer shows it; back to its first page if it may not."""
    meeting = Meeting.objects.filter(pk=pk).first()
    device = device_with(cookie.key_of(request))
    machine = request.actor.kind == "device"
    if meeting is None or not machine or fault_of(request.actor, device, meeting):
        return redirect("live:kiosk")
    home = reverse("live:kiosk")
    addresses = dict.fromkeys(("signIn", "plan", *LINKS), home)
    page = room_props(meeting, addresses) | {"kiosk": True}
    props = json.dumps(_places() | {"state": "room", "page": page})
    shown = {"meeting": meeting, "island": "kiosk", "props": props}
    return render(request, "live/room.html", shown)


@login_not_required
@require_GET
def launcher(request: Request, system: str) -> HttpResponse:
    """What makes a computer start with the page of its room, for Linux or Windows."""
    page = reverse("live:kiosk")
    if system == "sh":
        text = linux(origin(request), page, policy_text(request))
        return as_file(text, f"{_LAUNCHER}.sh", "application/x-sh")
    text = windows(origin(request), page)
    return as_file(text, f"{_LAUNCHER}.cmd", "application/octet-stream")


def _offered(request: Request, key: str) -> dict[str, str]:
    """A code to be read aloud, and a picture of it for a telephone."""
    code = offer_pairing(key)
    where = request.build_absolute_uri(reverse("accounts:pair"))
    # What follows `#` reaches no server, proxy or log.
    return {"code": code, "where": where, "picture": qr(f"{where}#{code}")}


def _places() -> dict[str, str]:
    """Where the machine goes by itself; 0 stands for the meeting."""
    room = reverse("live:kiosk_room", args=[0])
    return {"home": reverse("live:kiosk"), "room": room}
