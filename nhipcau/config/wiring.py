"""What crosses between apps: the navigation and the home page of each actor."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.accounts import policies as accounts
from nhipcau.accounts.queries import roles_left_behind
from nhipcau.accounts.services import carry_roles
from nhipcau.accounts.views import devices
from nhipcau.audit import policies as audit
from nhipcau.audit.queries import events_seen_by
from nhipcau.audit.reading import told
from nhipcau.base.home import Section
from nhipcau.base.http import Request
from nhipcau.base.trust import ending as certificate_ends
from nhipcau.core.actor import Actor
from nhipcau.live.views import feed as feeds
from nhipcau.live.views import sections as live
from nhipcau.meetings import policies as meetings
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.queries import meetings_around_today
from nhipcau.places import policies as places
from nhipcau.places.models import Site, Unit


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `right` None: for everyone signed in."""

    name: str | Promise
    view: str
    icon: str
    right: str | None = None
    about: str | Promise = ""


ENTRIES = (
    Entry(
        pgettext_lazy("danh sách", "Cuộc họp"),
        "meetings:list",
        "meeting",
        meetings.SEE,
        _("Lịch họp, điểm cầu tham dự, vào phòng họp"),
    ),
    Entry(
        pgettext_lazy("danh sách", "Đơn vị"),
        "places:units",
        "unit",
        places.SEE,
        _("Cây đơn vị hành chính theo thời gian"),
    ),
    Entry(
        pgettext_lazy("danh sách", "Trụ sở"),
        "places:places",
        "place",
        places.SEE,
        _("Nhà làm việc của từng đơn vị"),
    ),
    Entry(
        pgettext_lazy("danh sách", "Điểm cầu"),
        "places:sites",
        "site",
        places.SEE,
        _("Phòng họp, biển tên, đường truyền, thiết bị"),
    ),
    Entry(
        _("Người dùng"),
        "accounts:people",
        "person",
        accounts.MANAGE,
        _("Tài khoản, vai trò, thiết bị"),
    ),
    Entry(_("Nhật ký"), "audit:log", "log", audit.READ, _("Ai đã làm gì, lúc nào")),
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
                "about": entry.about,
                "here": request.path.startswith(reverse(entry.view)),
            }
            for entry in ENTRIES
            if entry.right is None or actor.holds(entry.right)
        ]
    }


def home_sections(request: Request) -> list[Section]:
    """What the home page shows to this actor, the most urgent first."""
    # Who keeps the rooms keeps the server too.
    found = certificate_ends() if request.actor.holds(places.EDIT) else []
    if request.actor.holds(meetings.SEE):
        near = list(meetings_around_today(request.actor)[:8])
        may_sit = request.actor.holds(meetings.SIT)
        shown = {"meetings": near, "may_sit": may_sit}
        found.append(Section("meetings/today.html", shown, wide=True))
    if request.actor.holds(audit.READ):
        events = events_seen_by(request.actor, audit.READ)[:8]
        found.append(Section("home/log.html", {"told": told(events)}))
    return found


def site_sections(request: Request, site: Site) -> list[Section]:
    """What the page of a site shows beside what places know of it."""
    return [*devices.section_of(request, site), *feeds.section_of(request, site)]


def meeting_sections(request: Request, meeting: Meeting) -> list[Section]:
    """What the page of a meeting shows beside its plan."""
    return live.sections(request, meeting)


class RolesOnUnits:
    """The roles held on units, for their reforms (`places.ports.Roles`)."""

    def go_on(self, actor: Actor, old: Unit, heir: Unit, on: date) -> None:
        """From `on`, whoever held a role on `old` holds it on `heir`."""
        carry_roles(actor, old, heir, on)

    def left_behind(self, heirs: Mapping[int, Collection[int]]) -> int:
        """How many roles on ended units nobody holds on one of the heirs."""
        return roles_left_behind(heirs)
