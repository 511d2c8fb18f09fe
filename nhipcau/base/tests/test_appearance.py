"""Language and theme are cookies that the server reads; no script, no flash."""

from __future__ import annotations

import pytest

from nhipcau.base import themes, views
from nhipcau.base.tests.pages import request, visit


def chosen(**data: str):
    return views.theme(request("/giao-dien", data=data))


@pytest.mark.parametrize("theme", list(themes.THEMES))
def test_it_remembers_a_theme(theme):
    cookie = chosen(theme=theme, next="/").cookies[themes.COOKIE]
    assert cookie.value == theme
    assert cookie["samesite"] == "Lax"


def test_it_forgets_an_unknown_theme():
    assert themes.COOKIE not in chosen(theme="neon", next="/").cookies


def test_it_returns_to_the_page():
    assert chosen(theme="dark", next="/look?trang=2").url == "/look?trang=2"


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://a.example", ""])
def test_it_returns_to_no_other_site(back):
    assert chosen(theme="dark", next=back).url == "/"


def test_it_writes_the_theme_into_the_page(db):
    assert 'data-theme="wall"' in visit(views.home, "/", nc_theme="wall")


def test_it_takes_no_foreign_value_from_the_cookie(db):
    page = visit(views.home, "/", nc_theme='"><script>')
    assert 'data-theme="auto"' in page


def test_it_remembers_a_language():
    answer = views.language(request("/ngon-ngu", data={"language": "en", "next": "/"}))
    assert answer.cookies["django_language"].value == "en"


def test_it_says_the_language_of_the_page(db):
    assert '<html lang="en"' in visit(views.home, "/", language="en")


@pytest.mark.parametrize(
    ("cookie", "shown"), [({}, "vi"), ({"django_language": "en"}, "en")]
)
def test_it_follows_the_person_and_not_the_browser(client, db, cookie, shown):
    for name, value in cookie.items():
        client.cookies[name] = value
    page = client.get("/nonesuch", headers={"accept-language": "en-US,en"})
    assert f'<html lang="{shown}"' in page.content.decode()
