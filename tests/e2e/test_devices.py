"""A site changes its devices while it speaks: nobody misses a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Demo
from tests.e2e.media import COMMUNE
from tests.e2e.room import SENT, Room, wait_for

pytestmark = pytest.mark.e2e
PLAYS_ON = "() => document.querySelector('[data-testid=sound]')?.sinkId"
# Whether a picture of the site moves. A track alone is none yet: as long as nothing has
# come of it, the window asks for it once more, and that brings another track.
MOVES = """
(site) => {
  const video = document.querySelector(`[data-testid=tile][data-site="${site}"] video`);
  return video?.getVideoPlaybackQuality().totalVideoFrames > 5;
}
"""
# Counts what the window shows and plays of a site; the same track all the time?
WATCH = """
(site) => {
  const audio = document.querySelector(`audio[data-site="${site}"]`);
  const video = document.querySelector(`[data-testid=tile][data-site="${site}"] video`);
  const track = (element) => element.srcObject?.getTracks()[0]?.id;
  const known = {audio: track(audio), video: track(video)};
  const begun = performance.now();
  const seen = window.__seen = {frames: 0, changed: [], longest: 0, until: 0};
  let last = begun;
  const frame = (now) => {
    seen.frames += 1;
    if (now - last > seen.longest)
      Object.assign(seen, {longest: now - last, until: now - begun});
    last = now;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  setInterval(() => {
    for (const [kind, element] of Object.entries({audio, video})) {
      const id = track(element);
      if (id === known[kind]) continue;
      const how = {at: performance.now() - begun, shown: element.isConnected};
      seen.changed.push({kind, from: known[kind], to: id, ...how});
      known[kind] = id;
    }
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
    moves = lambda: chair.page.evaluate(MOVES, commune.site)  # noqa: E731
    wait_for("the chair sees the commune", moves, chair.page)
    chair.page.evaluate(WATCH, commune.site)

    commune.press("devices")
    chosen = {"video": use(rich, "camera", 2)}
    use(rich, "mode", 1)
    chosen["audio"] = use(rich, "microphone", 2)
    wait_for("it sends the chosen", lambda: rich.evaluate(SENT) == chosen, rich)
    speaker = use(rich, "speaker", 2)
    wait_for("it plays there", lambda: rich.evaluate(PLAYS_ON) == speaker, rich)

    chair.page.evaluate("window.__seen.frames = 0")
    seen = lambda: chair.page.evaluate("window.__seen.frames") > 5  # noqa: E731
    wait_for("the chair still sees the commune", seen, chair.page)
    wait_for("the chair still hears the commune", hears, chair.page)
    found = chair.page.evaluate("window.__seen")
    assert not found["changed"], f"the chair had to subscribe anew: {found}"
    assert found["longest"] < 2000, found

    rich.reload()
    wait_for("it is back with its choice", lambda: rich.evaluate(SENT) == chosen, rich)
    wait_for("it plays there again", lambda: rich.evaluate(PLAYS_ON) == speaker, rich)
