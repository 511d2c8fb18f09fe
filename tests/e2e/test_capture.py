"""A second picture source, as from an HDMI cable, is shown like a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Demo
from tests.e2e.media import COMMUNE
from tests.e2e.room import SENT, Room, wait_for
from tests.e2e.test_devices import use

pytestmark = pytest.mark.e2e
# The device, the hint and the size of what is sent as a screen.
SCREEN = """
() => {
  const tracks = window.__peers
    .filter((peer) => peer.connectionState === 'connected')
    .flatMap((peer) => peer.getSenders().map((sender) => sender.track))
    .filter((track) => track?.readyState === 'live' && track.kind === 'video');
  const shown = tracks.find((track) => track.contentHint === 'detail');
  return shown ? shown.getSettings().deviceId : null;
}
"""


def test_it_shows_a_second_source_beside_the_camera(
    demo: Demo, chair: Room, rich: Page
):
    commune = demo.enter(rich, "clerk", demo.facts["sites"]["commune"])
    site = commune.site
    commune.press("devices")
    camera = use(rich, "camera", 2)
    source = use(rich, "capture", 1)
    use(rich, "captureSound", 2)
    assert source not in {"", camera}
    commune.press("devices")

    chair.press("open")
    chair.press("grant", site)
    rich.locator("[data-testid=share-capture]").click()
    sees = lambda: chair.sees_screen(site)  # noqa: E731
    wait_for("the chair sees the source", sees, chair.page, 30)
    wait_for("the chair hears it", chair.hears_screen, chair.page, 30)
    hears = lambda: chair.hears(site, COMMUNE)  # noqa: E731
    wait_for("the chair hears the commune beside it", hears, chair.page)
    assert rich.evaluate(SCREEN) == source
    assert rich.evaluate(SENT)["video"] in {source, camera}

    commune.press("unshare")
    wait_for("the source is gone", lambda: chair.screens() == 0, chair.page)
    wait_for("it is let go", lambda: rich.evaluate(SCREEN) is None, rich)
    # The next meeting on this machine knows it already.
    rich.reload()
    rich.locator("[data-testid=share-capture]").click()
    wait_for("the chair sees it again", sees, chair.page)

    chair.press("revoke", site)
    wait_for("it ends with the turn", lambda: chair.screens() == 0, chair.page)
