"""Pages of the timeline: all sites of a meeting, and one site as a strip chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.core.text import duration
from nhipcau.live.policies import sites_followed
from nhipcau.live.queries import live_meeting
from nhipcau.live.rules.causes import ASLEEP_MS, Said
from nhipcau.live.rules.events import milliseconds, moment
from nhipcau.live.texts import CAUSES, PATHS, STRIPS, USES
from nhipcau.live.timeline.chart import Row, Window
from nhipcau.live.timeline.queries import Gone, SiteLine, samples_of, site_lines
from nhipcau.live.timeline.strips import presence, strips
from nhipcau.live.views.crumbs import crumbs_of
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE
from nhipcau.meetings.queries import meetings_seen_by

# How much time is shown around a moment that is looked at, in ms.
AROUND_MS = 5 * 60_000
# What may be shown beside the whole meeting: its last so many minutes.
SHORTER = ("60", "15")


@dataclass(frozen=True)
class Entry:
    """One line of the list: when (ms), what, and how long the site was gone."""

    ms: int
    text: str
    lasted: str = ""

    @property
    def at(self) -> datetime:
        """When, for people."""
        return moment(self.ms)

    @property
    def stamp(self) -> str:
        """When, for an address: in no language's way of writing numbers."""
        return str(self.ms)


@require_GET
@never_cache
@requires(SEE)
def timeline(request: Request, pk: int) -> HttpResponse:
    """Every site whose line this person may look into: there, gone, and why."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    followed = sites_followed(request.actor, meeting)
    if not followed:
        raise PermissionDenied
    lines = [line for line in site_lines(meeting) if line.site.pk in followed]
    window = _whole(meeting, lines)
    rows = [
        {
            "line": line,
            "strip": presence(line, window),
            "there": bool(line.spans) and line.spans[-1].until is None,
            "last": _gone(line.gone[-1]) if line.gone else None,
        }
        for line in lines
    ]
    context = {
        "crumbs": crumbs_of(meeting),
        "meeting": meeting,
        "rows": rows,
        "marks": _marks(window),
    }
    return render(request, "live/timeline.html", context)


@require_GET
@never_cache
@requires(SEE)
def site_timeline(request: Request, pk: int, site: int) -> HttpResponse:
    """One site: strips over time, and what happened to it, newest first."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    followed = sites_followed(request.actor, meeting)
    if not followed:
        raise PermissionDenied
    lines = {line.site.pk: line for line in site_lines(meeting)}
    if site not in followed or site not in lines:
        raise Http404
    line = lines[site]
    window = _window(request, _whole(meeting, [line]))
    found = strips(line, samples_of(meeting, site), window)
    context = {
        "crumbs": [
            *crumbs_of(meeting),
            {"name": _("Nhật ký kết nối"), "url": reverse("live:timeline", args=[pk])},
        ],
        "meeting": meeting,
        "line": line,
        "tabs": _tabs(request),
        "rows": [_drawn(row) for row in found],
        "marks": _marks(window),
        "page": page(_entries(line), request, size=20),
    }
    return render(request, "live/site_timeline.html", context)


def _whole(meeting: Meeting, lines: list[SiteLine]) -> Window:
    """From the first coming to the end of the meeting, or now."""
    live = live_meeting(meeting.pk)
    now = milliseconds(timezone.now())
    comings = [line.spans[0].since for line in lines if line.spans]
    notes = [line.said[0].at for line in lines if line.said]
    since = min([*comings, *notes], default=milliseconds(meeting.starts))
    closed = live.state.closed if live else None
    until = closed or now
    return Window(min(since, until - 60_000), until)


def _window(request: Request, whole: Window) -> Window:
    """What is asked for: `?luc=` around a moment (ms), `?phut=` the last minutes."""
    around = _around(request)
    if around and whole.since <= around <= whole.until:
        return Window(around - AROUND_MS, min(whole.until, around + AROUND_MS))
    minutes = request.GET.get("phut", "")
    if minutes in SHORTER:
        return Window(whole.until - int(minutes) * 60_000, whole.until)
    return whole


def _around(request: Request) -> int:
    asked = request.GET.get("luc", "")
    return int(asked) if asked.isdecimal() and len(asked) <= 13 else 0


def _tabs(request: Request) -> list[dict[str, Any]]:
    """The lengths of time that may be shown, and the moment that was asked for."""
    asked = _("Quanh lúc đã chọn") if _around(request) else ""
    minutes = request.GET.get("phut", "")
    tabs = [
        {
            "name": _("Cả cuộc họp"),
            "url": request.path,
            "here": not asked and minutes not in SHORTER,
        }
    ]
    for number in SHORTER:
        name = _("%(minutes)s phút cuối") % {"minutes": number}
        here = number == minutes and not asked
        tabs.append({"name": name, "url": f"?phut={number}", "here": here})
    if asked:
        tabs.append({"name": asked, "url": request.get_full_path(), "here": True})
    return tabs


def _marks(window: Window) -> list[dict[str, Any]]:
    marks = window.marks()
    form = "H:i" if all(at % 60_000 == 0 for at in marks) else "H:i:s"
    return [
        {"x": window.at(at), "name": date_format(timezone.localtime(moment(at)), form)}
        for at in marks
    ]


def _drawn(row: Row) -> dict[str, Any]:
    return {"row": row, "name": str(STRIPS[row.name]) % {"top": row.top}}


def _entries(line: SiteLine) -> list[Entry]:
    """What happened, newest first."""
    first = [Entry(line.spans[0].since, _("Vào phòng họp."))] if line.spans else []
    gone = [_gone(one) for one in line.gone]
    noted = [entry for one in _news(line.said) if (entry := _noted(one))]
    return sorted([*first, *gone, *noted], key=lambda one: -one.ms)


def _news(said: list[Said]) -> list[Said]:
    """Without what a page says anew after each loading, though nothing has changed."""
    last: dict[str, object] = {}
    found = []
    for one in said:
        if one.kind in ("uses", "path") and last.get(one.kind) == one.facts:
            continue
        last[one.kind] = one.facts
        found.append(one)
    return found


def _gone(one: Gone) -> Entry:
    cut = one.cut
    lasted = duration(cut.until - cut.since) if cut.until else _("chưa trở lại")
    return Entry(cut.since, str(CAUSES[one.cause]), lasted)


def _noted(one: Said) -> Entry | None:
    if one.kind == "uses":
        ways = {way: USES[str(one.facts[way])] for way in ("down", "up")}
        text = _("Mức dùng đường truyền: nhận %(down)s, gửi %(up)s.") % ways
        return Entry(one.at, text)
    if one.kind == "path" and one.facts["path"] in PATHS:
        return Entry(one.at, str(PATHS[str(one.facts["path"])]))
    slept = one.facts.get("ms", 0)
    if one.kind == "stalled" and isinstance(slept, int) and slept >= ASLEEP_MS:
        text = _("Máy tính của điểm cầu không chạy trong %(time)s.")
        return Entry(one.at, text % {"time": duration(slept)})
    return None
