"""The JSON interface: one router per app."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import router as live

api = NinjaAPI(
    title="Nhịp Cầu", version="1", docs_url=None, openapi_url=None, auth=django_auth
)
api.add_router("/live", live)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal is 409: nothing is broken, the command does not apply."""
    answer = {"code": refusal.code, "text": say(refusal)}
    return api.create_response(request, answer, status=409)
