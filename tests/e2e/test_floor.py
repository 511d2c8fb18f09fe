"""A chair gives the floor to one commune, in two real browsers."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Windows
from tests.e2e.media import COMMUNE
from tests.e2e.room import wait_for

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
