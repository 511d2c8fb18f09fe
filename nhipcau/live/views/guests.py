"""Pages of invitations: made by who conducts, used by who has no account."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.cookie import new_key
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.forms import KnockForm, LinkForm
from nhipcau.live.models import GuestLink, Watcher
from nhipcau.live.policies import chairs
from nhipcau.live.views.crumbs import crumbs_of
from nhipcau.live.views.watch import shown
from nhipcau.live.watchers import cookie, services
from nhipcau.live.watchers.door import holds_key, looker_of, watcher_fault
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import CONDUCT
from nhipcau.meetings.queries import meetings_seen_by


@never_cache
@require_POST
@requires(CONDUCT)
def link_new(request: Request, pk: int) -> HttpResponse:
    """An invitation, shown on the answer to this request alone."""
    meeting = _conducted(request, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy ghi liên kết dành cho ai, tối đa 80 ký tự."))
        return redirect("meetings:page", pk)
    label = form.cleaned_data["label"]
    try:
        secret = services.make_link(request.actor, meeting, label)
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return redirect("meetings:page", pk)
    context = {
        "crumbs": crumbs_of(meeting),
        "meeting": meeting,
        "label": label,
        "address": f"{request.build_absolute_uri(reverse('live:knock'))}#{secret}",
    }
    return render(request, "live/link_made.html", context)


@require_POST
@requires(CONDUCT)
def link_revoke(request: Request, pk: int, link: int) -> HttpResponse:
    """Withdraws an invitation; who came by it is put out."""
    meeting = _conducted(request, pk)
    row = get_object_or_404(GuestLink, meeting=meeting, pk=link)
    services.revoke_link(request.actor, meeting, row)
    messages.success(request, _("Đã thu hồi liên kết mời."))
    return redirect("meetings:page", pk)


@login_not_required
@never_cache
def knock(request: Request) -> HttpResponse:
    """The page that an invitation opens: who asks, says its name."""
    form = KnockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _few_enough(request):
            form.add_error(None, _("Đã thử quá nhiều lần. Hãy chờ một phút."))
            return render(request, "live/knock.html", {"form": form}, status=429)
        key = cookie.key_of(request) or new_key()
        fields = (form.cleaned_data[name] for name in ("name", "office"))
        secret = form.cleaned_data["secret"]
        try:
            row = services.knock(services.WAITING_ROOM, secret, key, *fields)
        except Refusal as refusal:
            if refusal.code == "link_unknown":
                ratelimit.consume(request, action="guest_link")
            form.add_error(None, say(refusal))
        else:
            response = redirect("live:guest", row.pk)
            cookie.remember(response, key)
            return response
    return render(request, "live/knock.html", {"form": form})


@login_not_required
@never_cache
@require_GET
def guest(request: Request, pk: int) -> HttpResponse:
    """The waiting room, then the stage; for the browser of this guest alone."""
    rows = Watcher.objects.select_related("link", "meeting")
    row = rows.filter(pk=pk, link__isnull=False).first()
    if row is None or not holds_key(cookie.key_of(request), row):
        # Whether there is such a guest is nobody's business.
        return redirect("live:knock")
    fault = watcher_fault(looker_of(request), row)
    if fault is None or fault.code == "room_not_yet":
        return shown(request, row.meeting, row, request.path)
    context = {"guest": row, "code": fault.code, "sentence": say(fault)}
    response = render(request, "live/waiting.html", context)
    # What the page asks again for, until it is something else.
    response.headers["X-Waits"] = fault.code
    return response


def _few_enough(request: Request) -> bool:
    """Neither a flood of guests nor a search for invitations."""
    if not ratelimit.consume(request, action="guest_knock"):
        return False
    return bool(ratelimit.consume(request, action="guest_link", dry_run=True))


def _conducted(request: Request, pk: int) -> Meeting:
    meeting = get_object_or_404(meetings_seen_by(request.actor), pk=pk)
    if not chairs(request.actor, meeting):
        raise PermissionDenied
    return meeting
