"""Takes the pictures of README and guide from a running demo: `-m tools.pictures`."""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

from nhipcau.base.themes import COOKIE
from tests.e2e.conftest import Demo
from tests.e2e.media import HEIGHT, RATE, WIDTH, Signature, write_microphone
from tests.e2e.room import Room, launch, wait_for
from tests.installation import installation

GOAL = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK = (1280, 720)
PHONE = (390, 844)
LIMIT = 250_000
FRAMES = 20
HUB = Signature(code=1, tone=330)
COMMUNE = Signature(code=2, tone=440)

# A meeting room as a child would draw it: no real room and nobody's face.
SCENE = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">
<rect width="640" height="360" fill="{wall}"/>
<rect x="60" y="50" width="170" height="110" fill="#bfe0ea" stroke="#fff"
 stroke-width="8"/>
<circle cx="{sun}" cy="82" r="15" fill="#f4cf7a"/>
<path d="M64 130q25-38 55 0 25-52 60 0 22-20 47 0v26H64z" fill="{hill}"/>
<path d="M145 50v110" stroke="#fff" stroke-width="6"/>
<rect x="285" y="56" width="300" height="64" rx="4" fill="#7d1f17"/>
<text x="435" y="99" font-family="Be Vietnam Pro, sans-serif" font-size="30"
 font-weight="700" fill="#f6e3b0" text-anchor="middle">{name}</text>
<rect y="245" width="640" height="115" fill="{floor}"/>
{seats}
<path d="M70 360l40-95h420l40 95z" fill="#8a5a34"/>
<path d="M110 265h420l4 12H105z" fill="#a8713f"/>
<g fill="#e9e2d2"><rect x="215" y="283" width="46" height="16" rx="2"/>
<rect x="300" y="283" width="46" height="16" rx="2"/>
<rect x="385" y="283" width="46" height="16" rx="2"/></g></svg>"""
SEAT = """<g transform="translate({x} {y})"><path d="M-26 66q0-52 26-52t26 52z"
 fill="{coat}"/><circle r="17" fill="#d9a679"/><path d="M-18-1q3-20 18-20t18 20q-18-12
-36 0z" fill="#2b2420"/></g>"""
DRAW = """
async ([svg, width, height]) => {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, width, height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
"""


def scene(name: str, wall: str, hill: str, count: int) -> str:
    """Frame `count` of a room: the sun goes over the window, people nod in turn."""
    coats = ("#3c5a78", "#5b6b3a", "#7a4a5e", "#44646b")
    seats = [
        SEAT.format(
            x=165 + 103 * at,
            y=208 + 3 * ((count // 5 + at) % 2),
            coat=coat,
        )
        for at, coat in enumerate(coats)
    ]
    sun = 90 + 110 * count // FRAMES
    return SCENE.format(
        name=name, wall=wall, hill=hill, floor="#b9a98c", sun=sun, seats="".join(seats)
    )


def planes(pixels: bytes) -> bytes:
    """RGBA as the three planes of 4:2:0, in the narrow range of television."""
    rgb = np.frombuffer(pixels, dtype=np.uint8).reshape(HEIGHT, WIDTH, 4)[:, :, :3]
    red, green, blue = np.moveaxis(rgb.astype(np.float32) / 255, 2, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    chroma = [(blue - luma) / 1.772, (red - luma) / 1.402]
    parts = [16 + 219 * luma]
    for plane in chroma:
        halves = plane.reshape(HEIGHT // 2, 2, WIDTH // 2, 2)
        parts.append(128 + 224 * halves.mean(axis=(1, 3)))
    return b"".join(part.round().astype(np.uint8).tobytes() for part in parts)


def write_camera(
    folder: Path, page: Page, seat: Signature, look: Sequence[str]
) -> None:
    """The camera and microphone files that `launch` finds for this seat."""
    name, wall, hill = look
    with (folder / f"camera-{seat.code}.y4m").open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420\n".encode())
        for count in range(FRAMES):
            svg = scene(name, wall, hill, count)
            pixels = base64.b64decode(page.evaluate(DRAW, [svg, WIDTH, HEIGHT]))
            file.write(b"FRAME\n" + planes(pixels))
    write_microphone(folder / f"microphone-{seat.tone}.wav", seat)


class Album:
    """Keeps the wanted pictures."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = set(wanted)
        self.taken: list[Path] = []

    def take(self, page: Page, name: str, size: tuple[int, int] = DESK) -> None:
        """One picture of what the window shows, once its letters are loaded."""
        if self.wanted and name not in self.wanted:
            return
        width, height = size
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.fonts.ready.then(() => true)")
        path = GOAL / f"{name}.png"
        page.screenshot(path=path, animations="disabled")
        self.taken.append(path)


@contextmanager
def window(playwright: Playwright, folder: Path, seat: Signature) -> Iterator[Page]:
    """A browser that sits in the room of `seat`."""
    browser = launch(playwright, folder, seat)
    context = browser.new_context(
        viewport={"width": DESK[0], "height": DESK[1]},
        locale="vi-VN",
        color_scheme="light",
    )
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
    album.take(page, "home")
    page.goto(address + "/don-vi/cay/")
    album.take(page, "tree")
    page.goto(address + "/diem-cau/")
    album.take(page, "places-phone", PHONE)
    for theme in ("light", "dark", "wall"):
        cookie = {"name": COOKIE, "value": theme, "url": address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(address + "/look/")
        album.take(page, f"look-{theme}", (1920, 1080) if theme == "wall" else DESK)
        if theme == "light":
            album.take(page, "look-phone", PHONE)
    page.context.clear_cookies()


def take_room(demo: Demo, chair: Page, commune: Page, album: Album) -> None:
    """The device check, then a commune with the floor, from both sides."""
    sites = demo.facts["sites"]
    watched = demo.enter(commune, "clerk", sites["commune"])

    def check() -> None:
        ready = chair.locator(".room-check__ready")
        wait_for("the devices are ready", ready.is_visible, chair, 30)
        album.take(chair, "device-check")

    led = enter_after(demo, chair, sites["hub"], check)
    led.press("open")
    led.press("grant", sites["commune"])
    wait_for("the chair sees it", lambda: plays(led, sites["commune"]), chair, 30)
    wait_for("it sees the chair", lambda: plays(watched, sites["hub"]), commune, 30)
    album.take(chair, "chair")
    chair.emulate_media(color_scheme="dark")
    album.take(chair, "chair-dark")
    album.take(commune, "site")
    album.take(commune, "site-phone", PHONE)


def enter_after(demo: Demo, page: Page, site: int, check: Callable[[], None]) -> Room:
    """The chair's way in, with a stop at the device check."""
    demo.sign_in(page, "chair")
    page.goto(f"{demo.running.address}/cuoc-hop/{demo.facts['meeting']}/")
    page.locator(f"form:has(input[value='{site}']) button[type=submit]").click()
    check()
    page.locator("[data-testid=enter]").click()
    room = Room(page, site)
    wait_for("the room is connected", room.connected, page, 30)
    return room


def plays(room: Room, site: int) -> bool:
    """Whether the tile of `site` shows a moving picture of full size."""
    tile = f"[data-testid=tile][data-site='{site}'] video"
    size: int = room.page.evaluate(
        "tile => document.querySelector(tile)?.videoWidth ?? 0", tile
    )
    return size >= WIDTH


def main(wanted: Sequence[str]) -> int:
    """Takes all pictures, or those named; fails when one is too heavy for the tree."""
    GOAL.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pictures-"))
    album = Album(wanted)
    try:
        with (
            installation(NHIPCAU_DEMO="true") as running,
            sync_playwright() as browsers,
        ):
            demo = Demo(running, json.loads(running.command("demo", "--json")))
            with window(browsers, folder, Signature(0, 262)) as page:
                take_pages(demo, page, album)
                page.goto("about:blank")
                hub = ("NÚI THÀNH", "#dfe3d3", "#6f9a78")
                write_camera(folder, page, HUB, hub)
                write_camera(folder, page, COMMUNE, ("TAM HẢI", "#d9e4ea", "#4f9aa3"))
            with (
                window(browsers, folder, HUB) as chair,
                window(browsers, folder, COMMUNE) as commune,
            ):
                take_room(demo, chair, commune, album)
    finally:
        shutil.rmtree(folder)
    heavy = [path.name for path in album.taken if path.stat().st_size > LIMIT]
    for path in album.taken:
        print(
            f"{path.stat().st_size // 1000:4} kB  {path.relative_to(GOAL.parents[1])}"
        )
    if heavy:
        print("too heavy:", ", ".join(heavy), file=sys.stderr)
    return len(heavy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
