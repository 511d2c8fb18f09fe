"""Asks a view of base directly, as a person with chosen rights."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from nhipcau.core.actor import Actor, Grant


def request(path: str, *rights: str, data: dict[str, str] | None = None, **cookies):
    """A request of Lan (demo), as the middleware would hand it on."""
    factory = RequestFactory()
    made = factory.post(path, data) if data is not None else factory.get(path)
    made.COOKIES.update(cookies)
    made.user = AnonymousUser()
    made._messages = CookieStorage(made)
    made.actor = Actor("person", 1, "Lan (demo)", frozenset(map(Grant, rights)))
    return made


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def visit(view, path: str, *rights: str, language: str = "vi", **cookies) -> str:
    """The page that `view` answers with 200."""
    with translation.override(language):
        response = view(request(path, *rights, **cookies))
        assert response.status_code == 200
        return text_of(response)
