"""Pages of those who only watch: at a desk, and on the wall of a hall."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nhipcau.base.http import Request, requires
from nhipcau.live.models import Watcher
from nhipcau.live.queries import named, sites_ever
from nhipcau.live.views.props import LINKS, room_props, sign_in_again
from nhipcau.live.watchers.services import watch as let_watch
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE
from nhipcau.meetings.queries import meetings_seen_by


@require_GET
@never_cache
@requires(SEE)
def watch(request: Request, pk: int) -> HttpResponse:
    """The stage with its sound; before the room is open, the page waits for it."""
    return _watched(request, pk, Watcher.Kind.OBSERVER)


@require_GET
@never_cache
@requires(SEE)
def wall(request: Request, pk: int) -> HttpResponse:
    """All sites as a wall, for a screen that nobody sits at."""
    return _watched(request, pk, Watcher.Kind.WALL)


@require_GET
@never_cache
@requires(SEE)
def programme(request: Request, pk: int) -> HttpResponse:
    """The bare stage with its sound, for a cable into another system.

    `?for=`: the site that the cable leads back to; it hears and sees all but itself.
    """
    site = request.GET.get("for", "")
    if site and not (site.isdecimal() and len(site) < 10):
        raise Http404
    return _watched(request, pk, Watcher.Kind.PROGRAMME, int(site or 0))


def _watched(
    request: Request, pk: int, kind: Watcher.Kind, site: int = 0
) -> HttpResponse:
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    wired = named(sites_ever(meeting)).get(site) if site else None
    if site and wired is None:
        raise Http404
    session = request.session.session_key or ""
    watcher = let_watch(request.actor, meeting, kind.value, session, wired)
    back = reverse("meetings:page", args=[pk])
    return shown(request, meeting, watcher, back)


def shown(
    request: Request, meeting: Meeting, watcher: Watcher, back: str
) -> HttpResponse:
    """The page of one who watches; `back` is where it leads from a refusal."""
    # Who only watches is led nowhere else.
    addresses = {"signIn": sign_in_again(request), "plan": back}
    addresses |= dict.fromkeys(LINKS, "")
    props = room_props(meeting, addresses) | {"watcher": watcher.pk}
    context = {"meeting": meeting, "props": json.dumps(props)}
    return render(request, "live/room.html", context)
