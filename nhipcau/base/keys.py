"""Cookies that hold a browser's own key: signed, and unreadable to scripts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True)
class KeyCookie:
    """One kind of key; `age` in seconds."""

    name: str
    age: int

    def key_of(self, request: HttpRequest) -> str:
        """The key that this browser holds; "" when it has none or it was altered."""
        found = request.get_signed_cookie(self.name, default="", salt=self.name)
        return str(found or "")

    def remember(self, response: HttpResponseBase, key: str) -> None:
        """Gives the browser its key; scripts cannot read it."""
        response.set_signed_cookie(
            self.name,
            key,
            salt=self.name,
            max_age=self.age,
            httponly=True,
            samesite="Lax",
        )
