"""A second window: of the same device, and of a second device of the same site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import CHAIR, COMMUNE, DESK
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e

# Every connection that the window shows from now on.
REMEMBER = """
() => {
  const room = document.querySelector('[data-testid=room]');
  window.__connections = [];
  new MutationObserver(() => window.__connections.push(room.dataset.connection))
    .observe(room, {attributeFilter: ['data-connection']});
}
"""


def give_the_floor(windows: Windows) -> None:
    """Opens the meeting and gives the floor to the commune; all see all."""
    chair = windows.chair
    chair.press("open")
    wait_for("the commune hears and sees the chair", windows.chair_is_on, chair.page)
    chair.press("grant", windows.commune.site)
    wait_for("the chair hears the commune", windows.commune_is_on, chair.page)


def test_it_lets_a_companion_of_the_hub_see_and_leaves_the_sound_alone(
    windows: Windows, desk: Page
):
    give_the_floor(windows)
    mains = (windows.chair, windows.commune)
    for main in mains:
        main.page.evaluate(REMEMBER)
    companion = windows.demo.enter(desk, "secretary", windows.hub, "companion")
    assert companion.page.locator("[data-microphone=companion]").count() == 1
    site = windows.commune.site
    wait_for("it sees the speaker", lambda: companion.sees(site, COMMUNE), desk)
    first = companion.frame(site, COMMUNE)
    moves = lambda: companion.frame(site, COMMUNE) not in {None, first}  # noqa: E731
    wait_for("its picture moves", moves, desk)

    def nobody_sees_the_desk() -> None:
        assert companion.page.locator("audio").count() == 0
        assert not windows.commune.sees(windows.hub, DESK)
        assert not windows.commune.hears(windows.hub, DESK)

    nobody_sees_the_desk()
    wait_for("the commune hears and sees the chair", windows.chair_is_on, desk)
    wait_for("the chair hears and sees the commune", windows.commune_is_on, desk)

    windows.chair.press("revoke", site)
    wait_for("its picture is gone", lambda: not companion.sees(site, COMMUNE), desk)
    wait_for("the commune hears and sees the chair", windows.chair_is_on, desk)
    nobody_sees_the_desk()
    assert [one.page.evaluate("window.__connections") for one in mains] == [[], []]


def test_it_yields_to_a_second_tab_until_it_is_asked_back(windows: Windows):
    commune, hub = windows.commune, windows.hub
    give_the_floor(windows)
    tab = commune.page.context.new_page()
    tab.goto(commune.page.url)
    tab.locator("[data-testid=enter]").click()
    second = Room(tab, commune.site)
    elsewhere = lambda: commune.attribute("connection") == "elsewhere"  # noqa: E731
    wait_for("the first tab says where the room is", elsewhere, commune.page)
    commune.page.evaluate(REMEMBER)

    there = lambda: second.sees(hub, CHAIR) and second.hears(hub, CHAIR)  # noqa: E731
    wait_for("the second tab hears and sees the chair", there, tab)
    wait_for("the chair has the commune", windows.commune_is_on, tab)
    # Some seconds of the chair's picture: time in which a fight would begin.
    for _ in range(30):
        shown = second.frame(hub, CHAIR)
        goes_on = lambda: second.frame(hub, CHAIR) not in {None, shown}  # noqa: E731, B023
        wait_for("the second tab goes on", goes_on, tab)
    assert commune.page.evaluate("window.__connections") == []
    assert second.connected()

    commune.press("panel-action")
    wait_for("the first tab hears and sees the chair", windows.chair_is_on, tab)
    wait_for("the chair has the commune again", windows.commune_is_on, tab)
    wait_for(
        "the second tab yields",
        lambda: second.attribute("connection") == "elsewhere",
        tab,
    )
