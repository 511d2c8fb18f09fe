"""Pages: taking a seat, and the room itself."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts import cookie
from nhipcau.accounts.services.devices import seat_device
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.door import fault_of
from nhipcau.live.queries import device_with, live_meeting
from nhipcau.live.services import prepare
from nhipcau.live.views.props import links_for, room_props, sign_in_again
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE, sites_to_sit_at
from nhipcau.meetings.queries import meetings_seen_by


@require_POST
@requires(SEE)
def enter(request: Request, pk: int) -> HttpResponse:
    """Seats this browser at a site of the meeting and opens the room."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    wanted = request.POST.get("site", "")
    mine = sites_to_sit_at(request.actor, meeting)
    site = mine.filter(pk=wanted).first() if wanted.isdecimal() else None
    if site is None:
        raise PermissionDenied(_("Bạn chưa được giao dự họp tại điểm cầu này."))
    key = cookie.key_of(request) or cookie.new_key()
    main = request.POST.get("device") != "companion"
    try:
        if live_meeting(pk) is None:
            prepare(request.actor, meeting)
        seat_device(request.actor, site, key, "", main, _session(request))
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return redirect("meetings:page", pk)
    response = redirect("live:room", pk)
    cookie.remember(response, key)
    return response


@require_GET
@never_cache
@requires(SEE)
def room(request: Request, pk: int) -> HttpResponse:
    """The room, for a browser that has its seat; others are told to take one."""
    meeting = get_object_or_404(Meeting, pk=pk)
    key = cookie.key_of(request)
    device = device_with(key)
    fault = fault_of(request.actor, device, meeting)
    if fault is not None:
        # The meeting's page has the form by which a browser takes its seat.
        messages.error(request, say(fault))
        return redirect("meetings:page", pk)
    if device and device.session != _session(request):
        # Signed in anew: from now on this sign-in keeps the seat.
        site, label, main = device.site, device.label, device.main
        seat_device(request.actor, site, key, label, main, _session(request))
    plan = reverse("meetings:page", args=[pk])
    addresses = {"signIn": sign_in_again(request), "plan": plan}
    addresses |= links_for(request.actor, meeting)
    context = {
        "meeting": meeting,
        "props": json.dumps(room_props(meeting, addresses)),
    }
    return render(request, "live/room.html", context)


def _session(request: Request) -> str:
    return request.session.session_key or ""
