"""Real browsers in a measured meeting, and the other rooms beside them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import (
    Browser,
    Error,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

from nhipcau.cli.bench.access import NEAR, Access, Lines
from nhipcau.cli.bench.heap import kept_bytes
from nhipcau.cli.bench.installation import NotWithin, Running
from nhipcau.cli.bench.media import Shape, Signature, write_camera, write_microphone
from nhipcau.cli.bench.seats import Gathering, Seat, sit_down
from nhipcau.cli.bench.told import Told

CHROMIUM = Path("/usr/bin/chromium")
PROBE = Path(__file__).with_name("probe.js")
# Neither the fake devices nor the lack of a screen may ask anybody anything.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
# Wide enough that a stage wants the layer of 720 lines.
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}
# A chair that is not measured need not draw as much.
LITTLE: ViewportSize = {"width": 640, "height": 360}
# Three browsers share the machine with all the rest: as few frames as still are film.
HD = Shape(1280, 720, 15)
# Browsers are machines of their own: they must not take the server's share of this.
# As root they would put themselves before all, so root's power to do so goes first.
POLITE = f"""#!/bin/sh
drop=""
[ "$(id -u)" = 0 ] && drop="setpriv --bounding-set=-sys_nice"
exec {{words}} $drop nice -n 10 {CHROMIUM} "$@"
"""
NO_CAMERA = "--use-fake-device-for-media-stream=device-count=0"
IS_IN = """() => window.bench && !bench.leaving
  && bench.connections.some((one) => one.said === 'connected')"""
# Windows remember themselves when a thing came: how often they are asked is no error.
LOOK_MS = 50
# Who only receives need not clean the echo out of a sound that nobody hears.
PLAIN_SOUND = "localStorage.setItem('nhipcau.devices', '{\"mode\": \"mixer\"}')"
LEAVE = "() => { bench.leaving = true; setTimeout(() => location.reload(), 0); }"


@dataclass
class Window:
    """One browser that sits in the meeting for one site."""

    page: Page
    seat: Seat
    signature: Signature
    meeting: int

    def after(self, other: Window, at: float) -> dict[str, Any]:
        """When `other` was heard, seen, sharp, silent here after `at` (ms)."""
        found: dict[str, Any] = self.page.evaluate(
            "([site, at]) => bench.after(site, at)", [other.seat.site, at]
        )
        return found

    def told(self, rev: int) -> float | None:
        """When it knew this revision, in ms."""
        found: float | None = self.page.evaluate("(rev) => bench.told(rev)", rev)
        return found

    def gaps(self, other: Window, at: float) -> dict[str, float]:
        """The longest silence, and time without a frame, of `other` since `at`."""
        found: dict[str, float] = self.page.evaluate(
            "([site, at]) => bench.gaps(site, at)", [other.seat.site, at]
        )
        return found

    def watch(self, other: Window) -> None:
        """From now on looks and listens for `other`."""
        one = other.signature
        self.page.evaluate(
            "([site, tone, code]) => bench.watch(site, tone, code)",
            [other.seat.site, one.tone, one.code],
        )

    def command(self, kind: str, **more: Any) -> dict[str, Any]:
        """Gives a command as the island does; when it was sent, what was answered."""
        order = {"id": str(uuid4()), "kind": kind} | more
        given: dict[str, Any] = self.page.evaluate(
            "([meeting, order]) => bench.command(meeting, order)",
            [self.meeting, order],
        )
        return given

    def try_command(self, kind: str, **more: Any) -> dict[str, Any]:
        """The same; an empty answer while nobody answers."""
        try:
            return self.command(kind, **more)
        except Error:
            return {}

    def state(self) -> dict[str, Any]:
        """The chair state as the server tells it."""
        found: dict[str, Any] = self.page.evaluate(
            "(meeting) => bench.state(meeting)", self.meeting
        )
        return found

    def bytes(self) -> dict[str, float]:
        """What it has received and sent until now."""
        found: dict[str, float] = self.page.evaluate("bench.bytes()")
        return found

    def memory(self) -> tuple[int, int]:
        """Bytes that its scripts keep once all waste is cleared, and nodes it has."""
        talk = self.page.context.new_cdp_session(self.page)
        kept = kept_bytes(talk)
        nodes = talk.send("Memory.getDOMCounters")["nodes"]
        talk.detach()
        return kept, int(nodes)

    def attribute(self, name: str) -> str:
        """What the room says of itself."""
        room = self.page.locator("[data-testid=room]")
        return (room.get_attribute(f"data-{name}") if room.count() else "") or ""

    def connected(self) -> bool:
        """Whether the room is connected, as it says."""
        return self.attribute("connection") == "connected"

    def _evaluated(self, script: str) -> Any:
        """None while the page is between two loads."""
        try:
            return self.page.evaluate(script)
        except Error:
            return None

    def limited(self) -> str:
        """Why its encoder sends less than it should, as the browser says."""
        return str(self.page.evaluate("bench.limited()"))

    def calm(self) -> None:
        """A desk that watches all rooms decodes them all: too much for one machine."""
        shown = "[data-testid=overview-toggle][aria-pressed=true]"
        for toggle in self.page.locator(shown).all():
            toggle.click()

    def join(self) -> float:
        """Loads the room anew; ms from the call to the engine until it is in."""
        self.leave()
        return self.joined()

    def leave(self) -> None:
        """Begins to load the room anew."""
        self.page.evaluate(LEAVE)

    def joined(self) -> float:
        """Waits until it is in again; ms from the call to the engine until then."""
        wait("joined", lambda: self._evaluated(IS_IN), self.page)
        said: list[dict[str, Any]] = self.page.evaluate("bench.connections")
        self.calm()
        at = {one["said"]: one["at"] for one in said}
        return round(float(at["connected"] - at["connecting"]), 1)


def wait(
    what: str, condition: Callable[[], object], page: Page, seconds: float = 20
) -> None:
    """Until `condition` holds; raises NotWithin with `what` after the deadline."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise NotWithin(f"not within {seconds} s: {what}")
        # Lets the browser's events through; asking more often would burden it.
        page.wait_for_timeout(LOOK_MS)


@contextmanager
def windows(
    running: Running,
    gathering: Gathering,
    seats: list[Seat],
    lines: Lines = NEAR,
) -> Iterator[list[Window]]:
    """A browser for each seat, in the room: chair, who speaks, who looks and listens.

    The second has a camera of 720 lines, the others none.
    """
    with ExitStack() as stack:
        starter = stack.enter_context(sync_playwright())
        found = []
        for number, seat in enumerate(seats):
            signature = Signature(0b1010_0000 + 5 * number + 1, 440 + 530 * number)
            access = lines.access(number, running)
            browser = _browser(
                starter, running.data, signature, access, sends=number == 1
            )
            stack.callback(browser.close)
            viewport = LITTLE if number == 0 else VIEWPORT
            page = browser.new_context(viewport=viewport).new_page()
            window = Window(page, seat, signature, gathering.meeting)
            _enter(window, running.address, access.address, sends=number == 1)
            found.append(window)
        yield found


def _browser(
    starter: Playwright,
    folder: Path,
    signature: Signature,
    access: Access,
    *,
    sends: bool,
) -> Browser:
    microphone = folder / f"microphone-{signature.tone}.wav"
    write_microphone(microphone, signature.tone)
    camera = folder / f"camera-{signature.code}.y4m" if sends else None
    if camera:
        write_camera(camera, signature, HD)
    executable = polite(folder / f"chromium-{signature.code}", access.words)
    return launch(starter, camera, microphone, executable, access.flags)


def polite(path: Path, words: Sequence[str]) -> Path:
    """A program to start in Chromium's place: behind these words, and nice."""
    path.write_text(POLITE.format(words=" ".join(words)))
    path.chmod(0o755)
    return path


def launch(
    starter: Playwright,
    camera: Path | None,
    microphone: Path,
    executable: Path = CHROMIUM,
    flags: Sequence[str] = (),
) -> Browser:
    """A Chromium whose camera and microphone play these files; None: no camera."""
    media = (
        f"--use-file-for-fake-video-capture={camera}" if camera else NO_CAMERA,
        f"--use-file-for-fake-audio-capture={microphone}",
    )
    return starter.chromium.launch(
        executable_path=executable, args=[*FLAGS, *media, *flags]
    )


def _enter(window: Window, near: str, address: str, *, sends: bool) -> None:
    """Takes the seat from beside the server, enters by the window's own address."""
    page = window.page
    cookies = sit_down(near, window.meeting, window.seat)
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": address}
            for name, value in cookies.items()
        ]
    )
    page.add_init_script(path=PROBE)
    if not sends:
        page.add_init_script(PLAIN_SOUND)
    page.goto(f"{address}/cuoc-hop/{window.meeting}/phong/")
    page.locator("[data-testid=enter]").click()
    wait("the room is connected", window.connected, page, 30)
    window.calm()


class OtherRooms(Told):
    """The process that plays the sites at which no browser sits."""

    def __init__(
        self, running: Running, meeting: int, sites: list[int], kbps: int = 420
    ) -> None:
        words = ["--meeting", str(meeting), "--sites", *map(str, sites)]
        words += ["--kbps", str(kbps)]
        env = {**running.env, "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings"}
        super().__init__("nhipcau.cli.bench.load", words, env)
        self.answer()
