"""The computer that is wired to another system hears and shows all but that system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from math import log10
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.e2e.conftest import Demo, Windows
from tests.e2e.media import CHAIR, LINK, Signature
from tests.e2e.room import Room, launch, wait_for, window_of

pytestmark = pytest.mark.e2e

# How strong one tone is in all that a window plays together: its amplitude, 0 to 1.
AMPLITUDE = """
(hertz) => {
  const all = (window.__all ??= (() => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 32768;
    return {context, analyser, sources: new Map()};
  })());
  all.context.resume();
  for (const audio of document.querySelectorAll('audio')) {
    const stream = audio.srcObject;
    if (!stream || audio.muted || audio.paused || all.sources.has(stream)) continue;
    const source = all.context.createMediaStreamSource(stream);
    source.connect(all.analyser);
    all.sources.set(stream, source);
  }
  const samples = new Float32Array(all.analyser.fftSize);
  all.analyser.getFloatTimeDomainData(samples);
  let real = 0, imaginary = 0;
  const step = 2 * Math.PI * hertz / all.context.sampleRate;
  samples.forEach((value, index) => {
    // A window of Hann: other tones do not spill over into this one.
    const hann = 1 - Math.cos(2 * Math.PI * index / samples.length);
    real += value * hann * Math.cos(step * index);
    imaginary += value * hann * Math.sin(step * index);
  });
  return 2 * Math.hypot(real, imaginary) / samples.length;
}
"""


@pytest.fixture
def wired(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """The browser between the meeting and the other system."""
    with window_of(launch(playwright, tmp_path, LINK)) as page:
        yield page


# As loud as that is a tone that is played at all.
AUDIBLE = 0.03


def loud(room: Page, signature: Signature) -> float:
    """The amplitude of that site's tone in what this window plays."""
    found: float = room.evaluate(AMPLITUDE, signature.tone)
    return found


def test_what_comes_from_the_other_system_does_not_go_back_to_it(
    windows: Windows, wired: Page, desk: Page
):
    demo, chair, commune = windows.demo, windows.chair, windows.commune
    link = demo.enter(wired, "technician", demo.facts["sites"]["link"])
    programme = _programme(demo, desk, link.site)
    chair.press("open")
    chair.press("grant", link.site)
    for who in (chair.page, commune.page):
        wait_for("the other system is heard", _hears(who, LINK), who, 30)
    for who in (wired, programme):
        wait_for("it hears the chair", _hears(who, CHAIR), who, 30)
        # What came back would always be there; a torn tone is everywhere, for once.
        wait_for("its own tone is 50 dB down", _apart(chair.page, who), who, 30)
    sees = lambda: chair.sees(link.site, LINK) and link.sees(windows.hub, CHAIR)  # noqa: E731
    wait_for("both see each other", sees, chair.page, 30)
    assert not wired.locator(f"[data-testid=tile][data-site='{link.site}']").count()


def _hears(page: Page, signature: Signature) -> Callable[[], bool]:
    return lambda: loud(page, signature) > AUDIBLE


def _apart(there: Page, back: Page) -> Callable[[], bool]:
    """Is the tone of the link site for two seconds 50 dB weaker in its return?"""
    since: list[float] = []

    def apart() -> bool:
        heard, returned = loud(there, LINK), max(loud(back, LINK), 1e-9)
        down = 20 * log10(heard / returned) if heard > AUDIBLE else 0
        if down < 50 or not _hears(back, CHAIR)():
            since.clear()
            return False
        since.append(time.monotonic())
        return since[-1] - since[0] >= 2

    return apart


def _programme(demo: Demo, page: Page, site: int) -> Page:
    demo.sign_in(page, "secretary")
    page.goto(f"{demo.address}/programme/{demo.facts['meeting']}/?for={site}")
    room = Room(page, site)
    wait_for("the programme is connected", room.connected, page, 30)
    return page


def test_its_screen_carries_no_word_of_ours_until_somebody_is_there(
    windows: Windows, wired: Page
):
    demo = windows.demo
    link = demo.enter(wired, "technician", demo.facts["sites"]["link"])
    windows.chair.press("open")
    sees = lambda: link.sees(windows.hub, CHAIR)  # noqa: E731
    wait_for("it shows the chair", sees, wired, 30)
    bare = wired.locator("[data-testid=bare][data-stirred=false]")
    wait_for("nobody is there", lambda: bare.count() == 1, wired, 15)
    stage = wired.locator("[data-testid=stage]").bounding_box()
    assert stage == {"x": 0, "y": 0, "width": 1280, "height": 720}
    button = wired.locator("[data-testid=devices]")
    assert not button.is_visible()
    wired.mouse.move(200, 200)
    wait_for("its buttons are there", button.is_visible, wired)
    button.click()
    mode = wired.locator("[data-testid=use-mode][aria-pressed=true]")
    assert mode.get_attribute("data-device") == "mixer"
