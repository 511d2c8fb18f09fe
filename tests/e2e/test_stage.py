"""What the chair shows to all: prepared pictures, a roll call, a deputy's chair."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import STILL, wait_for

pytestmark = pytest.mark.e2e


def choose(page: Page, name: str, value: str | int) -> None:
    page.locator(f"[data-testid={name}]").select_option(str(value))


def test_it_shows_all_sites_on_a_wall_and_hears_only_who_has_the_floor(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    site = commune.site
    chair.press("open")
    wait_for("the commune sees the chair", windows.chair_is_on, chair.page)
    chair.press("pictures")
    choose(chair.page, "layout", "wall")
    chair.press("arrange")
    wait_for("the chair sees it", lambda: chair.sees(site, COMMUNE), chair.page)
    assert not chair.hears(site, COMMUNE)
    # The register calls its line weak: on a wall it gets photographs of who is silent.
    hub = windows.hub
    photograph = lambda: commune.sees(hub, CHAIR, STILL)  # noqa: E731
    wait_for("it has a photograph of the chair", photograph, chair.page, 30)
    wait_for("it hears the chair", lambda: commune.hears(hub, CHAIR), chair.page)


def test_it_shows_a_prepared_picture_by_one_key_and_the_speaker_at_a_grant(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    site = commune.site
    chair.press("open")
    wait_for("the commune sees the chair", windows.chair_is_on, chair.page)
    chair.press("pictures")
    choose(chair.page, "layout", "spotlight")
    choose(chair.page, "chosen-0", site)
    chair.press("ready")
    prepared = chair.page.locator("[data-testid=prepared]")
    prepared.wait_for()
    assert not chair.sees(site, COMMUNE)
    chair.page.keyboard.press("t")
    wait_for("the chair sees it", lambda: chair.sees(site, COMMUNE), chair.page)
    assert not chair.hears(site, COMMUNE)
    wait_for(
        "the commune hears the chair and sees nobody",
        lambda: (
            commune.hears(windows.hub, CHAIR) and not commune.sees(windows.hub, CHAIR)
        ),
        chair.page,
    )
    chair.page.keyboard.press("t")
    wait_for("the chair is shown again", windows.chair_is_on, chair.page)


def test_it_shows_the_shared_screen_of_who_may_speak_until_the_turn_is_over(
    windows: Windows,
):
    chair, commune, hub = windows.chair, windows.commune, windows.hub
    site, page = commune.site, windows.chair.page
    chair.press("open")
    chair.press("share")
    wait_for("the commune sees the screen", lambda: commune.sees_screen(hub), page)
    wait_for("and hears it", commune.hears_screen, page)
    wait_for("and the chair beside it", windows.chair_is_on, page)
    assert not chair.hears_screen()
    chair.press("unshare")
    wait_for("the screen is gone", lambda: not commune.screens(), page)
    assert commune.page.locator("[data-testid=share]").count() == 0
    chair.press("grant", site)
    commune.press("share")
    wait_for("the chair sees the commune's", lambda: chair.sees_screen(site), page)
    chair.press("revoke", site)
    wait_for("it ends with the turn", lambda: not chair.screens(), page)


def test_it_calls_the_roll_on_the_stage_and_writes_what_it_found(windows: Windows):
    chair, commune = windows.chair, windows.commune
    site = commune.site
    chair.press("open")
    wait_for("the commune sees the chair", windows.chair_is_on, chair.page)
    chair.press("roll")
    chair.press("call-all")
    called = chair.page.locator("[data-testid=called]")
    called.wait_for()
    while int(called.get_attribute("data-site") or 0) != site:
        before = chair.attribute("rev")
        chair.page.keyboard.press("4")
        wait_for("the next", lambda b=before: chair.attribute("rev") != b, chair.page)
    wait_for("it is seen and heard at once", windows.commune_is_on, chair.page)
    chair.page.fill("[data-testid=people]", "14")
    chair.press("mark-online")
    wait_for("it is silent", lambda: not chair.hears(site, COMMUNE), chair.page)
    meeting = windows.demo.facts["meeting"]
    address = windows.demo.running.address
    sheet = chair.page.context.new_page()
    sheet.goto(f"{address}/cuoc-hop/{meeting}/diem-danh/")
    counted = sheet.locator("input[name=people]")
    assert "14" in [one.input_value() for one in counted.all()]


def test_it_gives_the_chair_to_the_deputy_when_it_is_gone_and_back_again(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    demo = windows.demo
    address, meeting = demo.running.address, demo.facts["meeting"]
    plan = chair.page.context.new_page()
    plan.goto(f"{address}/cuoc-hop/{meeting}/sua/")
    plan.select_option("select[name=deputy_site]", str(commune.site))
    plan.locator("main form button[type=submit]").first.click()
    chair.press("open")
    wait_for("the commune sees the chair", windows.chair_is_on, commune.page)
    for page in (plan, chair.page):
        page.goto("about:blank")
    commune.page.locator("[data-testid=preside]").click(timeout=20_000)
    page = commune.page
    wait_for("it presides", lambda: commune.attribute("role") == "chair", page, 3)
    chair.page.goto(f"{address}/cuoc-hop/{meeting}/phong/")
    wait_for("the first is back", chair.connected, chair.page, 30)
    wait_for("it hears the deputy", windows.commune_is_on, chair.page, 30)
    chair.press("preside")
    wait_for("it presides again", windows.chair_is_on, chair.page)
    wait_for("not it", lambda: commune.attribute("role") == "site", chair.page, 3)
