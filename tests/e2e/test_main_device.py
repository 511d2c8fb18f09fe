"""The sound of a site moves to its second machine, and back: never two at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import COMMUNE, DESK, Signature
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


def question(room: Room) -> str:
    """What the window asks or says of the main device; empty: nothing."""
    seat = room.page.locator("[data-testid=seat]")
    return (seat.get_attribute("data-question") if seat.count() else "") or ""


def microphone(room: Room) -> str:
    """What the window says of its microphone."""
    found = room.page.locator("[data-testid=microphone]")
    return found.get_attribute("data-microphone") or ""


def test_it_moves_the_sound_to_a_second_machine_and_back(windows: Windows, desk: Page):
    chair, first = windows.chair, windows.commune
    site = first.site
    windows.give_the_floor()
    second = windows.demo.enter(desk, "clerk", site, "companion")
    wait_for("it is asked", lambda: question(second) == "take", desk)

    def only(signature: Signature, other: Signature) -> bool:
        heard = chair.hears(site, signature) and not chair.hears(site, other)
        return heard and chair.sees(site, signature)

    second.press("take-main")
    wait_for("the chair has it", lambda: only(DESK, COMMUNE), chair.page, 30)
    wait_for("the first is told", lambda: question(first) == "moved", first.page)
    assert (microphone(first), microphone(second)) == ("companion", "live")
    assert first.page.locator("audio, [data-testid=own-picture]").count() == 0
    assert question(second) == ""

    first.press("take-main")
    wait_for("it is back", lambda: only(COMMUNE, DESK), chair.page, 30)
    wait_for("the second is told", lambda: question(second) == "moved", desk)
    assert (microphone(first), microphone(second)) == ("live", "companion")
    wait_for("the first hears the chair", windows.chair_is_on, first.page, 30)
