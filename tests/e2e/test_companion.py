"""A second device of the hub: it sees the stage, and takes nobody's sound."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.media import COMMUNE, DESK
from tests.e2e.room import wait_for

pytestmark = pytest.mark.e2e


def test_it_lets_a_companion_of_the_hub_see_and_leaves_the_sound_alone(
    windows: Windows, desk: Page
):
    windows.give_the_floor()
    mains = (windows.chair, windows.commune)
    for main in mains:
        main.remember()
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
    assert [one.remembered() for one in mains] == [[], []]
