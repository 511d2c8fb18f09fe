"""Every page, for every role, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nhipcau.accounts.models import Person
from nhipcau.cli.demo import build
from nhipcau.places.models import Site, UnitLink
from tests.pages import ALL, PAGES, Page

# Addresses of others: allauth's own names, JSON, and what processes ask.
OTHERS = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")


def named(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """All addresses that have a name, by their full names."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


def ours() -> dict[str, URLPattern]:
    everything = dict(named(get_resolver().url_patterns))
    return {
        name: pattern
        for name, pattern in everything.items()
        if not name.startswith((*OTHERS, "api-"))
    }


def test_it_lists_every_page():
    assert set(ours()) == set(PAGES)


@pytest.fixture
def demo(db: None) -> dict[str, Any]:
    facts = build()
    hub = Site.objects.select_related("place").get(pk=facts["sites"]["hub"])
    return facts["sites"] | {
        "meeting": facts["meeting"],
        "place": hub.place_id,
        "unit": hub.place.unit_id,
        "link": UnitLink.objects.get(unit=hub.place.unit_id).pk,
        "person": Person.objects.get(username="clerk").pk,
    }


def address(name: str, page: Page, demo: dict[str, Any]) -> str:
    return reverse(name, kwargs={part: demo[fact] for part, fact in page.rows})


def client_of(role: str, language: str = "vi") -> Client:
    client = Client()
    person = Person.objects.get(username=role)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_opens_each_page_for_its_roles_only(demo: dict[str, Any], language: str):
    wrong = []
    for role in sorted(ALL):
        client = client_of(role, language)
        for name, page in PAGES.items():
            if page.posts or page.other:
                continue
            answer = client.get(address(name, page, demo))
            expected = {200} if role in page.roles or page.public else {403, 404}
            if answer.status_code not in expected:
                wrong.append(f"{role} {name}: {answer.status_code}")
            if answer.status_code == 200 and f'lang="{language}"' not in str(
                answer.content, "utf-8"
            ):
                wrong.append(f"{role} {name}: not in {language}")
    assert wrong == [], "\n".join(wrong)


def test_it_shows_strangers_the_sign_in_page_only(demo: dict[str, Any]):
    client = Client()
    wrong = []
    for name, page in PAGES.items():
        if page.posts or page.public or page.other:
            continue
        answer = client.get(address(name, page, demo))
        if not answer.headers.get("Location", "").startswith(reverse("account_login")):
            wrong.append(f"{name}: {answer.status_code}")
    assert wrong == [], "\n".join(wrong)


def test_it_leaves_no_vietnamese_on_an_english_page(demo: dict[str, Any]):
    """Navigation and headings; names of places and people stay as they are."""
    client = client_of("administrator", "en")
    page = str(client.get(reverse("base:home")).content, "utf-8")
    for word in ("Cuộc họp", "Đơn vị", "Điểm cầu", "Người dùng", "Trang chủ"):
        assert f">{word}<" not in page


def test_it_names_many_in_the_navigation_and_one_in_a_column(demo: dict[str, Any]):
    client = client_of("administrator", "en")
    page = str(client.get(reverse("places:units")).content, "utf-8")
    for word in ("Meetings", "Units", "Places", "Sites"):
        assert f">{word}<" in page
    assert ">Unit<" in page
    assert "<h1>Units</h1>" in page


def test_it_says_on_an_english_page_what_a_sheet_holds(demo: dict[str, Any]):
    """The headings of a sheet stay Vietnamese; what to write is explained."""
    client = client_of("administrator", "en")
    for what in ("units", "places", "sites"):
        page = str(client.get(reverse(f"places:{what}_import")).content, "utf-8")
        assert "<p>Each row is a " in page


def test_it_answers_a_post_only_address_to_posts_only():
    # Asked before anything else, so neither a person nor a row is needed.
    for name, pattern in ours().items():
        if PAGES[name].posts:
            parts = pattern.pattern.regex.groupindex
            answer = pattern.callback(RequestFactory().get("/"), **parts)
            assert answer.status_code == 405, name
