"""The cookie by which a browser proves to be a certain guest."""

from __future__ import annotations

from nhipcau.base.keys import KeyCookie

NAME = "nc_guest"
# As long as the room of a meeting may be kept for its continuation.
AGE = 3 * 24 * 3600

_COOKIE = KeyCookie(NAME, AGE)
key_of = _COOKIE.key_of
remember = _COOKIE.remember
