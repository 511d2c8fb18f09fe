"""A guest comes by a link, waits, is let in, hears and sees the floor, and is gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Demo, Windows
from tests.e2e.media import COMMUNE
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


def invitation(windows: Windows) -> str:
    """The chair makes a link on the page of the meeting, in a second tab."""
    page = windows.chair.page.context.new_page()
    address = windows.demo.running.address
    page.goto(f"{address}/cuoc-hop/{windows.demo.facts['meeting']}/")
    page.fill("#id_label", "Sở ngành")
    page.locator("form:has(#id_label) button[type=submit]").click()
    link = page.locator("[data-testid=address]").inner_text()
    page.close()
    return link.strip()


def guests(room: Room) -> list[str]:
    """What the desk shows of each guest."""
    found: list[str] = room.page.locator("[data-testid=guest]").evaluate_all(
        "rows => rows.map((row) => row.dataset.status)"
    )
    return found


def test_a_guest_waits_hears_and_sees_and_is_gone(windows: Windows, desk: Page):
    chair, commune = windows.chair, windows.commune
    windows.give_the_floor()
    desk.goto(invitation(windows))
    assert "#" not in desk.url, "the secret left the address"
    desk.fill("#id_name", "Bà Lan")
    desk.fill("#id_office", "Sở Y tế")
    desk.get_by_role("button", name="Xin vào").click()
    desk.wait_for_selector("[data-waits=guest_waits]")
    wait_for("the desk shows the guest", lambda: guests(chair) == ["waiting"], desk)
    chair.press("guests")
    assert "Bà Lan" in chair.page.locator("[data-testid=guest]").inner_text()
    chair.press("admit")
    guest = Room(desk, 0)
    wait_for("the guest is in", guest.connected, desk, 30)
    site = commune.site
    wait_for("it sees the floor", lambda: guest.sees(site, COMMUNE), desk)
    wait_for("it hears the floor", lambda: guest.hears(site, COMMUNE), desk)
    counted = chair.page.locator("[data-testid=watchers]")
    wait_for("the desk counts it", lambda: counted.count() == 1, chair.page)
    guest.press("hush")
    wait_for("it is silent", lambda: not guest.hears(site, COMMUNE), desk)
    guest.press("hush")
    chair.press("remove")
    wait_for("it is out", lambda: guest.attribute("connection") == "refused", desk)
    assert desk.locator("audio, video").count() == 0
    assert "mời ra" in desk.locator("[data-testid=panel]").inner_text()
    desk.reload()
    desk.wait_for_selector("[data-waits=guest_removed]")


def test_a_wall_shows_every_site_whatever_the_chair_shows(
    windows: Windows, demo: Demo, desk: Page
):
    windows.give_the_floor()
    demo.sign_in(desk, "technician")
    desk.goto(f"{demo.running.address}/cuoc-hop/{demo.facts['meeting']}/tuong/")
    wall = Room(desk, 0)
    wait_for("the wall is connected", wall.connected, desk, 30)
    site = windows.commune.site
    wait_for("it sees the commune", lambda: wall.sees(site, COMMUNE), desk)
    wait_for("it hears the commune", lambda: wall.hears(site, COMMUNE), desk)
    tiles, rows = "[data-testid=tile]", "[data-testid=site-row]"
    invited = windows.chair.page.locator(rows).count()
    assert desk.locator(tiles).count() == invited
    assert windows.chair.page.locator(tiles).count() < invited
