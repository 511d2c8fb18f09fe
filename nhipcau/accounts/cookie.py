"""The cookie by which a browser proves to be a certain device."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponseBase

NAME = "nc_device"
# The longest that browsers allow; every seat renews it.
AGE = 400 * 24 * 3600


def new_key() -> str:
    """A key for a browser that has none."""
    return secrets.token_urlsafe(32)


def key_of(request: HttpRequest) -> str:
    """The key that this browser holds; "" when it has none or it was altered."""
    return str(request.get_signed_cookie(NAME, default="", salt=NAME) or "")


def remember(response: HttpResponseBase, key: str) -> None:
    """Gives the browser its key; scripts cannot read it."""
    response.set_signed_cookie(
        NAME, key, salt=NAME, max_age=AGE, httponly=True, samesite="Lax"
    )
