"""The cookie by which a browser proves to be a certain guest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

NAME = "nc_guest"
# As long as the room of a meeting may be kept for its continuation.
AGE = 3 * 24 * 3600


def key_of(request: HttpRequest) -> str:
    """The key that this browser holds; "" when it has none or it was altered."""
    return str(request.get_signed_cookie(NAME, default="", salt=NAME) or "")


def remember(response: HttpResponseBase, key: str) -> None:
    """Gives the browser its key; scripts cannot read it."""
    response.set_signed_cookie(
        NAME, key, salt=NAME, max_age=AGE, httponly=True, samesite="Lax"
    )
