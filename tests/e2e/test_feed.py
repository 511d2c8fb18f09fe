"""A real camera is a site of the meeting: seen and heard, cut and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.e2e.conftest import Demo
from tests.e2e.media import LINK
from tests.e2e.room import Room, launch, wait_for, window_of
from tests.rtsp.camera import Camera, write_stream

pytestmark = pytest.mark.e2e

USER, PASSWORD = "admin", "mat-khau-camera"
SEVERAL = 7
# ms; beyond this people see that lips and words are two things.
IN_STEP = 80
CUT = 30

# From now on: when the picture of a site turned white, and when its sound began, both
# as the window's own clock says that they are seen and heard.
WATCH = """
(site) => {
  const seen = (window.__step = {flashes: [], beeps: [], sizes: new Set()});
  const tile = `[data-testid=tile][data-site="${site}"] video`;
  const often = {willReadFrequently: true};
  const canvas = new OffscreenCanvas(16, 9).getContext('2d', often);
  let white = true, watched = null;
  const frame = (video) => (now, {expectedDisplayTime, height}) => {
    canvas.drawImage(video, 0, 0, 16, 9);
    const bright = canvas.getImageData(8, 4, 1, 1).data[1] > 180;
    if (bright && !white) seen.flashes.push(expectedDisplayTime);
    white = bright;
    seen.sizes.add(height);
    if (video === watched) video.requestVideoFrameCallback(frame(video));
  };
  setInterval(() => {
    const video = document.querySelector(tile);
    if (!video || video === watched) return;
    watched = video;
    video.requestVideoFrameCallback(frame(video));
  }, 100);
  const context = new AudioContext();
  const ear = context.createScriptProcessor(256, 1, 1);
  let quiet = 0, source = null, stream = null;
  ear.onaudioprocess = ({inputBuffer, playbackTime}) => {
    const samples = inputBuffer.getChannelData(0);
    const first = samples.findIndex((one) => Math.abs(one) > 0.1);
    if (first >= 0 && quiet > 20) {
      const {contextTime, performanceTime} = context.getOutputTimestamp();
      const heard = playbackTime + first / context.sampleRate - contextTime;
      seen.beeps.push(performanceTime + 1000 * heard);
    }
    quiet = first >= 0 ? 0 : quiet + 1;
  };
  ear.connect(context.destination);
  setInterval(() => {
    const audio = document.querySelector(`audio[data-site="${site}"]`);
    if (!audio?.srcObject || audio.srcObject === stream) return;
    source?.disconnect();
    stream = audio.srcObject;
    source = context.createMediaStreamSource(stream);
    source.connect(ear);
    context.resume();
  }, 100);
}
"""
FOUND = "() => ({...window.__step, sizes: [...window.__step.sizes]})"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "camera.ts"


@pytest.fixture
def camera(file: Path) -> Iterator[Camera]:
    """One that goes on as it comes."""
    write_stream(file)
    with Camera(file, user=USER, password=PASSWORD) as started:
        yield started


class Keeper:
    """Who keeps the site and gives it a stream, in a window of the page."""

    def __init__(self, demo: Demo, page: Page, site: int) -> None:
        self.page, self.address = page, f"{demo.address}/diem-cau/{site}/nguon-hinh/"
        demo.sign_in(page, "administrator")

    def give(self, url: str, password: str = PASSWORD) -> None:
        self.page.goto(self.address)
        self.page.fill("[name=address]", url)
        self.page.fill("[name=user]", USER)
        self.page.fill("[name=password]", password)
        self.page.click("main .form button[type=submit]")

    def reads(self, *words: str, seconds: float = 40) -> None:
        """What the page says by itself, without being loaded again."""
        main = self.page.locator("main")
        said = lambda: all(one in main.inner_text() for one in words)  # noqa: E731
        wait_for(f"it says {words}", said, self.page, seconds)

    def take_away(self) -> None:
        """So that the next test finds an ordinary room."""
        self.page.goto(self.address)
        self.page.evaluate(
            "() => document.querySelector('form[action$=\"/bo/\"]').requestSubmit()"
        )
        self.page.wait_for_url("**/diem-cau/*/")


@pytest.fixture
def keeper(demo: Demo, desk: Page) -> Iterator[Keeper]:
    made = Keeper(demo, desk, demo.facts["sites"]["commune"])
    yield made
    made.take_away()


@pytest.fixture
def looking(playwright: Playwright, tmp_path: Path, demo: Demo) -> Iterator[Page]:
    """A room that sees the stage alone: a desk beside 18 tiles has no sharp picture."""
    with window_of(launch(playwright, tmp_path, LINK)) as page:
        yield demo.enter(page, "technician", demo.facts["sites"]["link"]).page


def step_of(found: dict[str, Any]) -> list[float]:
    """By how much (ms) each beep came after the flash that is nearest to it."""
    flashes, beeps = found["flashes"], found["beeps"]
    if not flashes:
        return []
    near = [(beep, min(flashes, key=lambda one: abs(one - beep))) for beep in beeps]
    return [beep - flash for beep, flash in near if abs(beep - flash) < 450]


def test_a_camera_is_a_site_and_comes_back_by_itself(
    demo: Demo,
    chair: Room,
    looking: Page,
    keeper: Keeper,
    camera: Camera,
    record_property: Callable[[str, object], None],
):
    site = demo.facts["sites"]["commune"]
    # Before it comes: it goes where a meeting runs, also to that of another test.
    chair.press("open")
    keeper.give(camera.url)
    keeper.reads("Đang chạy", "H264 1280 × 720", "AAC", "Giữ nguyên hình gốc")

    page = looking
    chair.press("grant", site)
    page.evaluate(WATCH, site)
    found = lambda: page.evaluate(FOUND)  # noqa: E731
    wait_for("it is seen sharply", lambda: 720 in found()["sizes"], page, 30)
    wait_for("it is heard", lambda: len(found()["beeps"]) > 2, page, 30)
    lips = lambda: step_of(found())[-SEVERAL:]  # noqa: E731
    settled = lambda: len(lips()) == SEVERAL and abs(median(lips())) <= IN_STEP  # noqa: E731
    took = wait_for("sound and picture are in step", settled, page, 90)
    record_property("in_step_s", round(took, 1))
    record_property("sound_after_picture_ms", [round(one) for one in step_of(found())])

    camera.kill()
    cut = time.monotonic()
    away = page.locator(f"[data-testid=tile][data-site='{site}'] video")
    wait_for("its place is empty", lambda: not away.count(), page, 30)
    keeper.reads("Không chạy")
    wait_for("cut for long", lambda: time.monotonic() - cut > CUT, page, CUT + 5)
    page.evaluate("() => { window.__step.flashes = []; window.__step.beeps = []; }")
    camera.start()
    back = wait_for("it is back", lambda: len(step_of(found())) >= 3, page, 40)
    record_property("back_s", round(back, 1))
    assert PASSWORD not in demo.running.said
    assert PASSWORD not in _command_lines(camera.pid)


def test_what_browsers_cannot_read_is_made_anew_and_the_technician_is_told_why(
    demo: Demo, chair: Room, looking: Page, keeper: Keeper, file: Path
):
    write_stream(file, bframes=2)
    site = demo.facts["sites"]["commune"]
    with Camera(file, user=USER, password=PASSWORD) as camera:
        chair.press("open")
        keeper.give(camera.url)
        keeper.reads("Đang chạy", "Hình có B-frame", "720p")
        chair.press("grant", site)
        looking.evaluate(WATCH, site)
        found = lambda: looking.evaluate(FOUND)  # noqa: E731
        sharp = lambda: 720 in found()["sizes"] and found()["flashes"]  # noqa: E731
        wait_for("it is seen sharply", sharp, looking, 40)


def test_a_wrong_password_is_said_in_words(keeper: Keeper, camera: Camera):
    keeper.give(camera.url, "sai")
    keeper.page.get_by_role("button", name="Xem thử").click()
    keeper.reads("Sai tên đăng nhập hoặc mật khẩu của camera")
    keeper.give(camera.url)
    keeper.page.get_by_role("button", name="Xem thử").click()
    keeper.reads("Đang chạy")
    photograph = keeper.page.locator("img.site-photo")
    wait_for("it shows what it sees", photograph.count, keeper.page, 20)


def _command_lines(but: int | None) -> str:
    """Of everything that runs on this machine, without the camera itself."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        if path.parent.name == str(but):
            continue
        try:
            lines.append(path.read_text(errors="replace"))
        except OSError:
            continue
    return "\n".join(lines)
