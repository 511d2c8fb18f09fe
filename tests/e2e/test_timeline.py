"""Why a site was gone has an answer within the minute, read by who conducts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import COMMUNE
from tests.e2e.room import wait_for

pytestmark = pytest.mark.e2e

RELOADED = "Trang phòng họp bị đóng hoặc tải lại tại điểm cầu."


def test_the_timeline_says_that_a_page_was_loaded_anew_and_draws_its_line(
    windows: Windows, desk: Page
):
    demo, chair, commune = windows.demo, windows.chair, windows.commune
    chair.press("open")
    chair.press("grant", commune.site)
    speaks = lambda: chair.hears(commune.site, COMMUNE)  # noqa: E731
    wait_for("the chair hears the site", speaks, chair.page, 30)
    alive = f"() => localStorage.getItem('nhipcau.alive.{demo.facts['meeting']}')"
    wait_for("its page notes", lambda: commune.page.evaluate(alive), commune.page)
    commune.page.reload()
    wait_for("it is back", lambda: commune.connected() and speaks(), chair.page, 40)

    demo.sign_in(desk, "secretary")
    meeting = demo.facts["meeting"]
    address = f"{demo.address}/cuoc-hop/{meeting}/ket-noi/"

    def explained() -> bool:
        desk.goto(address)
        row = desk.locator("li.site-line", has_text="Tam Hải")
        return RELOADED in row.inner_text()

    wait_for("the reason is there", explained, desk, 60)
    desk.goto(f"{address}{commune.site}/")
    assert RELOADED in desk.locator("table").inner_text()
    curves = ".strip path"
    wait_for(
        "the line is drawn",
        lambda: desk.goto(desk.url) and desk.locator(curves).count() >= 3,
        desk,
        90,
    )
    assert desk.locator("rect[data-look=gone]").count()
