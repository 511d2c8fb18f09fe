"""Takes the pictures of README and guide from a running demo: `-m tools.pictures`."""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

from nhipcau.base.themes import COOKIE
from nhipcau.cli.bench.installation import installation
from nhipcau.cli.bench.media import write_microphone
from tests.e2e.conftest import Demo
from tests.e2e.media import SMALL, Signature
from tests.e2e.room import Room, launch, wait_for

ROOT = Path(__file__).resolve().parents[1]
GOAL = ROOT / "docs" / "pictures"
SCENE = Path(__file__).with_name("scene.svg")  # no real room, nobody's face
DESK, PHONE, WALL = (1280, 720), (390, 844), (1920, 1080)
TALL = (1280, 1000)
LIMIT, FRAMES = 250_000, 20
WIDTH, HEIGHT = SMALL.width, SMALL.height
HUB, COMMUNE = Signature(code=1, tone=330), Signature(code=2, tone=440)

DRAW = """
async ([svg, width, height]) => {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
  await image.decode();
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, width, height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
"""
# Chromium calls a fake camera by its file; a room's camera has a name.
NAMED = """
const found = MediaDevices.prototype.enumerateDevices;
MediaDevices.prototype.enumerateDevices = async function () {
  const names = {videoinput: 'Camera USB', audioinput: 'Micro USB'};
  return (await found.call(this)).map(({kind, deviceId, groupId, label}) =>
    ({kind, deviceId, groupId, label: names[kind] ?? label}));
};
"""


def planes(pixels: bytes) -> bytes:
    """RGBA as the three planes of 4:2:0, in the narrow range of television."""
    rgb = np.frombuffer(pixels, dtype=np.uint8).reshape(HEIGHT, WIDTH, 4)[:, :, :3]
    red, green, blue = np.moveaxis(rgb.astype(np.float32) / 255, 2, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    parts = [16 + 219 * luma]
    for plane in ((blue - luma) / 1.772, (red - luma) / 1.402):
        halves = plane.reshape(HEIGHT // 2, 2, WIDTH // 2, 2)
        parts.append(128 + 224 * halves.mean(axis=(1, 3)))
    return b"".join(part.round().astype(np.uint8).tobytes() for part in parts)


def write_media(folder: Path, page: Page, seat: Signature, **look: str) -> None:
    """The files that `launch` finds for this seat: the sun moves, people nod."""
    drawing = SCENE.read_text()
    with (folder / f"camera-{seat.code}.y4m").open("wb") as file:
        file.write(
            f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{SMALL.rate}:1 Ip A1:1 C420\n".encode()
        )
        for count in range(FRAMES):
            nod = 3 * (count // 5 % 2)
            sun = 90 + 110 * count // FRAMES
            svg = drawing.format(sun=sun, one=208 + nod, other=211 - nod, **look)
            pixels = base64.b64decode(page.evaluate(DRAW, [svg, WIDTH, HEIGHT]))
            file.write(b"FRAME\n" + planes(pixels))
    write_microphone(folder / f"microphone-{seat.tone}.wav", seat.tone)


class Album:
    """Keeps the wanted pictures."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = set(wanted)
        self.taken: list[Path] = []

    def take(self, page: Page, name: str, size: tuple[int, int] = DESK) -> None:
        """One picture of what the window shows, once its letters are loaded."""
        if self.wanted and name not in self.wanted:
            return
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("document.fonts.ready.then(() => true)")
        path = GOAL / f"{name}.png"
        page.screenshot(path=path, animations="disabled")
        self.taken.append(path)

    def report(self) -> int:
        """How many are too heavy for the tree; prints the size of each."""
        sizes = {path: path.stat().st_size for path in self.taken}
        for path, size in sizes.items():
            much = "  too heavy" if size > LIMIT else ""
            print(f"{size // 1000:4} kB  {path.relative_to(ROOT)}{much}")
        return sum(size > LIMIT for size in sizes.values())


@contextmanager
def window(playwright: Playwright, folder: Path, seat: Signature) -> Iterator[Page]:
    """A browser that sits in the room of `seat`."""
    browser = launch(playwright, folder, seat)
    context = browser.new_context(locale="vi-VN", color_scheme="light")
    context.add_init_script(NAMED)
    try:
        yield context.new_page()
    finally:
        browser.close()


def take_pages(demo: Demo, page: Page, album: Album) -> None:
    """Ordinary pages, as the administrator sees them."""
    address = demo.running.address
    page.goto(address + "/")
    album.take(page, "sign-in")
    demo.sign_in(page, "administrator")
    page.goto(address + "/don-vi/cay/")
    album.take(page, "tree")
    page.goto(address + "/diem-cau/")
    album.take(page, "places-phone", PHONE)
    for theme, size in (("light", DESK), ("dark", DESK), ("wall", WALL)):
        page.context.add_cookies([{"name": COOKIE, "value": theme, "url": address}])
        page.goto(address + "/look")
        album.take(page, f"look-{theme}", size)
        if theme == "light":
            album.take(page, "look-phone", PHONE)


def take_check(demo: Demo, page: Page, album: Album) -> None:
    """The chair's device check, once it has seen and heard the room."""
    demo.sign_in(page, "chair")
    page.goto(f"{demo.running.address}/cuoc-hop/{demo.facts['meeting']}/")
    page.locator("form:has(input[name=site]) button[type=submit]").first.click()
    wait_for("it is ready", page.locator(".room-check__ready").is_visible, page, 30)
    level = page.locator("[data-testid=level]")
    wait_for("it is heard", lambda: level.evaluate("one => one.value > 0.1"), page, 30)
    album.take(page, "device-check")
    page.context.clear_cookies()


def take_room(demo: Demo, chair: Page, commune: Page, album: Album) -> None:
    """A commune with the floor, from both sides."""
    sites = demo.facts["sites"]
    led = demo.enter(chair, "chair", sites["hub"])
    watched = demo.enter(commune, "clerk", sites["commune"])
    led.press("open")
    led.press("options")
    led.press("limit-5")
    led.press("options")
    watched.press("request")
    wait_for("it is on the list", led.waiting, chair, 30)
    wait_for("it sees the chair", lambda: plays(watched, sites["hub"]), commune, 30)
    album.take(commune, "request")
    led.press("next")
    wait_for("the chair sees it", lambda: plays(led, sites["commune"]), chair, 30)
    wait_for("it sees the chair", lambda: plays(watched, sites["hub"]), commune, 30)
    chair.mouse.move(0, 0)
    album.take(chair, "chair")
    album.take(chair, "conduct")
    chair.emulate_media(color_scheme="dark")
    album.take(chair, "chair-dark")
    album.take(chair, "chair-phone", PHONE)
    album.take(commune, "site")
    album.take(commune, "site-phone", PHONE)
    chair.emulate_media(color_scheme="light")
    chair.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    led.press("roll")
    led.press("call-all")
    called = chair.locator(f"[data-testid=called][data-site='{sites['commune']}']")
    while not called.is_visible():
        led.press("mark-online")
        chair.wait_for_timeout(300)
    chair.locator("[data-testid=people]").fill("14")
    wait_for("the chair sees it", lambda: plays(led, sites["commune"]), chair, 30)
    album.take(chair, "roll-call")


def take_technician(demo: Demo, page: Page, album: Album) -> None:
    """The machine of a commune, as it answers a technician from afar."""
    site = demo.facts["sites"]["commune"]
    page.goto(f"{demo.address}/cuoc-hop/{demo.facts['meeting']}/ky-thuat/{site}/")
    waits = page.locator("#errands .state.wait")
    for kind in ("look", "picture"):
        page.locator(f"button[name=kind][value={kind}]").click()
        wait_for("the machine answers", lambda: not waits.count(), page, 30)
    photo = page.locator("img.site-photo")
    wait_for("its picture is there", photo.is_visible, page, 30)
    photo.evaluate("image => image.decode()")
    album.take(page, "technician", TALL)


def plays(room: Room, site: int) -> bool:
    """Whether the tile of `site` has played long enough to be sharp."""
    tile = f"[data-testid=tile][data-site='{site}'] video"
    script = "tile => document.querySelector(tile)?.currentTime ?? 0"
    seconds: float = room.page.evaluate(script, tile)
    return seconds > 3


def main(wanted: Sequence[str]) -> int:
    """Takes all pictures, or those named; fails when one is too heavy."""
    GOAL.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pictures-"))
    album = Album(wanted)
    try:
        with installation(NHIPCAU_DEMO="true") as running, sync_playwright() as starter:
            demo = Demo(running, json.loads(running.command("demo", "--json")))
            with window(starter, folder, Signature(0, 262)) as page:
                take_pages(demo, page, album)
                page.goto("about:blank")
                hub = {"name": "NÚI THÀNH", "wall": "#dfe3d3", "hill": "#6f9a78"}
                island = {"name": "TAM HẢI", "wall": "#d9e4ea", "hill": "#4f9aa3"}
                write_media(folder, page, HUB, **hub)
                write_media(folder, page, COMMUNE, **island)
            with window(starter, folder, HUB) as chair:
                take_check(demo, chair, album)
                with window(starter, folder, COMMUNE) as commune:
                    take_room(demo, chair, commune, album)
                    take_technician(demo, chair.context.new_page(), album)
    finally:
        shutil.rmtree(folder)
    return album.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
