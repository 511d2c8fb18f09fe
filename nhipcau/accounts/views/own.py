"""One's own account: card, password, two steps, passkeys, sessions, language."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.accounts import services
from nhipcau.accounts.forms import OwnCardForm
from nhipcau.accounts.queries import roles_of
from nhipcau.accounts.rules.browsers import browser_name
from nhipcau.accounts.timeline import spans
from nhipcau.base.http import Request


def account(request: Request) -> HttpResponse:
    """Everything about oneself on one page."""
    person = request.user
    form = OwnCardForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.update_person(request.actor, person, form.card())
        messages.success(request, _("Đã lưu."))
        return redirect("accounts:account")
    here = request.session.session_key
    sessions: list[dict[str, Any]] = [
        {
            "pk": session.pk,
            "since": session.created_at,
            "address": session.ip,
            "browser": browser_name(session.user_agent) or _("không rõ"),
            "here": session.session_key == here,
        }
        for session in UserSession.objects.purge_and_list(person)
    ]
    sessions.sort(key=lambda row: (not row["here"], -row["since"].timestamp()))
    context = {
        "form": form,
        "person": person,
        "factors": set(
            Authenticator.objects.filter(user=person).values_list("type", flat=True)
        ),
        "spans": [
            span
            for span in spans(request.actor, roles_of(person))
            if span.state == "now"
        ],
        "sessions": sessions,
        "shared": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def session_end(request: Request, pk: int) -> HttpResponse:
    """Ends one of one's own other sessions."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    services.end_sessions(
        request.actor,
        request.user,
        keep=request.session.session_key or "",
        only=session.session_key,
    )
    messages.success(request, _("Đã kết thúc phiên đó."))
    return redirect("accounts:account")


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    """Ends every other session of one's own."""
    keep = request.session.session_key or ""
    services.end_sessions(request.actor, request.user, keep=keep)
    messages.success(request, _("Đã kết thúc mọi phiên khác."))
    return redirect("accounts:account")
