"""A technician sets the machine of a site from afar, and ends an echo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from nhipcau.cli.bench.windows import CHROMIUM, FLAGS
from tests.e2e.acoustics import launch_in, loud_room, write_speech
from tests.e2e.conftest import Demo
from tests.e2e.media import COMMUNE
from tests.e2e.room import SENT, Room, wait_for, window_of

pytestmark = pytest.mark.e2e

# How loud a window plays a site: root mean square of 85 ms.
LOUDNESS = """
(site) => {
  const audio = document.querySelector(`audio[data-site="${site}"]`);
  if (!audio?.srcObject) return 0;
  const ear = (window.__loud ??= (() => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    return {context, analyser, stream: null, source: null};
  })());
  if (ear.stream !== audio.srcObject) {
    ear.source?.disconnect();
    ear.stream = audio.srcObject;
    ear.source = ear.context.createMediaStreamSource(ear.stream);
    ear.source.connect(ear.analyser);
  }
  const samples = new Float32Array(4096);
  ear.analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / 4096);
}
"""


class Desk:
    """The technician's page of one site."""

    def __init__(self, demo: Demo, page: Page, site: int) -> None:
        self.page = page
        meeting = demo.facts["meeting"]
        page.goto(f"{demo.address}/cuoc-hop/{meeting}/ky-thuat/{site}/")

    def ask(self, kind: str) -> None:
        """Asks for it and waits for the machine's answer."""
        rows = self.page.locator("#errands tbody tr")
        before = rows.count()
        self.page.locator(f"button[name=kind][value={kind}]").click()
        yes = self.page.locator("dialog[open] button[value=yes]")
        if kind in ("reload", "restart"):
            yes.click()
        wait_for("it was asked", lambda: rows.count() > before, self.page)
        waits = self.page.locator("#errands .state.wait")
        wait_for("the machine answers", lambda: not waits.count(), self.page, 30)

    def answer(self) -> str:
        """What the machine answered last."""
        return self.page.locator("#errands tbody tr").first.inner_text()


def opened(demo: Demo, chair: Room, page: Page) -> Room:
    """The commune has the floor of an open meeting, and the chair hears it."""
    commune = demo.enter(page, "clerk", demo.facts["sites"]["commune"])
    chair.press("open")
    chair.press("grant", commune.site)
    return commune


def test_devices_are_chosen_and_a_page_is_reloaded_from_afar(
    demo: Demo, chair: Room, rich: Page
):
    commune = opened(demo, chair, rich)
    hears = lambda: chair.hears(commune.site, COMMUNE)  # noqa: E731
    wait_for("the chair hears the commune", hears, chair.page)
    plays = lambda: chair.page.evaluate(LOUDNESS, commune.site)  # noqa: E731
    desk = Desk(demo, chair.page.context.new_page(), commune.site)

    desk.ask("look")
    assert "Chromium" in desk.page.locator("main").inner_text()
    camera = desk.page.locator("[name=camera] option").nth(2)
    chosen = camera.get_attribute("value")
    desk.page.select_option("[name=camera]", chosen)
    desk.page.select_option("[name=mode]", "mixer")
    desk.ask("choose")
    assert "Đã làm" in desk.answer()
    video = lambda: rich.evaluate(SENT)["video"]  # noqa: E731
    wait_for("the other camera is sent", lambda: video() == chosen, rich)

    wait_for("the tone is there", lambda: plays() > 0.05, chair.page)
    before = plays()
    desk.page.select_option("[name=gain]", "low")
    desk.ask("choose")
    half = lambda: 0.35 < plays() / before < 0.65  # noqa: E731
    wait_for("it is half as loud", half, chair.page)

    desk.ask("picture")
    photo = desk.page.locator("img.site-photo")
    wait_for("its picture is there", lambda: photo.count() == 1, desk.page, 30)
    assert photo.evaluate("(image) => image.decode().then(() => image.naturalWidth)")
    desk.ask("tone")
    assert "Đã làm" in desk.answer()

    chair.remember()
    rich.evaluate("window.__before = true")
    desk.ask("reload")
    anew = lambda: not rich.evaluate("window.__before")  # noqa: E731
    wait_for("its page is another", anew, rich, 30)
    wait_for("the commune is back", commune.connected, rich, 30)
    wait_for("the chair hears it again", hears, chair.page, 30)
    wait_for("as loud as was chosen", half, chair.page)


@pytest.fixture
def speaking(playwright: Playwright, tmp_path: Path, demo: Demo) -> Iterator[Room]:
    """The chair, who speaks as people speak."""
    write_speech(tmp_path / "speech.wav")
    speech = f"--use-file-for-fake-audio-capture={tmp_path / 'speech.wav'}"
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, speech]
    )
    with window_of(browser) as page:
        yield demo.enter(page, "chair", demo.facts["sites"]["hub"])


@pytest.fixture
def echoing(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A browser in a room whose microphone hears its speaker."""
    with loud_room(tmp_path) as room, window_of(launch_in(playwright, room)) as page:
        yield page


def test_a_room_that_sends_back_what_it_hears_is_marked_and_cut(
    demo: Demo, speaking: Room, echoing: Page
):
    commune = opened(demo, speaking, echoing)
    desk = Desk(demo, speaking.page.context.new_page(), commune.site)
    desk.ask("look")
    desk.page.select_option("[name=mode]", "mixer")
    desk.ask("choose")

    echoes = speaking.page.locator("[data-testid=echoes]")
    wait_for("the desk names the room", lambda: echoes.count() == 1, speaking.page, 60)
    assert "Điểm cầu gây vọng: Tam Hải" in echoes.inner_text()
    speaking.page.bring_to_front()
    speaking.page.keyboard.press("v")
    muted = echoing.locator("[data-testid=microphone][data-microphone=muted]")
    wait_for("its microphone is closed", lambda: muted.count() == 1, echoing)
    wait_for("the desk says no more", lambda: not echoes.count(), speaking.page)

    desk.page.bring_to_front()
    desk.ask("echo")
    assert "Có vọng" in desk.answer()
