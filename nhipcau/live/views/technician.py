"""Pages of the technician: all sites of a meeting, and one with its machine."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.queries import equipment_of, errands_of, pending
from nhipcau.live.errands.services import ask
from nhipcau.live.forms import ChoiceForm
from nhipcau.live.policies import sites_kept
from nhipcau.live.queries import named, present_sites, reports_of
from nhipcau.live.rules.errands import KINDS
from nhipcau.live.rules.health import Report
from nhipcau.live.stills import folder
from nhipcau.live.texts import FINDINGS, USES
from nhipcau.live.timeline.queries import sites_of
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE
from nhipcau.meetings.queries import meetings_seen_by


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
        for site in named(sites_of(meeting)).values()
        if site.pk in kept
    ]
    context = {"crumbs": _crumbs(meeting), "meeting": meeting, "rows": rows}
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
    context = {
        "crumbs": [
            *_crumbs(meeting),
            {"name": _("Kỹ thuật"), "url": reverse("live:technician", args=[pk])},
        ],
        "meeting": meeting,
        "site": named([site])[site],
        "there": site in present_sites(pk),
        "signs": _signs(reports_of(pk).get(site)),
        "told": told,
        "level": round(100 * told["level"]) if told.get("level") is not None else None,
        "form": ChoiceForm(told) if told else None,
        "waits": bool(pending(pk, site)),
        "page": page(errands_of(meeting, site), request, size=20),
    }
    if not request.htmx:
        return render(request, "live/technician_site.html", context)
    response = render(request, "live/technician_rows.html", context)
    # Answered: all that the page shows of the machine may be another now.
    if not context["waits"]:
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
        form = ChoiceForm(equipment_of(meeting, site), request.POST)
        if not form.is_valid():
            messages.error(request, _("Thiết bị đã đổi. Hãy xem lại rồi chọn lại."))
            return redirect("live:technician_site", pk, site)
        chosen = form.cleaned_data
    try:
        ask(request.actor, meeting, site, kind, chosen)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    return redirect("live:technician_site", pk, site)


@require_GET
@never_cache
@requires(SEE)
def photograph(request: Request, pk: int, site: int) -> HttpResponse:
    """What the camera of a site showed a moment ago; 204: there is nothing yet."""
    _meeting, kept = _kept(request, pk)
    if site not in kept:
        raise Http404
    folder.ask(pk, site, "camera")
    newest = folder.newest(pk, site, "camera")
    if newest is None:
        return HttpResponse(status=204)
    return HttpResponse(newest.image, content_type="image/webp")


def _signs(report: Report | None) -> list[dict[str, str]]:
    """What the machine finds of itself, as marks; nothing: it has not said yet."""
    if report is None:
        return []
    found = [
        ("line", report.line, "good"),
        ("path", report.path, "udp"),
        ("microphone", report.microphone, "ok"),
        ("camera", report.camera, "ok"),
    ]
    signs = [
        {"kind": "good" if value == well else "bad", "text": str(FINDINGS[what][value])}
        for what, value, well in found
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


def _crumbs(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"name": _("Cuộc họp"), "url": reverse("meetings:list")},
        {"name": meeting.title, "url": reverse("meetings:page", args=[meeting.pk])},
    ]
