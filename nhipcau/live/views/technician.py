"""Pages of the technician: all sites of a meeting, and one with its machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.queries import (
    equipment_of,
    errands_of,
    pending,
    starts_again,
    watches_picture,
)
from nhipcau.live.errands.services import ask
from nhipcau.live.forms import ChoiceForm
from nhipcau.live.models import Errand
from nhipcau.live.policies import sites_kept
from nhipcau.live.queries import named, present_sites, reports_of, sites_ever
from nhipcau.live.rules.errands import AUDIBLE_DB, KINDS, PATIENCE
from nhipcau.live.rules.health import Report
from nhipcau.live.stills import folder
from nhipcau.live.texts import ERRAND_FAULTS, FINDINGS, USES
from nhipcau.live.views.crumbs import crumbs_of
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE
from nhipcau.meetings.queries import meetings_seen_by

PICTURE = "live/technician_picture.html"
# After these the page shows more than their answer.
RENEWING = ("look", "picture", "choose")
# How a finding is marked, where it is no fault.
MARKS = {
    "good": "good",
    "fair": "good",
    "udp": "good",
    "ok": "good",
    "poor": "wait",
    "tcp": "wait",
}


@require_GET
@never_cache
@requires(SEE)
def technician(request: Request, pk: int) -> HttpResponse:
    """Every site that this person keeps: is it there, and how does it find itself."""
    meeting, kept = _kept(request, pk)
    present = present_sites(pk)
    reports = reports_of(pk)
    rows = [
        {
            "site": site,
            "there": site.pk in present,
            "signs": _signs(reports.get(site.pk)) if site.pk in present else [],
        }
        for site in named(sites_ever(meeting)).values()
        if site.pk in kept
    ]
    context = {"crumbs": crumbs_of(meeting), "meeting": meeting, "rows": rows}
    return render(request, "live/technician.html", context)


@require_GET
@never_cache
@requires(SEE)
def technician_site(request: Request, pk: int, site: int) -> HttpResponse:
    """One site: its picture, its devices, what may be asked of its machine."""
    meeting, kept = _kept(request, pk)
    if site not in kept:
        raise Http404
    told = equipment_of(meeting, site)
    asked = page(errands_of(meeting, site), request, size=20)
    context = {
        "crumbs": [
            *crumbs_of(meeting),
            {"name": _("Máy ở điểm cầu"), "url": reverse("live:technician", args=[pk])},
        ],
        "meeting": meeting,
        "site": named([site])[site],
        "there": site in present_sites(pk),
        "signs": _signs(reports_of(pk).get(site)),
        "restarts": starts_again(told),
        "watches": _watches(request, meeting, site),
        "told": told,
        "level": _share(told),
        "form": ChoiceForm(told.answer) if told else None,
        "waits": bool(pending(pk, site)),
        "page": asked,
        "rows": [{"errand": one, "answer": _answer(one)} for one in asked],
    }
    if not request.htmx:
        return render(request, "live/technician_site.html", context)
    response = render(request, "live/technician_rows.html", context)
    # What the page shows of the machine is another now.
    last = asked.object_list[0] if asked.object_list else None
    if not context["waits"] and last and last.kind in RENEWING:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(SEE)
def errand(request: Request, pk: int, site: int) -> HttpResponse:
    """Asks the machine of a site for something."""
    meeting, kept = _kept(request, pk)
    kind = request.POST.get("kind", "")
    if site not in kept or kind not in KINDS:
        raise Http404
    chosen: dict[str, str] = {}
    if kind == "choose":
        told = equipment_of(meeting, site)
        form = ChoiceForm(told.answer if told else {}, request.POST)
        if not form.is_valid():
            messages.error(request, _("Thiết bị đã đổi. Hãy xem lại rồi chọn lại."))
            return redirect("live:technician_site", pk, site)
        chosen = form.changes()
        if not chosen:
            messages.info(request, _("Chưa chọn gì khác: máy giữ nguyên."))
            return redirect("live:technician_site", pk, site)
    try:
        ask(request.actor, meeting, site, kind, chosen)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    return redirect("live:technician_site", pk, site)


@require_GET
@never_cache
@requires(SEE)
def picture(request: Request, pk: int, site: int) -> HttpResponse:
    """Where the newest photograph of a site is, for who has asked to see it."""
    meeting, kept = _kept(request, pk)
    if site not in kept:
        raise Http404
    context: dict[str, Any] = {"meeting": meeting, "site": site}
    if not _watches(request, meeting, site):
        # To htmx: it is not to look again.
        return render(request, PICTURE, context | {"over": True}, status=286)
    folder.ask(pk, site, "camera")
    still = folder.newest(pk, site, "camera")
    return render(request, PICTURE, context | {"still": still})


@require_GET
@never_cache
@requires(SEE)
def photograph(request: Request, pk: int, site: int, tag: str) -> HttpResponse:
    """What the camera of a site showed a moment ago, in WebP."""
    meeting, kept = _kept(request, pk)
    newest = folder.newest(pk, site, "camera")
    if site not in kept or newest is None or not _watches(request, meeting, site):
        raise Http404
    return HttpResponse(newest.image, content_type="image/webp")


def _watches(request: Request, meeting: Meeting, site: int) -> bool:
    return watches_picture(request.actor.id, meeting, site)


def _answer(errand: Errand) -> dict[str, str]:
    """What came of it, as a mark and, where there is more to say, a sentence."""
    if errand.answered is None:
        waits = timezone.now() - errand.at < timedelta(seconds=PATIENCE)
        text = _("Đang đợi trả lời") if waits else _("Máy không trả lời")
        return {"kind": "wait" if waits else "bad", "text": text}
    if not errand.done:
        why = ERRAND_FAULTS.get(errand.answer.get("why", ""), ERRAND_FAULTS["?"])
        return {"kind": "bad", "text": _("Không làm được"), "note": str(why)}
    if errand.kind == "echo":
        return _echo(errand.answer)
    return {"kind": "good", "text": _("Đã làm")}


def _echo(heard: Mapping[str, Any]) -> dict[str, str]:
    if heard["loss_db"] is None:
        return {"kind": "good", "text": _("Không vọng")}
    facts = {"db": round(heard["loss_db"]), "ms": heard["delay_ms"]}
    note = _("Micro thu lại tiếng loa nhỏ hơn %(db)s dB, sau %(ms)s ms.") % facts
    if heard["loss_db"] < AUDIBLE_DB:
        return {"kind": "bad", "text": _("Có vọng"), "note": note}
    return {"kind": "good", "text": _("Vọng rất nhỏ"), "note": note}


def _share(told: Errand | None) -> int | None:
    """How loud the microphone was, in hundredths of the loudest; None: not known."""
    level = told.answer.get("level") if told else None
    return None if level is None else round(100 * level)


def _signs(report: Report | None) -> list[dict[str, str]]:
    """What the machine finds of itself, as marks; nothing: it has not said yet."""
    if report is None:
        return []
    found = {
        "line": report.line,
        "path": report.path,
        "microphone": report.microphone,
        "camera": report.camera,
    }
    signs = [
        {"kind": MARKS.get(value, "bad"), "text": str(FINDINGS[what][value])}
        for what, value in found.items()
        if value in FINDINGS[what]
    ]
    if (report.down, report.up) != ("full", "full"):
        ways = {"down": USES[report.down], "up": USES[report.up]}
        text = _("Nhận %(down)s, gửi %(up)s") % ways
        signs.append({"kind": "wait", "text": text})
    return signs


def _kept(request: Request, pk: int) -> tuple[Meeting, set[int]]:
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    kept = sites_kept(request.actor, meeting)
    if not kept:
        raise PermissionDenied
    return meeting, kept
