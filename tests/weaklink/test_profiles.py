"""What a line carries is found, used and shown; and no more than that goes over it."""

from __future__ import annotations

import time

import pytest

from nhipcau.cli.bench.link.ways import Link, Way
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import wait_for
from tests.weaklink.meeting import FIBRE, heard_and_seen, pin, uses

pytestmark = pytest.mark.weaklink

# One packet of eight is lost; all else is well.
LOSING = Way(kbps=20_000, delay_ms=8, loss=0.12)


def test_a_line_that_is_pinned_to_sound_carries_one_voice_each_way(
    meeting, chair, commune
):
    desk, room = meeting.begin(chair, commune)
    pin(desk, meeting.site, "audio")
    uses(desk, room, "audio", "audio", 10)
    desk.press("grant", meeting.site)
    wait_for("it is heard", lambda: desk.hears(meeting.site, COMMUNE), chair, 15)
    wait_for(
        "no picture of it is left",
        lambda: not desk.sees(meeting.site, COMMUNE),
        chair,
        15,
    )
    meeting.carries_at_most(commune, up=80, down=80)
    assert "để giữ tiếng" in commune.locator("[data-testid=tile]").first.inner_text()
    pin(desk, meeting.site, "none")
    uses(desk, room, "full", "full", 10)
    heard_and_seen(desk, meeting.site, COMMUNE)
    heard_and_seen(room, meeting.hub, CHAIR)


def test_a_line_that_is_pinned_to_thin_carries_no_more_than_its_limits(
    meeting, chair, commune
):
    desk, room = meeting.begin(chair, commune)
    pin(desk, meeting.site, "thin")
    uses(desk, room, "thin", "thin", 10)
    meeting.carries_at_most(commune, up=120)
    desk.press("grant", meeting.site)
    heard_and_seen(desk, meeting.site, COMMUNE)
    heard_and_seen(room, meeting.hub, CHAIR)
    meeting.carries_at_most(commune, up=350, down=400)


def test_a_line_on_which_much_is_lost_is_used_for_less_and_later_for_all_again(
    meeting, chair, commune
):
    desk, room = meeting.begin(chair, commune)
    meeting.laboratory.shape(0, Link(up=FIBRE.up, down=LOSING))
    uses(desk, room, "thin", "full", 30)
    begun = time.monotonic()
    meeting.laboratory.shape(0, FIBRE)
    wait_for("the voice comes", lambda: room.hears(meeting.hub, CHAIR), commune, 10)
    uses(desk, room, "full", "full", 90)
    assert time.monotonic() - begun > 25
    heard_and_seen(room, meeting.hub, CHAIR)


def test_a_site_whose_packets_are_lost_sends_less_and_is_still_heard(
    meeting, chair, commune
):
    desk, room = meeting.begin(chair, commune)
    desk.press("grant", meeting.site)
    heard_and_seen(desk, meeting.site, COMMUNE)
    meeting.laboratory.shape(0, Link(up=LOSING, down=FIBRE.down))
    uses(desk, room, "full", "thin", 30)
    uses(desk, room, "full", "audio", 60)
    wait_for("it is heard", lambda: desk.hears(meeting.site, COMMUNE), chair, 15)
    meeting.carries_at_most(commune, up=80)
