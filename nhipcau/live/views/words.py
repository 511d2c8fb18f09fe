"""The page of what hub and sites wrote to each other, also after the meeting."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.live.policies import chairs
from nhipcau.live.views.crumbs import crumbs_of
from nhipcau.live.words.queries import everything
from nhipcau.meetings.policies import CONDUCT
from nhipcau.meetings.queries import meetings_seen_by


@require_GET
@requires(CONDUCT)
def words(request: Request, pk: int) -> HttpResponse:
    """Every message, newest first, with who has read it; for who could conduct."""
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    if not chairs(request.actor, meeting):
        raise PermissionDenied
    context = {
        "crumbs": crumbs_of(meeting),
        "meeting": meeting,
        "page": page(everything(meeting), request, size=20),
    }
    return render(request, "live/words.html", context)
