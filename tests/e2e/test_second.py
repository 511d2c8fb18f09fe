"""Two displays of one room: the shared screen stands alone on the second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.e2e.conftest import Demo
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import Room, launch, wait_for, window_of

pytestmark = pytest.mark.e2e

TWO = "--screen-info={1280x720}{1280x720}"
# What the second window shows of a site's screen, and where it stands.
GREEN = """
(site) => {
  const tile = `[data-testid=slides][data-site="${site}"]`;
  const picture = document.querySelector(`${tile} video`);
  if (!picture?.videoWidth || picture.paused) return false;
  const context = new OffscreenCanvas(16, 16).getContext('2d');
  context.drawImage(picture, 0, 0, 16, 16);
  const [red, green, blue] = context.getImageData(2, 8, 1, 1).data;
  return green > 100 && green > red && green > blue;
}
"""
FRAMES = """
(site) => document.querySelector(`[data-testid=slides][data-site="${site}"] video`)
  ?.getVideoPlaybackQuality().totalVideoFrames ?? 0
"""


@pytest.fixture
def commune(playwright: Playwright, tmp_path: Path, demo: Demo) -> Iterator[Room]:
    """A commune whose computer has two displays."""
    browser = launch(playwright, tmp_path, COMMUNE, flags=[TWO])
    with window_of(browser) as page:
        _allow_windows(page, demo.address)
        yield demo.enter(page, "clerk", demo.facts["sites"]["commune"])


def _allow_windows(page: Page, origin: str) -> None:
    """What the policy of `/trust` allows a room computer."""
    session = page.context.new_cdp_session(page)
    own = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    known = {"name": "window-management"}
    how = {"permission": known, "setting": "granted", "origin": origin}
    session.send("Browser.setPermission", {**how, "browserContextId": own})


def test_it_shows_the_shared_screen_there_and_who_speaks_here(
    demo: Demo, chair: Room, commune: Room
):
    hub, page = chair.site, commune.page
    chair.press("open")
    wait_for("it sees the chair", lambda: commune.sees(hub, CHAIR), page)
    with page.expect_popup() as opening:
        commune.press("second")
    second = opening.value
    assert second.evaluate("() => window.screenX") >= 1280
    words = second.locator("[data-testid=second-stage]")
    assert "Tài liệu trình chiếu sẽ hiện ở đây" in words.inner_text()

    chair.press("share")
    wait_for("it is seen there", lambda: second.evaluate(GREEN, hub), page, 30)
    before = second.evaluate(FRAMES, hub)
    wait_for("it moves", lambda: second.evaluate(FRAMES, hub) > before + 5, page, 30)
    assert commune.screens() == 0
    assert commune.sees(hub, CHAIR)
    chair.press("unshare")
    wait_for("it is a word again", words.get_by_text("sẽ hiện ở đây").count, page)

    page.reload()
    again = lambda: len(page.context.pages) == 2  # noqa: E731
    wait_for("it is there again by itself", again, page, 30)
    commune.press("second")
    wait_for("it is gone", lambda: len(page.context.pages) == 1, page)
