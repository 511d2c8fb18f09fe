"""Two displays of one room: the shared screen stands alone on the second."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright

from tests.e2e.conftest import Demo
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import Room, launch, shows_screen, wait_for, window_of

pytestmark = pytest.mark.e2e

TWO = "--screen-info={1280x720}{1280x720}"
SLIDES = '[data-testid=slides][data-site="{site}"] video'
FRAMES = """
(shown) => document.querySelector(shown)
  ?.getVideoPlaybackQuality().totalVideoFrames ?? 0
"""
# Of what has the focus, in the window that has the buttons.
FOCUSED = "() => document.activeElement?.dataset.testid ?? ''"


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
    slides = SLIDES.format(site=hub)
    chair.press("open")
    wait_for("it sees the chair", lambda: commune.sees(hub, CHAIR), page)
    with page.expect_popup() as opening:
        commune.press("second")
    second = opening.value
    _stands_there(second)
    words = second.locator("[data-testid=second-stage]")
    assert "Tài liệu trình chiếu sẽ hiện ở đây" in words.inner_text()

    chair.press("share")
    wait_for("it is seen there", lambda: shows_screen(second, slides), page, 30)
    before = second.evaluate(FRAMES, slides)
    wait_for("it moves", lambda: second.evaluate(FRAMES, slides) > before + 5, page, 30)
    assert commune.screens() == 0
    assert commune.sees(hub, CHAIR)

    with page.expect_popup() as opening:
        page.reload()
    second = opening.value
    _stands_there(second)
    wait_for("it is seen again", lambda: shows_screen(second, slides), page, 30)
    chair.press("unshare")
    words = second.locator("[data-testid=second-stage]")
    wait_for("it is a word again", words.get_by_text("sẽ hiện ở đây").count, page)

    commune.page.locator("[data-testid=second]").focus()
    # A remote control is heard by whichever window has the keys.
    second.keyboard.press("ArrowRight")
    moved = lambda: page.evaluate(FOCUSED) not in ("", "second")  # noqa: E731
    wait_for("the keys are for the room", moved, page)
    second.keyboard.press("ArrowLeft")
    # It closes the window in which the key is pressed.
    with contextlib.suppress(Error):
        second.keyboard.press("Enter")
    wait_for("it is gone", lambda: len(page.context.pages) == 1, page)


def _stands_there(second: Page) -> None:
    """On the display to the right of the first."""
    wait_for("it stands there", lambda: second.evaluate("screenX") >= 1280, second)
