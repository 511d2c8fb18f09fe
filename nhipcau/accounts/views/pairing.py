"""A technician types the code that a room computer shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.accounts import services
from nhipcau.accounts.forms import PairingForm
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places.policies import EDIT


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def pair(request: Request) -> HttpResponse:
    """Which code, and which site; the code may come in the address, after `#`."""
    asked = {"site": request.GET.get("site", "")}
    form = PairingForm(request.POST or None, actor=request.actor, initial=asked)
    if request.method == "POST" and form.is_valid():
        site = form.cleaned_data["site"]
        try:
            services.pair_device(request.actor, site, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", say(refusal))
        else:
            done = _("Đã ghép. Máy của phòng họp tự vào trang của nó trong vài giây.")
            messages.success(request, done)
            return redirect("places:site", site.pk)
    return render(request, "accounts/pair.html", {"form": form})
