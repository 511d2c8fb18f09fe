"""The language of a request is its own: it begins and ends with it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext


@login_not_required
def speaks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(gettext("Trang chủ"))


@login_not_required
def fails(request: HttpRequest) -> HttpResponse:
    raise OSError("something breaks")


urlpatterns = [path("speaks", speaks), path("fails", fails)]
handler500 = "nhipcau.base.views.server_error"


@pytest.fixture
def english(db: None, settings) -> Client:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.mark.parametrize("address", ["/speaks", "/fails", "/nowhere"])
def test_an_english_request_leaves_the_thread_as_it_was(english: Client, address: str):
    english.get(address)
    assert translation.get_language() == "vi"


def test_the_next_request_of_the_thread_speaks_its_own_language(english: Client):
    assert english.get("/speaks").content.decode() == "Home"
    assert Client().get("/speaks").content.decode() == "Trang chủ"


def test_what_the_browser_asks_for_does_not_count(english: Client):
    answer = Client().get("/speaks", headers={"Accept-Language": "en"})
    assert answer.content.decode() == "Trang chủ"
    assert settings.LANGUAGE_CODE == "vi"
