"""A site changes its devices while it speaks: nobody misses a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Demo
from tests.e2e.media import COMMUNE
from tests.e2e.room import SENT, Room, wait_for

pytestmark = pytest.mark.e2e
PLAYS_ON = "() => document.querySelector('[data-testid=sound]')?.sinkId"
# Counts what the window shows and plays of a site; the same track all the time?
WATCH = """
(site) => {
  const audio = document.querySelector(`audio[data-site="${site}"]`);
  const video = document.querySelector(`[data-testid=tile][data-site="${site}"] video`);
  const track = (element) => element.srcObject?.getTracks()[0]?.id;
  const first = [track(audio), track(video)];
  window.__seen = {frames: 0, changed: false, longest: 0};
  let last = performance.now();
  const frame = (now) => {
    window.__seen.frames += 1;
    window.__seen.longest = Math.max(window.__seen.longest, now - last);
    last = now;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  setInterval(() => {
    if (track(audio) !== first[0] || track(video) !== first[1])
      window.__seen.changed = true;
  }, 20);
}
"""


def use(page: Page, name: str, place: int) -> str:
    """Presses the device of that kind at `place`; which one it is."""
    button = page.locator(f"[data-testid=use-{name}]").nth(place)
    button.click()
    wait_for(
        f"{name} {place} is in use",
        lambda: button.get_attribute("aria-pressed") == "true",
        page,
    )
    return button.get_attribute("data-device") or ""


def test_it_changes_every_device_while_the_site_speaks(
    demo: Demo, chair: Room, rich: Page
):
    commune = demo.enter(rich, "clerk", demo.facts["sites"]["commune"])
    chair.press("open")
    chair.press("grant", commune.site)
    hears = lambda: chair.hears(commune.site, COMMUNE)  # noqa: E731
    wait_for("the chair hears the commune", hears, chair.page)
    chair.page.wait_for_selector(f"[data-testid=tile][data-site='{commune.site}']")
    chair.page.evaluate(WATCH, commune.site)
    seen = lambda: chair.page.evaluate("window.__seen.frames") > 5  # noqa: E731
    wait_for("the chair sees the commune", seen, chair.page)

    commune.press("devices")
    chosen = {"video": use(rich, "camera", 2)}
    use(rich, "mode", 1)
    chosen["audio"] = use(rich, "microphone", 2)
    wait_for("it sends the chosen", lambda: rich.evaluate(SENT) == chosen, rich)
    speaker = use(rich, "speaker", 2)
    wait_for("it plays there", lambda: rich.evaluate(PLAYS_ON) == speaker, rich)

    chair.page.evaluate("window.__seen.frames = 0")
    wait_for("the chair still sees the commune", seen, chair.page)
    wait_for("the chair still hears the commune", hears, chair.page)
    found = chair.page.evaluate("window.__seen")
    assert not found["changed"], "the chair had to subscribe anew"
    assert found["longest"] < 2000, found

    rich.reload()
    wait_for("it is back with its choice", lambda: rich.evaluate(SENT) == chosen, rich)
    wait_for("it plays there again", lambda: rich.evaluate(PLAYS_ON) == speaker, rich)
