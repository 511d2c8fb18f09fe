"""Builds the actor of each request from the rows, so a lost role ends at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.queries import NOBODY, actor_at, actor_of, device_of
from nhipcau.base.http import Request
from nhipcau.core.actor import Actor

# Where someone who must first choose a password may go.
_OPEN = (
    "account_change_password",
    "account_set_password",
    "account_logout",
    "account_reauthenticate",
    "base:language",
    "base:theme",
)


def with_actor(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sets `request.actor`; sends a temporary password to be changed first."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        ours = cast(Request, request)
        person = ours.user
        ours.actor = actor_of(person) if person.is_authenticated else _machine(request)
        if person.is_authenticated and person.must_change_password:
            refused = _change_first(request)
            if refused:
                return refused
        return get_response(request)

    return middleware


def _machine(request: HttpRequest) -> Actor:
    """A room computer speaks for itself; any other browser must be signed in."""
    device = device_of(key_of(request))
    return actor_at(device) if device and device.is_rooms else NOBODY


def _change_first(request: HttpRequest) -> HttpResponseBase | None:
    if request.path == "/healthz" or request.path in map(reverse, _OPEN):
        return None
    if request.path.startswith("/api/"):
        text = _("Hãy đổi mật khẩu tạm thời trước khi tiếp tục.")
        return JsonResponse({"code": "change_password", "text": text}, status=403)
    return HttpResponseRedirect(reverse("account_change_password"))
