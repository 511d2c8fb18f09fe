"""One real Chromium window in the room, read as a person would see and hear it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from nhipcau.cli.bench import windows
from nhipcau.cli.bench.media import write_microphone
from tests.e2e.media import (
    COLUMNS,
    ROWS,
    SMALL,
    Shape,
    Signature,
    read_bits,
    write_camera,
)

# How a tile shows a picture: as it moves, or as a photograph.
MOVING, STILL = "video", "img"

READ_CELLS = """
([site, shown, columns, rows]) => {
  const picture = document.querySelector(
    `[data-testid=tile][data-site="${site}"]:not([data-role=screen]) ${shown}`);
  if (!(picture?.videoWidth || picture?.naturalWidth) || picture.paused) return null;
  const canvas = document.createElement('canvas');
  canvas.width = columns * 8; canvas.height = rows * 8;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const cells = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const pixel = context.getImageData(column * 8 + 4, row * 8 + 4, 1, 1).data;
      cells.push(pixel[1] > 125 ? 1 : 0);
    }
  return cells;
}
"""

# Power of one tone in the last 85 ms of what this window plays in one element,
# against the power of all frequencies: a pure tone gives a ratio near one.
READ_TONE = """
([heard, hertz]) => {
  const audio = document.querySelector(`audio${heard}`);
  if (!audio || !audio.srcObject || audio.muted || audio.paused) return 0;
  const ears = (window.__ears ??= new Map());
  let ear = ears.get(heard);
  if (!ear || ear.stream !== audio.srcObject) {
    const context = ear?.context ?? new AudioContext();
    ear?.source.disconnect();
    const source = context.createMediaStreamSource(audio.srcObject);
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    ear = {context, source, analyser, stream: audio.srcObject};
    ears.set(heard, ear);
  }
  ear.context.resume();
  const samples = new Float32Array(ear.analyser.fftSize);
  ear.analyser.getFloatTimeDomainData(samples);
  let whole = 0, real = 0, imaginary = 0;
  const step = 2 * Math.PI * hertz / ear.context.sampleRate;
  samples.forEach((value, index) => {
    whole += value * value;
    real += value * Math.cos(step * index);
    imaginary += value * Math.sin(step * index);
  });
  if (whole / samples.length < 1e-6) return 0;
  return 2 * (real * real + imaginary * imaginary) / (samples.length * whole);
}
"""


READ_SCREEN = """
(shown) => {
  const picture = document.querySelector(shown);
  if (!(picture?.videoWidth || picture?.naturalWidth) || picture.paused) return null;
  const context = new OffscreenCanvas(16, 16).getContext('2d');
  context.drawImage(picture, 0, 0, 16, 16);
  return [...context.getImageData(2, 8, 1, 1).data];
}
"""
# Mean square of the last 43 ms that this window plays of a shared screen.
READ_LOUDNESS = """
() => {
  const audio = document.querySelector('[data-testid=screen-sound]');
  if (!audio || !audio.srcObject || audio.muted || audio.paused) return 0;
  let ear = window.__screen;
  if (!ear || ear.stream !== audio.srcObject) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(audio.srcObject).connect(analyser);
    ear = window.__screen = {analyser, stream: audio.srcObject};
  }
  const samples = new Float32Array(ear.analyser.fftSize);
  ear.analyser.getFloatTimeDomainData(samples);
  return samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
}
"""

# Every connection that the window shows from now on.
REMEMBER = """
() => {
  const room = document.querySelector('[data-testid=room]');
  window.__connections = [];
  new MutationObserver(() => window.__connections.push(room.dataset.connection))
    .observe(room, {attributeFilter: ['data-connection']});
}
"""

# What a failed test wants to know of a window.
DESCRIBE = """
() => JSON.stringify({
  room: {...document.querySelector('[data-testid=room]')?.dataset},
  media: [...document.querySelectorAll('video, audio')].map((one) => ({
    tag: one.tagName, site: one.dataset.site, paused: one.paused,
    width: one.videoWidth, tracks: one.srcObject?.getTracks().map(
      (track) => `${track.kind} ${track.readyState} muted=${track.muted}`),
  })),
  // A page beside the room has nothing but its words.
  said: document.querySelector('[data-testid=room]')
    ? undefined : document.querySelector('main')?.innerText,
})
"""


# Which devices what it sends comes from: by kind, as the browser names them.
REMEMBER_PEERS = """
window.__peers = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...how) { super(...how); window.__peers.push(this); }
};
"""
SENT = """
() => Object.fromEntries(window.__peers
  .filter((peer) => peer.connectionState === 'connected')
  .flatMap((peer) => peer.getSenders().map((sender) => sender.track))
  .filter((track) => track?.readyState === 'live')
  .map((track) => [track.kind, track.getSettings().deviceId]))
"""


def wait_for(
    what: str, condition: Callable[[], object], page: Page, seconds: float = 15
) -> float:
    """Seconds until `condition` held; fails with `what` after the deadline."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            facts = page.evaluate(DESCRIBE)
            raise AssertionError(f"not within {seconds} s: {what}; {facts}")
        page.wait_for_timeout(20)  # lets the browser's events through
    return time.monotonic() - start


def launch(
    playwright: Playwright,
    folder: Path,
    signature: Signature,
    executable: Path = windows.CHROMIUM,
    flags: Sequence[str] = (),
    shape: Shape = SMALL,
) -> Browser:
    """A Chromium whose camera and microphone carry `signature`."""
    camera = folder / f"camera-{signature.code}.y4m"
    microphone = folder / f"microphone-{signature.tone}.wav"
    if not camera.exists():
        write_camera(camera, signature, shape)
        write_microphone(microphone, signature.tone)
    return windows.launch(playwright, camera, microphone, executable, flags)


@contextmanager
def window_of(browser: Browser) -> Iterator[Page]:
    """One window of this browser, which ends with it."""
    try:
        yield browser.new_context(viewport=windows.VIEWPORT).new_page()
    finally:
        browser.close()


def shows_screen(page: Page, shown: str) -> bool:
    """Whether that picture is what Chromium captures in place of a screen: green."""
    pixel = page.evaluate(READ_SCREEN, shown)
    return bool(pixel) and pixel[1] > 100 > max(pixel[0], pixel[2])


@dataclass
class Room:
    """A window that sits in the meeting for one site."""

    page: Page
    site: int

    def attribute(self, name: str) -> str:
        """A `data-` attribute of the room's element."""
        room = self.page.locator("[data-testid=room]")
        return (room.get_attribute(f"data-{name}") if room.count() else "") or ""

    def sees(self, site: int, signature: Signature, shown: str = MOVING) -> bool:
        """Whether the tile of `site` shows a decoded frame with that code."""
        return self.frame(site, signature, shown) is not None

    def sees_screen(self, site: int, shown: str = MOVING) -> bool:
        """Whether it shows the screen of a site."""
        tile = f'[data-testid=tile][data-site="{site}"][data-role=screen]'
        return shows_screen(self.page, f"{tile} {shown}")

    def hears_screen(self) -> bool:
        """Whether the shared screen is loud: Chromium's stand-in beeps."""
        loud: float = self.page.evaluate(READ_LOUDNESS)
        return loud > 1e-4

    def screens(self) -> int:
        """How many shared screens it shows."""
        return self.page.locator("[data-testid=tile][data-role=screen]").count()

    def frame(self, site: int, signature: Signature, shown: str = MOVING) -> int | None:
        """The frame counter that the tile of `site` shows now."""
        cells = self.page.evaluate(READ_CELLS, [site, shown, COLUMNS, ROWS])
        found = read_bits(cells) if cells else None
        return found[1] if found and found[0] == signature.code else None

    def hears(self, site: int, signature: Signature) -> bool:
        """Whether this window plays the tone of `site`."""
        return self._plays(f'[data-site="{site}"]', signature)

    def hears_privately(self, signature: Signature) -> bool:
        """Whether the other end of its private talk sounds like that."""
        return self._plays("[data-testid=talk-sound]", signature)

    def _plays(self, heard: str, signature: Signature) -> bool:
        ratio: float = self.page.evaluate(READ_TONE, [heard, signature.tone])
        return ratio > 0.5

    def waiting(self) -> list[int]:
        """The sites on the chair's list of speakers, in its order."""
        rows = self.page.locator("[data-testid=waiting]").all()
        return [int(row.get_attribute("data-site") or 0) for row in rows]

    def clock(self) -> str:
        """What the clock of the turn shows; empty when nobody speaks."""
        turn = self.page.locator("[data-testid=turn] time")
        return turn.inner_text() if turn.count() else ""

    def connected(self) -> bool:
        """What the window itself says of its connection."""
        return self.attribute("connection") == "connected"

    def remember(self) -> None:
        """From now on the window notes each change of its connection…"""
        self.page.evaluate(REMEMBER)

    def remembered(self) -> list[str]:
        """…and these are the changes."""
        found: list[str] = self.page.evaluate("window.__connections")
        return found

    def press(self, name: str, site: int | None = None) -> None:
        """Presses one of the room's buttons, of a site's row if given."""
        place = self.page.locator("body")
        if site is not None:
            place = self.page.locator(f"[data-testid=site-row][data-site='{site}']")
        place.locator(f"[data-testid={name}]").click()
