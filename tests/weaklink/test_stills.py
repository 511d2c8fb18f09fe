"""What does not fit through a line as a moving picture comes as photographs."""

from __future__ import annotations

import pytest

from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import STILL, wait_for
from tests.e2e.test_stage import choose
from tests.weaklink.meeting import heard_and_seen, pin, uses

pytestmark = pytest.mark.weaklink


def test_a_line_for_sound_gets_slides_as_photographs_beside_the_voice(
    meeting, chair, commune
):
    desk, room = meeting.begin(chair, commune)
    pin(desk, meeting.site, "audio")
    uses(desk, room, "audio", "audio", 10)
    desk.press("share")
    wait_for("it sees it", lambda: room.sees_screen(meeting.hub, STILL), commune, 40)
    assert "Ảnh" in commune.locator("[data-role=screen]").inner_text()
    wait_for("the voice comes", lambda: room.hears(meeting.hub, CHAIR), commune)
    meeting.carries_at_most(commune, up=80, down=80)
    desk.press("unshare")
    wait_for("it is gone", lambda: room.screens() == 0, commune)


def test_on_a_thin_line_a_wall_stands_still_but_for_who_speaks(meeting, chair, commune):
    desk, room = meeting.begin(chair, commune)
    pin(desk, meeting.site, "thin")
    uses(desk, room, "thin", "thin", 10)
    desk.press("pictures")
    choose(chair, "layout", "wall")
    desk.press("arrange")
    photograph = lambda: room.frame(meeting.hub, CHAIR, STILL)  # noqa: E731
    wait_for("a photograph comes", lambda: photograph() is not None, commune, 30)
    assert not room.sees(meeting.hub, CHAIR)
    first = photograph()
    wait_for("another comes", lambda: photograph() not in (None, first), commune, 30)
    desk.press("grant", meeting.site)
    heard_and_seen(desk, meeting.site, COMMUNE)
    meeting.carries_at_most(commune, up=350, down=120)
