"""The JSON interface: one router per app."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import django_auth

from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import router as live
from nhipcau.live.talks.api import router as talks
from nhipcau.live.words.api import router as words

api = NinjaAPI(
    title="Nhịp Cầu", version="1", docs_url=None, openapi_url=None, auth=django_auth
)
api.add_router("/live", live)
api.add_router("/live", words)
api.add_router("/live", talks)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal is 409: nothing is broken, the command does not apply."""
    answer = {"code": refusal.code, "text": say(refusal)}
    return api.create_response(request, answer, status=409)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A program is told; only a page is sent to sign in."""
    refusal = Refusal("signed_out")
    answer = {"code": refusal.code, "text": say(refusal)}
    return api.create_response(request, answer, status=401)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The same shape for every refusal; what was wrong is the program's fault."""
    refusal = Refusal("bad_command")
    answer = {"code": refusal.code, "text": say(refusal)}
    return api.create_response(request, answer, status=422)


def addresses() -> tuple[list[Any], str, str]:
    """The API's addresses; it asks for the session itself and never redirects."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app_name, namespace
