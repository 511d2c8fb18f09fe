"""The cookie by which a browser proves to be a certain device."""

from __future__ import annotations

import secrets

from nhipcau.base.keys import KeyCookie

NAME = "nc_device"
# The longest that browsers allow; every seat renews it.
AGE = 400 * 24 * 3600


def new_key() -> str:
    """A key for a browser that has none."""
    return secrets.token_urlsafe(32)


_COOKIE = KeyCookie(NAME, AGE)
key_of = _COOKIE.key_of
remember = _COOKIE.remember
