"""The ways through a network that a site may have to take."""

from __future__ import annotations

import pytest

from nhipcau.cli.bench.link.ways import LINKS
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import wait_for
from tests.weaklink.conftest import Far, OpenAt
from tests.weaklink.meeting import heard_and_seen

pytestmark = pytest.mark.weaklink


@pytest.mark.parametrize(("link", "marked"), [("tcp-only", 1), ("fibre", 0)])
def test_a_site_is_heard_and_seen_also_where_no_udp_passes_and_the_desk_says_so(
    laboratory, near, far, chair, commune, link, marked
):
    laboratory.shape(0, LINKS[link])
    before = laboratory.counts(0)["up"]["dropped"]
    hub, site = near.facts["sites"]["hub"], near.facts["sites"]["commune"]
    desk = near.enter(chair, "chair", hub)
    room = far.enter(commune, "clerk", site)
    desk.press("open")
    desk.press("grant", site)
    heard_and_seen(desk, site, COMMUNE)
    heard_and_seen(room, hub, CHAIR)
    row = chair.locator(f"[data-testid=site-row][data-site='{site}']")
    # The way is told with the first report of the site, whichever it is.
    wait_for(
        "the desk says how the site comes",
        lambda: (
            row.locator("[data-testid=path]").count() == marked
            and row.locator("[data-testid=line][data-line=good]").count()
        ),
        chair,
        30,
    )
    dropped = laboratory.counts(0)["up"]["dropped"] - before
    assert bool(dropped) == bool(marked), "only where UDP is blocked is it dropped"


def meet(far: Far, farther: Far, open_at: OpenAt, number: int) -> None:
    """The hub's desk in the first network, a commune at the site of this number."""
    hub, site = far.facts["sites"]["hub"], far.facts["sites"]["commune"]
    desk = far.enter(open_at(0, CHAIR), "chair", hub)
    room = farther.enter(open_at(number, COMMUNE), "clerk", site)
    desk.press("open")
    desk.press("grant", site)
    heard_and_seen(desk, site, COMMUNE)
    heard_and_seen(room, hub, CHAIR)


def test_two_networks_meet_that_know_the_hub_by_different_addresses(
    far, farther, open_at
):
    meet(far, farther, open_at, 2)


def test_a_site_beyond_a_router_meets_the_hub_by_the_address_that_it_knows(
    far, farthest, open_at
):
    meet(far, farthest, open_at, 3)
