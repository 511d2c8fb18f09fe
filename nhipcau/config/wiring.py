"""What crosses between apps: the navigation shows each actor its own rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts import policies as accounts
from nhipcau.audit import policies as audit
from nhipcau.audit.queries import events_seen_by
from nhipcau.base.home import Section
from nhipcau.base.http import Request
from nhipcau.meetings import policies as meetings
from nhipcau.places import policies as places


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `right` None: for everyone signed in."""

    name: str | Promise
    view: str
    icon: str
    right: str | None = None


ENTRIES = (
    Entry(_("Cuộc họp"), "meetings:list", "meeting", meetings.SEE),
    Entry(_("Đơn vị"), "places:units", "unit", places.SEE),
    Entry(_("Trụ sở"), "places:places", "place", places.SEE),
    Entry(_("Điểm cầu"), "places:sites", "site", places.SEE),
    Entry(_("Người dùng"), "accounts:people", "person", accounts.MANAGE),
    Entry(_("Nhật ký"), "audit:log", "log", audit.READ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: the entries that this actor may open."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": []}
    return {
        "navigation": [
            {
                "name": entry.name,
                "url": reverse(entry.view),
                "icon": entry.icon,
                "here": request.path.startswith(reverse(entry.view)),
            }
            for entry in ENTRIES
            if entry.right is None or actor.holds(entry.right)
        ]
    }


def home_sections(request: Request) -> list[Section]:
    """What the home page shows to this actor, the most urgent first."""
    found: list[Section] = []
    if request.actor.holds(audit.READ):
        events = events_seen_by(request.actor, audit.READ)[:8]
        found.append(Section("home/log.html", {"events": events}))
    return found
