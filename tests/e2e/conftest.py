"""A running installation with the demo district, and two browsers in its meeting."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from nhipcau.cli.bench.installation import Running, installation
from nhipcau.cli.bench.media import write_microphone
from nhipcau.cli.bench.windows import CHROMIUM, FLAGS
from tests.e2e.media import CHAIR, COMMUNE, DESK, Signature
from tests.e2e.room import REMEMBER_PEERS, Room, launch, wait_for, window_of

DEVICES = "--use-fake-device-for-media-stream=device-count=3"


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """One installation for all end-to-end tests; each plans a meeting of its own.

    Streams may come from this machine, where the tests have their camera.
    """
    with installation(
        NHIPCAU_DEMO="true", NHIPCAU_FEED_NETWORKS="127.0.0.0/8"
    ) as started:
        yield started


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@dataclass
class Demo:
    """A fresh meeting of the demo district, and who may sign in to it."""

    running: Running
    facts: dict[str, Any]

    @property
    def address(self) -> str:
        """Where its browsers find it."""
        return self.running.address

    def sign_in(self, page: Page, who: str) -> None:
        """Signs a demo person in through the real form."""
        person = self.facts["people"][who]
        page.goto(self.address + "/")
        page.fill("input[name=login]", person["username"])
        page.fill("input[name=password]", person["password"])
        page.click("main form[method=post] button[type=submit]")
        page.wait_for_url(self.address + "/")

    def sit(self, page: Page, who: str, site: int, device: str = "main") -> None:
        """Signs in, takes the seat of `site`, passes the device check.

        Where another browser sits already, the page asks as what this one comes.
        """
        self.sign_in(page, who)
        page.goto(f"{self.address}/cuoc-hop/{self.facts['meeting']}/")
        form = page.locator(f"form:has(input[name=site][value='{site}'])")
        choice = form.locator(f"button[name=device][value={device}]")
        alone = device == "main" and not choice.count()
        (form.locator("button[type=submit]") if alone else choice).click()
        page.locator("[data-testid=enter]").click()

    def enter(self, page: Page, who: str, site: int, device: str = "main") -> Room:
        """Sits down at `site` and waits until the room is connected."""
        self.sit(page, who, site, device)
        room = Room(page, site)
        wait_for("the room is connected", room.connected, page, 30)
        return room


@pytest.fixture
def demo(running: Running) -> Demo:
    """The district (made once) with a new meeting of hub and two communes."""
    return Demo(running, json.loads(running.command("demo", "--json")))


@dataclass
class Windows:
    """The chair's window and the commune's, in two real browsers."""

    demo: Demo
    chair: Room
    commune: Room

    @property
    def hub(self) -> int:
        return self.chair.site

    def give_the_floor(self) -> None:
        """Opens the meeting and gives the floor to the commune; all see all."""
        page = self.chair.page
        self.chair.press("open")
        wait_for("the commune hears and sees the chair", self.chair_is_on, page)
        self.chair.press("grant", self.commune.site)
        wait_for("the chair hears and sees the commune", self.commune_is_on, page)

    def commune_is_on(self) -> bool:
        """Whether the chair hears the commune's tone and reads its picture."""
        site = self.commune.site
        return self.chair.sees(site, COMMUNE) and self.chair.hears(site, COMMUNE)

    def chair_is_on(self) -> bool:
        """Whether the commune hears and sees the chair."""
        return self.commune.sees(self.hub, CHAIR) and self.commune.hears(
            self.hub, CHAIR
        )


def _window(playwright: Playwright, folder: Path, signature: Signature) -> Page:
    """A window of a browser of its own, whose devices carry `signature`."""
    if not CHROMIUM.exists() and not shutil.which("chromium"):
        pytest.fail("Chromium is missing: apt-get install chromium")
    browser = launch(playwright, folder, signature)
    return browser.new_context(viewport={"width": 1280, "height": 720}).new_page()


@pytest.fixture
def desk(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A third browser, with camera and microphone of its own, not signed in."""
    page = _window(playwright, tmp_path_factory.mktemp("media"), DESK)
    try:
        yield page
    finally:
        browser = page.context.browser
        assert browser is not None
        browser.close()


@pytest.fixture
def windows(
    demo: Demo, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Windows]:
    """Both rooms entered; the meeting is not opened yet."""
    folder = tmp_path_factory.mktemp("media")
    chair_page = _window(playwright, folder, CHAIR)
    commune_page = _window(playwright, folder, COMMUNE)
    try:
        yield Windows(
            demo,
            demo.enter(chair_page, "chair", demo.facts["sites"]["hub"]),
            demo.enter(commune_page, "clerk", demo.facts["sites"]["commune"]),
        )
    finally:
        for page in (chair_page, commune_page):
            browser = page.context.browser
            assert browser is not None
            browser.close()


@pytest.fixture
def chair(playwright: Playwright, tmp_path: Path, demo: Demo) -> Iterator[Room]:
    """The chair's room, entered."""
    with window_of(launch(playwright, tmp_path, CHAIR)) as page:
        yield demo.enter(page, "chair", demo.facts["sites"]["hub"])


@pytest.fixture
def rich(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A browser with three cameras, three microphones, three speakers."""
    sound = tmp_path / "microphones.wav"
    write_microphone(sound, COMMUNE.tone)
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*FLAGS, DEVICES, f"--use-file-for-fake-audio-capture={sound}"],
    )
    with window_of(browser) as page:
        page.add_init_script(REMEMBER_PEERS)
        yield page
