"""The request as our views see it: signed in, with the actor built."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from nhipcau.core.actor import Actor

P = ParamSpec("P")


class Request(HttpRequest):
    """What the middleware adds; accounts builds `actor` anew for each request."""

    actor: Actor
    htmx: HtmxDetails
    user: Any


View = Callable[Concatenate[Request, P], HttpResponseBase]


def requires(right: str) -> Callable[[View[P]], View[P]]:
    """Refuses (403) whoever holds `right` nowhere; rows are decided by policies."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def run(
            request: Request, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.actor.holds(right):
                raise PermissionDenied(right)
            return view(request, *args, **kwargs)

        return run

    return decorate
