"""A camera that stands for a commune, in a real room: seen, heard, cut and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.core.actor import Actor
from nhipcau.live.bots.tests.conftest import empty_communes
from nhipcau.live.feeds.queries import feed_of
from nhipcau.live.feeds.run import Feeds
from nhipcau.live.feeds.services import set_feed, switch_feed, try_feed
from nhipcau.live.models import Feed
from nhipcau.live.stays import Engine
from nhipcau.live.stills import folder
from nhipcau.live.tests.bench import Bench, build
from nhipcau.media.address import address
from tests.live.clients import Client, Eye, identity
from tests.live.conftest import Join, room_is_there, soon, soon_in_rows
from tests.live.engine import LiveKit
from tests.rtsp.camera import Camera, write_stream

pytestmark = pytest.mark.live

USER, PASSWORD = "admin", "mat-khau-camera"


@pytest.fixture
def bench(transactional_db: None, settings: Any, tmp_path: Path) -> Bench:
    """Nobody sits in the communes; who chairs keeps the rooms of the district, too."""
    allowed = {"data_dir": tmp_path, "feed_networks": ["127.0.0.0/8"]}
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update=allowed)
    made = build()
    empty_communes(made)
    made.keeps_rooms("hub")
    return made


@pytest.fixture
async def feeds(bench: Bench, engine: LiveKit, conductor: None) -> AsyncIterator[Feeds]:
    """What pulls the streams, running."""
    made = Feeds(Engine("127.0.0.1", engine.port))
    pulling = asyncio.create_task(made.run())
    yield made
    made.stop()
    await pulling


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """One that goes on as it comes; small, for the machine has other things to do."""
    return write_stream(tmp_path / "film.ts", seconds=8, width=854, height=480)


@pytest.fixture
def camera(film: Path) -> Iterator[Camera]:
    with Camera(film, user=USER, password=PASSWORD) as started:
        yield started


def keeper(bench: Bench) -> Actor:
    return actor_of(bench.people["hub"])


def given(bench: Bench, url: str, user: str = USER) -> None:
    """The first commune is fed by what is there."""
    set_feed(keeper(bench), bench.sites["hai"], address(url, user, PASSWORD))


def tried(bench: Bench) -> None:
    """Somebody looks at it outside any meeting."""
    try_feed(keeper(bench), row(bench))


def row(bench: Bench) -> Feed:
    found = feed_of(bench.sites["hai"])
    assert found is not None
    return found


def says(bench: Bench, state: str, why: str = "") -> Callable[[], bool]:
    """Whether its row says so now."""

    def told() -> bool:
        now = row(bench)
        return (now.state, now.why) == (state, why)

    return told


def hears(client: Client, site: int) -> Callable[[], bool]:
    """Whether something new of it is heard from now on."""
    before = sum(len(heard) for heard in client.heard.values())
    return lambda: len(client.heard.get(identity(client, site), ())) > before


async def test_a_camera_is_a_site_and_comes_back_after_every_cut(
    bench: Bench, engine: LiveKit, feeds: Feeds, join: Join, camera: Camera
):
    await bench.open()
    await in_thread(given, bench, camera.url)
    hub, site = await join("hub", greedy=True), bench.site("hai")
    eye = Eye(hub, site)
    await soon(lambda: {(854, 480), (640, 360)} <= eye.sizes, 30)
    assert not hub.heard
    facts = (await in_thread(row, bench)).facts
    assert (facts["codec"], facts["sound"], facts["unfit"]) == ("h264", "aac", "")

    await bench.grant("hai")
    await soon(hears(hub, site), 10)
    await bench.revoke("hai")

    camera.kill()
    await soon(lambda: not identity(hub, site), 20)
    await soon_in_rows(lambda: row(bench).state == Feed.State.BROKEN, 10)
    camera.start()
    eye.sizes.clear()
    await soon(lambda: {(854, 480), (640, 360)} <= eye.sizes, 30)


async def test_it_is_back_after_the_engine_was_killed(
    bench: Bench, engine: LiveKit, feeds: Feeds, join: Join, camera: Camera
):
    await bench.open()
    await bench.grant("hai")
    await in_thread(given, bench, camera.url)
    hub, site = await join("hub"), bench.site("hai")
    await soon(lambda: identity(hub, site), 30)
    # It would go on knocking by itself, and put out whoever joins in its name.
    await hub.leave()
    engine.kill()
    await asyncio.to_thread(engine.start)
    await room_is_there(engine, bench.room)
    again = await join("hub", greedy=True)
    eye = Eye(again, site)
    await soon(lambda: eye.frames, 30)
    await soon(hears(again, site), 10)


async def test_what_browsers_cannot_read_is_made_anew_as_large_as_it_was(
    bench: Bench, feeds: Feeds, join: Join, film: Path, camera: Camera
):
    write_stream(film, seconds=8, width=854, height=480, bframes=2)
    camera.kill()
    camera.start()
    await bench.open()
    await in_thread(given, bench, camera.url)
    hub = await join("hub", greedy=True)
    eye = Eye(hub, bench.site("hai"))
    await soon(lambda: {(854, 480), (640, 360)} <= eye.sizes, 30)
    assert (await in_thread(row, bench)).facts["unfit"] == "reordered"


async def test_who_tries_it_sees_a_photograph_without_any_meeting(
    bench: Bench, feeds: Feeds, camera: Camera
):
    site = bench.site("hai")
    await in_thread(given, bench, camera.url)
    await in_thread(tried, bench)
    await soon_in_rows(says(bench, Feed.State.FLOWING), 20)
    assert folder.newest(0, site, "camera") is None
    folder.ask(0, site, "camera")
    await soon(lambda: folder.newest(0, site, "camera"), 10)
    still = folder.newest(0, site, "camera")
    assert still is not None
    assert still.image[8:12] == b"WEBP"

    await in_thread(lambda: switch_feed(keeper(bench), row(bench), False))
    await soon_in_rows(says(bench, Feed.State.IDLE), 10)


async def test_a_camera_that_falls_silent_is_knocked_at_again(
    bench: Bench, feeds: Feeds, join: Join, film: Path
):
    with Camera(film, user=USER, password=PASSWORD, silent_after=4) as camera:
        await bench.open()
        await in_thread(given, bench, camera.url)
        await soon_in_rows(says(bench, Feed.State.BROKEN, "feed_silent"), 30)
        await soon_in_rows(says(bench, Feed.State.FLOWING), 30)


@pytest.mark.parametrize(
    ("user", "path", "why"),
    [
        ("another", "/cam", "feed_password"),
        (USER, "/other", "feed_nothing_there"),
    ],
)
async def test_why_nothing_comes_is_said(
    bench: Bench, feeds: Feeds, camera: Camera, user: str, path: str, why: str
):
    await in_thread(given, bench, camera.url.replace("/cam", path), user)
    await in_thread(tried, bench)
    await soon_in_rows(says(bench, Feed.State.BROKEN, why), 20)
    # Another way is taken at once, however long it waited after the last.
    await in_thread(given, bench, camera.url)
    await in_thread(tried, bench)
    await soon_in_rows(says(bench, Feed.State.FLOWING), 20)
