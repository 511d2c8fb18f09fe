"""The page of the roll call: one line for each invited site."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live import services
from nhipcau.live.forms import MarkForm
from nhipcau.live.models import RollCallMark
from nhipcau.live.policies import chairs
from nhipcau.live.queries import Attended, attendance
from nhipcau.live.views.crumbs import crumbs_of
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import CONDUCT
from nhipcau.meetings.queries import meetings_seen_by

PRESENT = (RollCallMark.Status.IN_PERSON, RollCallMark.Status.ONLINE)


@require_GET
@requires(CONDUCT)
def roll_call(request: Request, pk: int) -> HttpResponse:
    """Every invited site with its marks; each line is saved by itself."""
    meeting = _conducted(request, pk)
    rows = attendance(meeting)
    context = {
        "crumbs": crumbs_of(meeting),
        "meeting": meeting,
        "rows": [_line(row) for row in rows],
        "summary": summary(rows),
    }
    return render(request, "live/roll_call.html", context)


@require_POST
@requires(CONDUCT)
def mark(request: Request, pk: int, site: int) -> HttpResponse:
    """Saves one line; answers what to say beside it, and the sums anew."""
    meeting = _conducted(request, pk)
    chosen = get_object_or_404(meeting.sites, pk=site)
    form = MarkForm(request.POST)
    faults = [f"{form[name].label}: {error}" for name, error in _errors(form)]
    if not faults:
        try:
            services.mark_site(request.actor, meeting, chosen, form.mark())
        except Refusal as refusal:
            faults = [say(refusal)]
    if not request.htmx:
        for fault in faults:
            messages.error(request, f"{chosen.label}: {fault}")
        return redirect("live:roll_call", pk)
    rows = attendance(meeting)
    found = next((row for row in rows if row.site == chosen), None)
    context = {
        "row": {"found": found or Attended(chosen, None, []), "faults": faults},
        "summary": summary(rows),
        "again": True,
    }
    # 200 also for a fault: it is shown beside the line, which keeps what was typed.
    return render(request, "live/roll_call_saved.html", context)


@require_POST
@requires(CONDUCT)
def mark_connected(request: Request, pk: int) -> HttpResponse:
    """Marks all that are connected and not marked yet."""
    meeting = _conducted(request, pk)
    count = services.mark_connected(request.actor, meeting)
    text = ngettext(
        "Đã ghi %(count)s điểm cầu đang kết nối là có mặt trực tuyến.",
        "Đã ghi %(count)s điểm cầu đang kết nối là có mặt trực tuyến.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("live:roll_call", pk)


def summary(rows: list[Attended]) -> dict[str, int]:
    """The sums that the chair announces."""
    marks = [row.mark for row in rows if row.mark]
    return {
        "sites": len(rows),
        "marked": len(marks),
        "present": sum(one.status in PRESENT for one in marks),
        "absent": sum(one.status not in PRESENT for one in marks),
        "people": sum(one.people or 0 for one in marks),
    }


def _line(row: Attended) -> dict[str, Any]:
    start = {}
    if row.mark:
        names = ("status", "people", "remark")
        start = {name: getattr(row.mark, name) for name in names}
    return {"found": row, "form": MarkForm(initial=start)}


def _errors(form: MarkForm) -> list[tuple[str, str]]:
    found = form.errors.get_json_data()
    return [(name, str(one["message"])) for name in found for one in found[name]]


def _conducted(request: Request, pk: int) -> Meeting:
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    if not chairs(request.actor, meeting):
        raise PermissionDenied
    return meeting
