"""A chair gives the floor to one commune, in two real browsers."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Windows
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


def test_it_gives_the_floor_to_a_commune_and_takes_it_back(windows: Windows):
    chair, commune = windows.chair, windows.commune
    page, site = chair.page, commune.site

    chair.press("open")
    wait_for("the commune hears and sees the chair", windows.chair_is_on, page)
    assert not chair.hears(site, COMMUNE)
    assert not chair.sees(site, COMMUNE)

    chair.press("grant", site)
    wait_for("the chair hears and sees the commune", windows.commune_is_on, page)
    first = chair.frame(site, COMMUNE)
    wait_for("the picture moves", lambda: chair.frame(site, COMMUNE) != first, page)
    wait_for("the commune still hears the chair", windows.chair_is_on, page)

    chair.press("revoke", site)
    wait_for("the sound stops", lambda: not chair.hears(site, COMMUNE), page)
    wait_for("the picture stops", lambda: not chair.sees(site, COMMUNE), page)
    wait_for("the commune still hears the chair", windows.chair_is_on, page)


def test_it_yields_to_a_second_tab_until_it_is_asked_back(windows: Windows):
    commune, hub = windows.commune, windows.hub
    windows.give_the_floor()
    tab = commune.page.context.new_page()
    tab.goto(commune.page.url)
    tab.locator("[data-testid=enter]").click()
    second = Room(tab, commune.site)
    elsewhere = lambda: commune.attribute("connection") == "elsewhere"  # noqa: E731
    wait_for("the first tab says where the room is", elsewhere, commune.page)
    commune.remember()

    there = lambda: second.sees(hub, CHAIR) and second.hears(hub, CHAIR)  # noqa: E731
    wait_for("the second tab hears and sees the chair", there, tab)
    wait_for("the chair has the commune", windows.commune_is_on, tab)
    # Some seconds of the chair's picture: time in which a fight would begin.
    for _ in range(30):
        shown = second.frame(hub, CHAIR)
        goes_on = lambda: second.frame(hub, CHAIR) not in {None, shown}  # noqa: E731, B023
        wait_for("the second tab goes on", goes_on, tab)
    assert commune.remembered() == []
    assert second.connected()

    commune.press("panel-action")
    wait_for("the first tab hears and sees the chair", windows.chair_is_on, tab)
    wait_for("the chair has the commune again", windows.commune_is_on, tab)
    wait_for(
        "the second tab yields",
        lambda: second.attribute("connection") == "elsewhere",
        tab,
    )
