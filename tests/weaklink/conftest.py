"""A laboratory with sites in three networks, and an installation at its hub."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, Playwright, ViewportSize, sync_playwright

from nhipcau.cli.bench.installation import Running, installation
from nhipcau.cli.bench.link.laboratory import (
    HUB,
    OTHER_HUB,
    OUTSIDE,
    Laboratory,
    inside,
    laboratory,
)
from nhipcau.cli.bench.link.ways import Way, even
from nhipcau.cli.bench.windows import polite
from tests.e2e.conftest import Demo
from tests.e2e.media import CHAIR, COMMUNE, SHARP, SMALL, Shape, Signature
from tests.e2e.room import launch
from tests.weaklink.meeting import Meeting

# Two sites in the first network of the hub, one in the second, one beyond a router.
SITES, OTHERS, BEYOND = 2, 1, 1


@pytest.fixture(scope="session")
def network() -> None:
    if not inside():
        pytest.fail("these tests need a network of their own: python -m tests.weaklink")


@pytest.fixture(scope="session")
def made(network: None) -> Iterator[Laboratory]:
    with laboratory(SITES, OTHERS, BEYOND) as found:
        yield found


@pytest.fixture(name="laboratory")
def unshaped(made: Laboratory) -> Laboratory:
    """Links that do nothing, whatever the test before has made of them."""
    for site in range(SITES + OTHERS + BEYOND):
        made.shape(site, even(Way()))
    return made


@pytest.fixture(scope="session")
def running(made: Laboratory) -> Iterator[Running]:
    """Engine and door know all addresses of the hub, also the router's.

    That one the machine has to have too, on a device that leads nowhere.
    """
    for words in (
        ("tuntap", "add", "outside", "mode", "tun"),
        ("address", "add", f"{OUTSIDE}/32", "dev", "outside"),
        ("link", "set", "outside", "up"),
    ):
        subprocess.run(["ip", *words], check=True)
    all_ = f"{HUB}, {OTHER_HUB}, {OUTSIDE}"
    with installation(NHIPCAU_NODE_IP=all_, NHIPCAU_DEMO="true") as started:
        yield started


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def near(running: Running) -> Demo:
    """A meeting, as browsers beside the server find it."""
    return Demo(running, json.loads(running.command("demo", "--json")))


@dataclass
class Far(Demo):
    """The same meeting, as browsers of the sites find it."""

    hub: str = HUB

    @property
    def address(self) -> str:
        return f"https://{self.hub}:{self.running.env['NHIPCAU_HTTPS_PORT']}"


@pytest.fixture
def far(near: Demo) -> Far:
    """From the first network."""
    return Far(near.running, near.facts)


@pytest.fixture
def farther(near: Demo) -> Far:
    """From the second."""
    return Far(near.running, near.facts, OTHER_HUB)


@pytest.fixture
def farthest(near: Demo) -> Far:
    """From beyond the router."""
    return Far(near.running, near.facts, OUTSIDE)


@pytest.fixture
def chair(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A browser beside the server."""
    browser = launch(playwright, tmp_path, CHAIR)
    yield browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    browser.close()


@pytest.fixture
def sharp_chair(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """The same with a camera that needs all the bits that it may have."""
    browser = launch(playwright, tmp_path, CHAIR, shape=SHARP)
    yield browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    browser.close()


class OpenAt(Protocol):
    """Opens a browser that trusts the door, at the site of this number."""

    def __call__(
        self, site: int, signature: Signature, shape: Shape = SMALL
    ) -> Page: ...


@pytest.fixture
def open_at(
    playwright: Playwright, laboratory: Laboratory, tmp_path: Path
) -> Iterator[OpenAt]:
    with ExitStack() as stack:

        def opened(site: int, signature: Signature, shape: Shape = SMALL) -> Page:
            executable = polite(tmp_path / f"at-{site}", laboratory.within(site))
            trusting = ["--ignore-certificate-errors"]
            browser = launch(
                playwright, tmp_path, signature, executable, trusting, shape
            )
            stack.callback(browser.close)
            size: ViewportSize = {"width": 1280, "height": 720}
            return browser.new_context(viewport=size).new_page()

        yield opened


@pytest.fixture
def commune(open_at: OpenAt) -> Page:
    """A browser of the first site."""
    return open_at(0, COMMUNE)


@pytest.fixture
def meeting(laboratory: Laboratory, near: Demo, far: Far) -> Meeting:
    """A desk beside the server, and a commune behind the first link."""
    return Meeting(laboratory, near, far)
