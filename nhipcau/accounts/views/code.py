"""Signing in with a one-time code."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nhipcau.accounts import services
from nhipcau.accounts.adapters import origin
from nhipcau.accounts.forms import CodeForm
from nhipcau.accounts.services import sign_in
from nhipcau.base.http import Request
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal


@login_not_required
@never_cache
def code(request: Request) -> HttpResponse:
    """The page that a one-time link opens; nothing happens before the button."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="sign_in_code"):
            form.add_error(None, _("Đã thử quá nhiều lần. Hãy chờ một phút."))
            return render(request, "accounts/code.html", {"form": form}, status=429)
        try:
            person = services.use_sign_in_code(
                sign_in.ENTRANCE, form.cleaned_data["code"]
            )
        except Refusal as refusal:
            facts = origin(request) | {"method": "code"}
            sign_in.note_failure(sign_in.ENTRANCE, None, facts)
            form.add_error("code", say(refusal))
        else:
            if request.user.is_authenticated and request.user.pk == person.pk:
                return redirect("/")
            if request.user.is_authenticated:
                # Another person's session must not leak into this one.
                request.session.flush()
            record_authentication(request, person, method="code")
            response: HttpResponse = perform_login(request, Login(user=person))
            return response
    return render(request, "accounts/code.html", {"form": form})
