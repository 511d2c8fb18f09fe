"""The JSON interface: one router per app."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security.session import SessionAuth

from nhipcau.base.http import Request
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import router as live
from nhipcau.live.door import Barred
from nhipcau.live.errands.api import router as errands
from nhipcau.live.kiosk.api import router as kiosk
from nhipcau.live.stills.api import router as stills
from nhipcau.live.talks.api import router as talks
from nhipcau.live.timeline.api import router as timeline
from nhipcau.live.watchers.api import router as watchers
from nhipcau.live.words.api import router as words


class Known(SessionAuth):
    """Who is signed in, or a room computer; a browser proves each by a cookie."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Anything true lets the request through: the rest is for policies."""
        actor = cast(Request, request).actor
        machine = actor if actor.kind == "device" else None
        return super().authenticate(request, key) or machine


api = NinjaAPI(
    title="Nhịp Cầu", version="1", docs_url=None, openapi_url=None, auth=Known()
)
api.add_router("/live", live)
api.add_router("/live", words)
api.add_router("/live", watchers)
api.add_router("/live", talks)
api.add_router("/live", stills)
api.add_router("/live", kiosk)
api.add_router("/live", timeline)
api.add_router("/live", errands)


# Any other refusal is 409: nothing is broken, what was asked does not apply.
STATUS = {
    "signed_out": 401,
    "no_meeting": 404,
    "no_still": 404,
    "no_errand": 404,
    "bad_command": 422,
    "bad_still": 422,
}


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Why not: a code for programs, a sentence for people."""
    # One code may mean both: who asks is not invited, or whom the command names.
    barred = isinstance(refusal, Barred)
    status = STATUS.get(refusal.code, 403 if barred else 409)
    answer = {"code": refusal.code, "text": say(refusal)}
    return api.create_response(request, answer, status=status)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A program is told; only a page is sent to sign in."""
    return refused(request, Refusal("signed_out"))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The same shape for every refusal; what was wrong is the program's fault."""
    return refused(request, Refusal("bad_command"))


def addresses() -> tuple[list[Any], str, str]:
    """The API's addresses; it asks for the session itself and never redirects."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app_name, namespace
