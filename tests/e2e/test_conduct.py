"""A commune asks for the floor and the chair conducts, in two real browsers."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Windows
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import wait_for

pytestmark = pytest.mark.e2e


def test_it_calls_the_commune_that_asked_and_hears_it_until_it_is_done(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    site = commune.site
    commune.press("request")
    wait_for("it is on the chair's list", lambda: chair.waiting() == [site], chair.page)
    chair.press("open")
    chair.press("next")
    wait_for("the chair hears and sees it", windows.commune_is_on, chair.page)
    clocks = (chair.clock, commune.clock)
    wait_for("both see its clock", lambda: all(see() for see in clocks), chair.page)
    assert chair.waiting() == []
    commune.press("release")
    wait_for("it is silent", lambda: not chair.hears(site, COMMUNE), chair.page)


def test_it_is_silent_in_a_break_and_goes_on_with_the_same_floor(windows: Windows):
    chair, commune = windows.chair, windows.commune
    chair.press("open")
    chair.press("grant", commune.site)
    wait_for("the commune is on", windows.commune_is_on, chair.page)
    wait_for("so is the chair", windows.chair_is_on, chair.page)
    chair.press("pause")
    wait_for(
        "nobody is heard",
        lambda: (
            not chair.hears(commune.site, COMMUNE)
            and not commune.hears(chair.site, CHAIR)
        ),
        chair.page,
    )
    chair.press("resume")
    wait_for("the commune is on again", windows.commune_is_on, chair.page)


def test_it_takes_the_end_of_the_meeting_back(windows: Windows):
    chair, commune = windows.chair, windows.commune
    chair.press("open")
    chair.press("grant", commune.site)
    wait_for("the commune is on", windows.commune_is_on, chair.page)
    chair.press("close")
    chair.press("close-yes")
    wait_for("it has ended", lambda: commune.attribute("phase") == "closed", chair.page)
    wait_for("it is silent", lambda: not chair.hears(commune.site, COMMUNE), chair.page)
    chair.press("reopen")
    wait_for("the commune is on again", windows.commune_is_on, chair.page)
    wait_for("so is the chair", windows.chair_is_on, chair.page)


def test_it_hears_in_a_discussion_who_opens_a_microphone_until_the_chair_mutes_it(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    site = commune.site
    chair.press("open")
    wait_for("the commune hears the chair", windows.chair_is_on, chair.page)
    chair.press("options")
    chair.press("mode-discussion")
    commune.press("own-microphone")
    wait_for("the chair hears it", lambda: chair.hears(site, COMMUNE), chair.page)
    chair.press("mute", site)
    wait_for("it is silent", lambda: not chair.hears(site, COMMUNE), chair.page)
    chair.press("unmute", site)
    commune.press("own-microphone")
    wait_for("the chair hears it", lambda: chair.hears(site, COMMUNE), chair.page)
    chair.press("mute-all")
    wait_for("it is silent", lambda: not chair.hears(site, COMMUNE), chair.page)
