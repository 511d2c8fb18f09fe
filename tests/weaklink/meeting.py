"""A meeting whose commune sits behind a link: what it uses, and what goes over it.

Measured are whole IP packets at the site's end of its link, over some seconds.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page

from nhipcau.cli.bench.link.laboratory import Laboratory
from nhipcau.cli.bench.link.ways import LINKS
from tests.e2e.conftest import Demo
from tests.e2e.media import CHAIR, Signature
from tests.e2e.room import Room, wait_for

# The register calls the island's line weak; here the line itself is to say so.
STRONG = """
from nhipcau.core.actor import system
from nhipcau.places.models import Site
from nhipcau.places.services.sites import update_site
update_site(system("test"), Site.objects.get(pk=%d), link="full")
"""
# How long is measured, and how long the engine may take to leave out what nobody wants.
SECONDS = 8
SETTLING = 40
FIBRE = LINKS["fibre"]


class Meeting:
    """A desk beside the server, and a commune behind a link that carries all."""

    def __init__(self, laboratory: Laboratory, near: Demo, far: Demo) -> None:
        self.laboratory, self.near, self.far = laboratory, near, far
        self.hub, self.site = near.facts["sites"]["hub"], near.facts["sites"]["commune"]
        near.running.command("django", "shell", "-v0", "-c", STRONG % self.site)

    def begin(self, chair: Page, commune: Page) -> tuple[Room, Room]:
        self.laboratory.shape(0, FIBRE)
        desk = self.near.enter(chair, "chair", self.hub)
        room = self.far.enter(commune, "clerk", self.site)
        desk.press("open")
        heard_and_seen(room, self.hub, CHAIR)
        return desk, room

    def kbps(self, page: Page) -> dict[str, float]:
        """What goes each way, on average over some seconds."""
        before, begun = self.laboratory.counts(0), time.monotonic()
        page.wait_for_timeout(SECONDS * 1000)
        after, seconds = self.laboratory.counts(0), time.monotonic() - begun
        return {
            way: (after[way]["bytes"] - before[way]["bytes"]) * 8 / 1000 / seconds
            for way in ("down", "up")
        }

    def carries_at_most(self, page: Page, **limits: float) -> None:
        """Soon and then: no more than so many kbit/s, up and down."""
        measured: dict[str, float] = {}

        def fits() -> bool:
            measured.update(self.kbps(page))
            return all(measured[way] <= limit for way, limit in limits.items())

        begun = time.monotonic()
        while not fits():
            assert time.monotonic() - begun < SETTLING, measured
        assert fits(), measured


def heard_and_seen(room: Room, site: int, signature: Signature) -> None:
    """Soon: its picture and its tone arrive."""
    wait_for(
        f"{room.site} hears and sees {site}",
        lambda: room.sees(site, signature) and room.hears(site, signature),
        room.page,
        30,
    )


def own_line(room: Room) -> tuple[str, str]:
    """How the room itself says that it uses its line: down and up."""
    said = room.page.locator("[data-testid=own-line]")
    lines = said.evaluate_all(
        "all => all.map(({dataset}) => [dataset.down, dataset.up])"
    )
    down, up = lines[0] if lines else ("full", "full")
    return down, up


def uses(desk: Room, room: Room, down: str, up: str, seconds: float) -> None:
    """In time room and desk show how the line is used."""
    wait_for(
        f"the room uses {down} and {up}",
        lambda: own_line(room) == (down, up),
        room.page,
        seconds,
    )
    row = desk.page.locator(f"[data-testid=site-row][data-site='{room.site}']")
    mark = row.locator("[data-testid=profile]")
    use = f"[data-down={down}][data-up={up}]"
    full = (down, up) == ("full", "full")
    wait_for(
        "the desk shows it",
        lambda: not mark.count() if full else mark.and_(desk.page.locator(use)).count(),
        desk.page,
        5,
    )


def pin(desk: Room, site: int, profile: str) -> None:
    """The desk says for what the line of a site may be used at most."""
    choice = desk.page.locator(f"[data-testid=pin-{site}]")
    if not choice.is_visible():
        desk.press("lines")
    choice.select_option(profile)
