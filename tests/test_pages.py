"""Every page, for every role, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nhipcau.accounts.models import Person
from nhipcau.cli.demo import build
from nhipcau.places.models import Site, UnitLink
from tests.pages import ALL, PAGES, Page

# Addresses of others: allauth's own names, JSON, and what processes ask.
OTHERS = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Full names of all addresses that have one."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def ours() -> set[str]:
    everything = names(get_resolver().url_patterns)
    return {
        name
        for name in everything
        if not name.startswith(OTHERS) and not name.startswith("api-")
    }


def test_it_lists_every_page():
    assert ours() == set(PAGES)


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
    assert wrong == []


def test_it_shows_strangers_the_sign_in_page_only(demo: dict[str, Any]):
    client = Client()
    wrong = []
    for name, page in PAGES.items():
        if page.posts or page.public or page.other:
            continue
        answer = client.get(address(name, page, demo))
        if not answer.headers.get("Location", "").startswith(reverse("account_login")):
            wrong.append(f"{name}: {answer.status_code}")
    assert wrong == []


def test_it_leaves_no_vietnamese_on_an_english_page(demo: dict[str, Any]):
    """Navigation and headings; names of places and people stay as they are."""
    client = client_of("administrator", "en")
    page = str(client.get(reverse("base:home")).content, "utf-8")
    for word in ("Cuộc họp", "Đơn vị", "Điểm cầu", "Người dùng", "Trang chủ"):
        assert f">{word}<" not in page


def test_it_answers_a_post_only_address_to_posts_only(demo: dict[str, Any]):
    client = client_of("administrator")
    for name, page in PAGES.items():
        if page.posts and not page.rows and name != "meetings:seat":
            assert client.get(reverse(name)).status_code == 405, name
