"""The ways through a network that a site may have to take."""

from __future__ import annotations

import pytest

from nhipcau.cli.bench.link.ways import LINKS
from tests.e2e.media import CHAIR, COMMUNE
from tests.e2e.room import wait_for

pytestmark = pytest.mark.weaklink


@pytest.mark.parametrize(("link", "marked"), [("tcp-only", 1), ("fibre", 0)])
def test_a_site_is_heard_and_seen_also_where_no_udp_passes_and_the_desk_says_so(
    laboratory, near, far, chair, commune, link, marked
):
    laboratory.shape(0, LINKS[link])
    hub, site = near.facts["sites"]["hub"], near.facts["sites"]["commune"]
    desk = near.enter(chair, "chair", hub)
    room = far.enter(commune, "clerk", site)
    desk.press("open")
    desk.press("grant", site)
    wait_for(
        "the desk hears and sees the site",
        lambda: desk.sees(site, COMMUNE) and desk.hears(site, COMMUNE),
        chair,
        30,
    )
    wait_for(
        "the site hears and sees the desk",
        lambda: room.sees(hub, CHAIR) and room.hears(hub, CHAIR),
        commune,
        30,
    )
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
    dropped = laboratory.counts(0)["up"]["dropped"]
    assert bool(dropped) == bool(marked), "only where UDP is blocked is it dropped"
