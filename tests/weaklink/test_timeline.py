"""A cut of ten seconds that nobody in the room understood has an answer soon after."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from nhipcau.cli.bench.link.ways import Cut
from tests.e2e.room import wait_for
from tests.weaklink.meeting import FIBRE

pytestmark = pytest.mark.weaklink

# Ten seconds pass, in the next ten nothing does.
CUTTING = replace(FIBRE, cut=Cut(every=20, lasts=10))
WHY = "Mạng của điểm cầu không tới được điểm cầu chính."


def later(page: Page, seconds: float) -> float:
    """The moment so many seconds from now, by the clock of the page."""
    return float(page.evaluate("performance.now()")) + seconds * 1000


def test_the_timeline_tells_how_long_a_cut_was_and_that_the_network_did_it(
    meeting, chair, commune
):
    meeting.begin(chair, commune)
    meeting.laboratory.shape(0, CUTTING)
    # Ten good seconds and ten without anything are over.
    commune.wait_for_function("ms => performance.now() > ms", arg=later(commune, 21))
    meeting.laboratory.shape(0, FIBRE)

    number = meeting.near.facts["meeting"]
    address = f"{meeting.near.address}/cuoc-hop/{number}/ket-noi/{meeting.site}/"

    def explained() -> bool:
        chair.goto(address)
        return WHY in chair.locator("main").inner_text()

    wait_for("the reason is there", explained, chair, 30)
    said = re.search(r"Mất kết nối: 0:(\d\d)", chair.locator("main").inner_text())
    assert said
    # The browser waits for the engine to answer, and that asks every few seconds.
    assert 7 <= int(said[1]) <= 18
