"""A dead microphone and a covered camera are named on both sides, by real browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.e2e.conftest import Demo, Windows, _window
from tests.e2e.media import CHAIR, COMMUNE, DEAD, STILL, Signature
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


# The first microphone is taken out of the connection when the camera is published:
# the engine loses it, and the SDK does not know.
LOSE_THE_FIRST = """
const add = RTCPeerConnection.prototype.addTransceiver;
window.__microphones = [];
RTCPeerConnection.prototype.addTransceiver = function (track, init) {
  const made = add.call(this, track, init);
  if (track?.kind === 'audio') window.__microphones.push(made);
  if (track?.kind === 'video' && window.__microphones.length === 1)
    window.__microphones[0].stop();
  return made;
};
"""


@contextmanager
def pair(
    demo: Demo, browsers: Playwright, folder: Path, media: Signature, script: str = ""
) -> Iterator[Windows]:
    """A chair, and a commune with this camera and microphone."""
    pages = [_window(browsers, folder, one) for one in (CHAIR, media)]
    pages[1].add_init_script(script)
    sites = demo.facts["sites"]
    try:
        yield Windows(
            demo,
            demo.enter(pages[0], "chair", sites["hub"]),
            demo.enter(pages[1], "clerk", sites["commune"]),
        )
    finally:
        for page in pages:
            assert page.context.browser is not None
            page.context.browser.close()


@pytest.fixture
def dead(demo: Demo, playwright: Playwright, tmp_path: Path) -> Iterator[Windows]:
    """The commune's microphone is muted and its camera covered."""
    with pair(demo, playwright, tmp_path, DEAD) as windows:
        yield windows


@pytest.fixture
def still(demo: Demo, playwright: Playwright, tmp_path: Path) -> Iterator[Windows]:
    """The commune's camera gives the same frame for ever."""
    with pair(demo, playwright, tmp_path, STILL) as windows:
        yield windows


@pytest.fixture
def lost(demo: Demo, playwright: Playwright, tmp_path: Path) -> Iterator[Windows]:
    """The engine loses the microphone that the commune published."""
    with pair(demo, playwright, tmp_path, COMMUNE, LOSE_THE_FIRST) as windows:
        yield windows


def shows(room: Room, selector: str) -> bool:
    """Whether the window shows such an element."""
    return room.page.locator(selector).count() > 0


def row(room: Room, site: int) -> str:
    """The row of `site` on the desk."""
    return f"[data-testid=site-row][data-site='{site}']"


def test_it_says_on_desk_and_site_that_a_called_site_is_silent_and_why(
    dead: Windows,
):
    chair, commune, site = dead.chair, dead.commune, dead.commune.site
    chair.press("open")
    assert not shows(commune, "[data-finding=device_muted]")
    chair.press("grant", site)
    wait_for(
        "the site says that its microphone is muted",
        lambda: shows(commune, "[data-testid=finding][data-finding=device_muted]"),
        commune.page,
        8,
    )
    cause = f"[data-testid=soundless][data-site='{site}'][data-cause=device_muted]"
    wait_for("the desk says why", lambda: shows(chair, cause), chair.page, 8)
    assert "Điểm cầu chưa có tiếng" in chair.page.locator(cause).inner_text()
    assert shows(chair, f"{row(chair, site)} [data-finding=silent]")
    chair.press("revoke", site)
    wait_for("the desk is quiet", lambda: not shows(chair, cause), chair.page)


def test_it_says_on_desk_and_site_that_a_picture_is_black(dead: Windows):
    chair, commune = dead.chair, dead.commune
    wait_for(
        "the site says so",
        lambda: shows(commune, "[data-testid=finding][data-finding=black]"),
        commune.page,
    )
    mark = f"{row(chair, commune.site)} [data-finding=black]"
    wait_for("the desk says so", lambda: shows(chair, mark), chair.page)


def test_it_says_on_desk_and_site_that_a_picture_stands_still(still: Windows):
    chair, commune = still.chair, still.commune
    wait_for(
        "the site says so",
        lambda: shows(commune, "[data-testid=finding][data-finding=frozen]"),
        commune.page,
        25,
    )
    mark = f"{row(chair, commune.site)} [data-finding=frozen]"
    wait_for("the desk says so", lambda: shows(chair, mark), chair.page)


def test_it_finds_nothing_wrong_with_devices_that_work(windows: Windows):
    chair, commune = windows.chair, windows.commune
    windows.give_the_floor()
    line = f"{row(chair, commune.site)} [data-line=good]"
    wait_for("the desk knows the line", lambda: shows(chair, line), chair.page)
    # Some seconds of the speaker's picture: time in which a finding would come.
    for _ in range(130):
        shown = chair.frame(commune.site, COMMUNE)
        goes_on = lambda: chair.frame(commune.site, COMMUNE) != shown  # noqa: E731, B023
        wait_for("the picture goes on", goes_on, chair.page)
    for room in (chair, commune):
        assert not shows(room, "[data-testid=finding], [data-testid=soundless]")
        assert not shows(room, "[data-testid=mark]")


def test_it_publishes_anew_what_the_engine_lost_before_the_site_is_called(
    lost: Windows,
):
    chair, page, site = lost.chair, lost.commune.page, lost.commune.site
    again = lambda: page.evaluate("window.__microphones.length") > 1  # noqa: E731
    wait_for("the commune publishes its microphone again", again, page)
    chair.press("open")
    chair.press("grant", site)
    wait_for("the chair hears and sees it", lost.commune_is_on, chair.page)
