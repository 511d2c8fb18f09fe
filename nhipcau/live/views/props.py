"""What every page of a room is told, whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from nhipcau import __version__
from nhipcau.base.http import Request
from nhipcau.core.actor import Actor
from nhipcau.live.policies import sites_kept
from nhipcau.meetings.models import Meeting

# Pages that a room leads to, by the names that it uses.
LINKS = {
    "rollCall": "live:roll_call",
    "timeline": "live:timeline",
    "technician": "live:technician",
}


def links_for(actor: Actor, meeting: Meeting) -> dict[str, str]:
    """Where they lead; empty: not for this person."""
    links = {name: reverse(page, args=[meeting.pk]) for name, page in LINKS.items()}
    return links if sites_kept(actor, meeting) else links | {"technician": ""}


def room_props(meeting: Meeting, addresses: dict[str, str]) -> dict[str, Any]:
    """The meeting, where its pages lead, which ports sound and picture take."""
    return {
        "meeting": meeting.pk,
        "addresses": addresses,
        "ports": {
            "udp": settings.NHIPCAU.engine_udp_port,
            "tcp": settings.NHIPCAU.engine_tcp_port,
        },
        "release": __version__,
    }


def sign_in_again(request: Request) -> str:
    """Where who is no longer signed in goes, to come back here."""
    return f"{reverse('account_login')}?next={request.path}"
