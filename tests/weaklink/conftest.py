"""A laboratory with two sites, and an installation at its hub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from nhipcau.cli.bench.installation import Running, installation
from nhipcau.cli.bench.link.laboratory import HUB, Laboratory, inside, laboratory
from nhipcau.cli.bench.link.ways import Way, even
from nhipcau.cli.bench.windows import polite
from tests.e2e.conftest import Demo
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import launch

SITES = 2


@pytest.fixture(scope="session")
def network() -> None:
    if not inside():
        pytest.fail("these tests need a network of their own: python -m tests.weaklink")


@pytest.fixture(scope="session")
def made(network: None) -> Iterator[Laboratory]:
    with laboratory(SITES) as found:
        yield found


@pytest.fixture(name="laboratory")
def unshaped(made: Laboratory) -> Laboratory:
    """Links that do nothing, whatever the test before has made of them."""
    for site in range(SITES):
        made.shape(site, even(Way()))
    return made


@pytest.fixture(scope="session")
def running(made: Laboratory) -> Iterator[Running]:
    """Its engine sends to the hub's address, its door answers there with TLS."""
    with installation(NHIPCAU_NODE_IP=HUB, NHIPCAU_DEMO="true") as started:
        yield started


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def near(running: Running) -> Demo:
    """A meeting, as browsers beside the server find it."""
    return Demo(running, json.loads(running.command("demo", "--json")))


class Far(Demo):
    """The same meeting, as browsers of the sites find it."""

    @property
    def address(self) -> str:
        return f"https://{HUB}:{self.running.env['NHIPCAU_HTTPS_PORT']}"


@pytest.fixture
def far(near: Demo) -> Far:
    return Far(near.running, near.facts)


@pytest.fixture
def chair(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A browser beside the server."""
    browser = launch(playwright, tmp_path, CHAIR)
    yield browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    browser.close()


@pytest.fixture
def commune(
    playwright: Playwright, laboratory: Laboratory, tmp_path: Path
) -> Iterator[Page]:
    """A browser of the first site, which trusts the door."""
    executable = polite(tmp_path / "chromium", laboratory.within(0))
    trusting = ["--ignore-certificate-errors"]
    browser = launch(playwright, tmp_path, COMMUNE, executable, trusting)
    yield browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    browser.close()
