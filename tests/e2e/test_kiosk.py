"""A room computer, in a Chromium that nothing but its address was given to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from nhipcau.accounts.cookie import NAME
from nhipcau.cli.bench.media import write_microphone
from nhipcau.cli.bench.windows import CHROMIUM, FLAGS
from tests.e2e.conftest import Demo, Windows
from tests.e2e.media import DESK, write_camera
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


DIED = "Trình duyệt hoặc máy tính của điểm cầu dừng đột ngột."


class Machine:
    """One Chromium with a profile of its own; it can be killed and started again."""

    def __init__(self, playwright: Playwright, folder: Path, demo: Demo) -> None:
        self.playwright, self.folder, self.demo = playwright, folder, demo
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, beside: Page) -> Page:
        """Starts it with the address of room computers, and looks on.

        Meanwhile the events of the page `beside` go on.
        """
        port = self.folder / "profile" / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        words = [
            CHROMIUM,
            *FLAGS,
            "--headless=new",
            "--window-size=1280,800",
            f"--user-data-dir={self.folder / 'profile'}",
            "--remote-debugging-port=0",
            f"--use-file-for-fake-video-capture={self.folder / 'camera.y4m'}",
            f"--use-file-for-fake-audio-capture={self.folder / 'microphone.wav'}",
            f"{self.demo.address}/phong/",
        ]
        self.process = subprocess.Popen(
            words, stderr=subprocess.DEVNULL, start_new_session=True
        )
        ready = lambda: port.exists() and port.read_text().count("\n")  # noqa: E731
        wait_for("it has started", ready, beside, 30)
        where = f"http://127.0.0.1:{port.read_text().split()[0]}"
        browser = self.playwright.chromium.connect_over_cdp(where)
        return browser.contexts[0].pages[0]

    def remembers(self) -> bool:
        """Whether its key, and that it lives in this meeting, are on the disk.

        A browser writes both now and then: cookies after half a minute, what pages keep
        once a minute. What it remembers of another meeting, which it may have been in
        before, tells nothing of this one.
        """
        alive = f"nhipcau.alive.{self.demo.facts['meeting']}".encode()
        return self._kept("**/Cookies*", re.escape(NAME.encode())) and self._kept(
            "**/Local Storage/leveldb/*", re.escape(alive) + rb"\D"
        )

    def _kept(self, files: str, word: bytes) -> bool:
        found = (self.folder / "profile").glob(files)
        return any(re.search(word, one.read_bytes()) for one in found if one.is_file())

    def kill(self) -> None:
        """As a power cut does: no page is told, nothing is written."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def machine(demo: Demo, playwright: Playwright, tmp_path: Path) -> Iterator[Machine]:
    write_camera(tmp_path / "camera.y4m", DESK)
    write_microphone(tmp_path / "microphone.wav", DESK.tone)
    made = Machine(playwright, tmp_path, demo)
    yield made
    made.kill()


def pair(demo: Demo, page: Page, site: int, code: str) -> None:
    """Who keeps the machines types the code."""
    demo.sign_in(page, "administrator")
    page.goto(f"{demo.address}/ghep-may/?site={site}")
    page.fill("#id_code", code.lower())
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(f"{demo.address}/diem-cau/{site}/")


def test_a_room_computer_that_lost_its_power_is_heard_and_seen_and_nobody_touched_it(
    windows: Windows, machine: Machine, desk: Page
):
    demo, chair, site = windows.demo, windows.chair, windows.commune.site
    # Before it comes: a meeting that another test left open would have it until then.
    chair.press("open")
    opened = lambda: chair.attribute("phase") == "open"  # noqa: E731
    wait_for("the meeting is open", opened, chair.page)
    page = machine.start(desk)
    code = page.locator("[data-testid=pairing-code]").inner_text()
    pair(demo, desk, site, code)
    room = Room(page, site)
    wait_for("it enters by itself", room.connected, page, 40)
    meeting = demo.facts["meeting"]
    assert f"/{meeting}/" in page.url

    chair.press("grant", site)
    speaks = lambda: chair.sees(site, DESK) and chair.hears(site, DESK)  # noqa: E731
    wait_for("the chair hears and sees it", speaks, chair.page, 30)

    wait_for("it is on the disk", machine.remembers, chair.page, 120)
    machine.kill()
    wait_for("it is gone", lambda: not chair.hears(site, DESK), chair.page, 15)
    again = Room(machine.start(desk), site)
    wait_for("it is back, heard and seen", speaks, chair.page, 60)
    assert again.connected()

    def explained() -> bool:
        desk.goto(f"{demo.address}/cuoc-hop/{meeting}/ket-noi/{site}/")
        return DIED in desk.locator("main").inner_text()

    wait_for("the timeline says why it was gone", explained, desk, 30)

    desk.goto(f"{demo.address}/diem-cau/{site}/")
    row = desk.locator("li.row", has_text="máy phòng họp")
    row.locator("button[type=submit]").click()
    wait_for("removed, it is silent", lambda: not speaks(), chair.page, 15)
    shown = again.page.locator("[data-testid=pairing-code]")
    wait_for("it shows a code again", shown.count, again.page, 15)
