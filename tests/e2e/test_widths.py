"""No page is wider than its window: at telephone and desk width, in both languages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, Playwright

from nhipcau.cli.bench.installation import Running
from tests.e2e.conftest import CHROMIUM, Demo
from tests.pages import PAGES

pytestmark = pytest.mark.e2e

WIDTHS = (320, 390, 1280)
# The administrator sees every page; the clerk others' edges: empty lists, one row.
ROLES = ("administrator", "clerk")
# Pages of sign-in that a signed-in person may open.
SECURITY = ("account_change_password", "account_reauthenticate", "mfa_index")
ROWS = """
select site.place_id, place.unit_id, link.id, person.id
from places_site site
join places_place place on place.id = site.place_id
join places_unitlink link on link.unit_id = place.unit_id
join accounts_person person on person.username = 'clerk'
where site.id = ?
"""
WIDER = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const wide = [...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().right > room + 1);
  return `${document.documentElement.scrollWidth} > ${room}: ` +
    wide.slice(-3).map((one) => `${one.tagName} ${one.className}`).join(', ');
}
"""


def addresses(demo: Demo, role: str) -> dict[str, str]:
    """Every page that this role opens by GET."""
    facts = dict(demo.facts["sites"]) | {"meeting": demo.facts["meeting"]}
    base = f"file:{demo.running.data}/nhipcau.sqlite3?mode=ro"
    with sqlite3.connect(base, uri=True) as rows:
        found = rows.execute(ROWS, [facts["hub"]]).fetchone()
    rows.close()
    facts |= dict(zip(("place", "unit", "link", "person"), found, strict=True))
    ours = {
        name: reverse(name, kwargs={part: facts[fact] for part, fact in page.rows})
        for name, page in PAGES.items()
        if not page.posts and not page.other and role in page.roles
    }
    return ours | {name: reverse(name) for name in SECURITY} | {"404": "/khong-co/"}


@pytest.fixture(scope="module")
def district(running: Running) -> Demo:
    """The demo district, made once for all roles and languages."""
    return Demo(running, json.loads(running.command("demo", "--json")))


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    """A window of no special size, without any cookie."""
    browser = playwright.chromium.launch(
        executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
    )
    try:
        yield browser.new_page()
    finally:
        browser.close()


def too_wide(page: Page, address: str) -> list[str]:
    """The widths at which this page must be moved sideways, and what sticks out."""
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    page.evaluate("document.fonts.ready.then(() => true)")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if wider := page.evaluate(WIDER):
            found.append(f"{address} at {width}: {wider}")
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_it_is_never_wider_than_its_window(
    district: Demo, page: Page, role: str, language: str
):
    start = district.running.address
    cookie = settings.LANGUAGE_COOKIE_NAME
    page.context.add_cookies([{"name": cookie, "value": language, "url": start}])
    wrong = too_wide(page, start + reverse("account_login"))
    district.sign_in(page, role)
    for address in addresses(district, role).values():
        wrong += too_wide(page, start + address)
        assert page.locator(f"html[lang={language}]").count(), address
    assert wrong == []
