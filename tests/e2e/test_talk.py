"""The hub talks with one site in private: the two hear each other, a third neither."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import CHAIR, COMMUNE, DESK
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e

VOLUMES = """
() => [...document.querySelectorAll('[data-testid=sound]')].map((one) => one.volume)
"""

# The button is gone once it rings, perhaps between a look and a press.
CALL = "() => document.querySelector('[data-testid=call]')?.click()"


def state(room: Room) -> str:
    """What the window says of its private talk; empty: there is none."""
    found = room.page.locator("[data-testid=talk-banner]").all()
    return (found[0].get_attribute("data-state") or "") if found else ""


@pytest.fixture
def hall(windows: Windows, desk: Page) -> Room:
    """A third site, in its own browser: the hall of the same building."""
    row = windows.chair.page.locator("[data-testid=site-row]", has_text="Hội trường")
    site = int(row.get_attribute("data-site") or 0)
    return windows.demo.enter(desk, "technician", site)


def rings(chair: Room, commune: Room) -> bool:
    """Whether it rings at the site: called once the conductor has noted it there."""
    if not state(commune):
        chair.page.evaluate(CALL)
        chair.page.wait_for_timeout(300)
    return state(commune) == "rings"


def talks(room: Room) -> bool:
    """Whether the window plays the other end of a talk."""
    return room.page.locator("[data-testid=talk-sound]").count() > 0


def silent(hall: Room, windows: Windows) -> bool:
    """Whether the hall hears neither of the two."""
    hub, site = windows.chair.site, windows.commune.site
    return not (hall.hears(hub, CHAIR) or hall.hears(site, COMMUNE))


def test_it_lets_hub_and_site_talk_and_nobody_else_hear(windows: Windows, hall: Room):
    chair, commune = windows.chair, windows.commune
    chair.press("open")
    wait_for(
        "the hall hears the chair", lambda: hall.hears(chair.site, CHAIR), hall.page
    )
    chair.press("words")
    chair.page.locator("[data-testid=words-to]").select_option(str(commune.site))
    wait_for("it rings at the site", lambda: rings(chair, commune), chair.page)
    # It rings, and nothing is heard yet.
    assert not chair.hears_privately(COMMUNE)
    assert not talks(commune)
    commune.press("answer-talk")
    wait_for("hub hears site", lambda: chair.hears_privately(COMMUNE), chair.page)
    wait_for("site hears hub", lambda: commune.hears_privately(CHAIR), commune.page)
    # What the hub says is for the site alone: its microphone in the meeting is off.
    wait_for("the hall hears no chair", lambda: silent(hall, windows), hall.page)
    for _ in range(20):
        assert silent(hall, windows)
        hall.page.wait_for_timeout(50)
    assert state(hall) == ""
    assert not talks(hall)
    assert max(commune.page.evaluate(VOLUMES), default=0) < 0.2
    commune.press("end-talk")
    wait_for("the hub sees the end", lambda: state(chair) == "ended", chair.page)
    for room in (chair, commune):
        wait_for("its sound is gone", lambda room=room: not talks(room), room.page)
    # And the meeting goes on as it was.
    wait_for("the chair is heard", windows.chair_is_on, chair.page)
    wait_for("by the hall too", lambda: hall.hears(chair.site, CHAIR), hall.page)
    assert min(commune.page.evaluate(VOLUMES), default=1) == 1
    assert not commune.hears(hall.site, DESK)
