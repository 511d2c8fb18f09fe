"""Pages: the list of meetings, one meeting, and its form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from nhipcau.accounts import cookie
from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import fold
from nhipcau.meetings import services
from nhipcau.meetings.forms import MeetingForm, initial
from nhipcau.meetings.policies import PREPARE, SEE, may_prepare, sites_to_sit_at
from nhipcau.meetings.ports import meeting_sections
from nhipcau.meetings.queries import (
    meetings_seen_by,
    open_sites,
    seats,
    sites_with_main_device,
)
from nhipcau.places.models import Site


@requires(SEE)
def meeting_list(request: Request) -> HttpResponse:
    """All meetings that concern the reader, newest first."""
    meetings = meetings_seen_by(request.actor)
    for word in fold(request.GET.get("q", "")).split():
        meetings = meetings.filter(search_text__contains=word)
    context = {
        "page": page(meetings, request),
        "words": request.GET.get("q", ""),
        "may_plan": request.actor.holds(PREPARE),
    }
    part = "meetings/rows.html" if request.htmx else "meetings/list.html"
    return render(request, part, context)


@requires(SEE)
def meeting_page(request: Request, pk: int) -> HttpResponse:
    """One meeting: its plan, its sites, and the door into the room."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    context = {
        "crumbs": _crumbs(),
        "meeting": meeting,
        "seats": seats(meeting),
        "mine": sites_to_sit_at(request.actor, meeting),
        "taken": sites_with_main_device(meeting, cookie.key_of(request)),
        "sections": meeting_sections(request, meeting),
        "may_prepare": request.actor.holds(PREPARE)
        and may_prepare(request.actor, meeting),
    }
    return render(request, "meetings/page.html", context)


@requires(PREPARE)
def meeting_new(request: Request) -> HttpResponse:
    """Plans a meeting; every site in use is ticked to begin with."""
    form = MeetingForm(
        request.POST or None,
        actor=request.actor,
        initial={"sites": list(open_sites().values_list("pk", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = services.plan_meeting(request.actor, form.plan())
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Đã lập cuộc họp."))
            return redirect("meetings:page", meeting.pk)
    return render(request, "meetings/form.html", {"form": form, "crumbs": _crumbs()})


@requires(PREPARE)
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Changes the plan of a meeting of the reader's units."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    if not may_prepare(request.actor, meeting):
        raise PermissionDenied
    form = MeetingForm(
        request.POST or None, actor=request.actor, initial=initial(meeting)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(request.actor, meeting, form.plan())
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Đã lưu cuộc họp."))
            return redirect("meetings:page", meeting.pk)
    context = {"form": form, "meeting": meeting, "crumbs": _crumbs()}
    return render(request, "meetings/form.html", context)


@require_POST
@requires(PREPARE)
def seat_change(request: Request, pk: int, site: int, what: str) -> HttpResponse:
    """Removes a site from the meeting, or readmits it."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    if not may_prepare(request.actor, meeting):
        raise PermissionDenied
    chosen = get_object_or_404(Site, pk=site)
    change = services.remove_site if what == "moi-ra" else services.readmit_site
    try:
        change(request.actor, meeting, chosen)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    return redirect("meetings:page", meeting.pk)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"name": pgettext("danh sách", "Cuộc họp"), "url": reverse("meetings:list")}
    ]
