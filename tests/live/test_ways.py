"""Streams that come by RTMP, SRT and HLS, through the real program and its peers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.cli.bench.installation import until
from nhipcau.live.feeds.queries import feed_of, ingest_socket, secret_of
from nhipcau.live.feeds.run import Feeds
from nhipcau.live.feeds.services import await_feed, renew_key, set_feed, try_feed
from nhipcau.live.models import Feed
from nhipcau.live.stays import Engine
from nhipcau.live.tests.bench import Bench, build
from nhipcau.media.address import address
from nhipcau.supervisor.binaries import INGEST
from nhipcau.supervisor.ports import free_ports
from tests.live.conftest import soon_in_rows
from tests.rtsp.camera import write_stream
from tests.rtsp.sender import Sender, SrtSender

pytestmark = pytest.mark.live

PASSPHRASE = "mat-khau-bo-ma-hoa"
BROKEN, FLOWING = Feed.State.BROKEN, Feed.State.FLOWING


class Streams:
    """The stream of one commune, tried outside any meeting."""

    def __init__(self, bench: Bench, rtmp: int, srt: int) -> None:
        self._site = bench.sites["hai"]
        self._keeper = actor_of(bench.people["hub"])
        self._rtmp = rtmp
        self._srt = srt

    @property
    def row(self) -> Feed:
        found = feed_of(self._site)
        assert found is not None
        return found

    def pull(self, url: str, password: str = "") -> None:
        set_feed(self._keeper, self._site, address(url, password=password))
        try_feed(self._keeper, self.row)

    def wait_for_push(self, way: str) -> None:
        await_feed(self._keeper, self._site, way)
        try_feed(self._keeper, self.row)

    def renew(self) -> None:
        renew_key(self._keeper, self.row)

    @property
    def rtmp_url(self) -> str:
        return f"rtmp://127.0.0.1:{self._rtmp}/nhipcau/{secret_of(self.row).key}"

    def srt_url(self, passphrase: str = "") -> str:
        known = secret_of(self.row)
        asked = f"streamid={known.key}&passphrase={passphrase or known.passphrase}"
        return f"srt://127.0.0.1:{self._srt}?{asked}"

    async def says(self, state: str, why: str = "", seconds: float = 30) -> None:
        def told() -> bool:
            now = self.row
            return (now.state, now.why) == (state, why)

        await soon_in_rows(told, seconds)


@pytest.fixture
def bench(transactional_db: None, settings: Any, tmp_path: Path) -> Bench:
    allowed = {"data_dir": tmp_path, "feed_networks": ["127.0.0.0/8"]}
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update=allowed)
    (tmp_path / "run").mkdir()
    made = build()
    made.keeps_rooms("hub")
    return made


@pytest.fixture
def ingest(bench: Bench) -> Iterator[tuple[int, int]]:
    """Our program, running; its ports."""
    rtmp, srt = free_ports(2)
    program = INGEST.find()
    assert program is not None
    where = ("--socket", str(ingest_socket()), "--host", "127.0.0.1")
    words = [program, *where, "--rtmp", str(rtmp), "--srt", str(srt)]
    with subprocess.Popen(words) as running:
        until("it listens", ingest_socket().exists)
        yield rtmp, srt
        running.kill()


@pytest.fixture
def known(bench: Bench, ingest: tuple[int, int]) -> Streams:
    return Streams(bench, *ingest)


@pytest.fixture
async def streams(known: Streams) -> AsyncIterator[Streams]:
    """What brings the streams, running; no engine, for nobody meets."""
    made = Feeds(Engine("127.0.0.1", 1))
    pulling = asyncio.create_task(made.run())
    yield known
    made.stop()
    await pulling


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.ts"
    return write_stream(path, seconds=8, width=640, height=360)


async def test_a_device_that_pushes_by_rtmp_is_awaited_and_may_come_back(
    streams: Streams, film: Path
):
    await in_thread(streams.wait_for_push, "rtmp")
    with Sender.by_rtmp(film, await in_thread(lambda: streams.rtmp_url)) as sender:
        await streams.says(FLOWING)
        facts = (await in_thread(lambda: streams.row)).facts
        assert (facts["codec"], facts["sound"], facts["width"]) == ("h264", "aac", 640)
        sender.kill()
        await streams.says(BROKEN, "feed_ended")
        sender.start()
        await streams.says(FLOWING)
        # With the old key nobody is let in any more.
        await in_thread(streams.renew)
        await streams.says(BROKEN, "feed_not_pushed", 40)


async def test_a_device_that_pushes_by_srt_needs_its_passphrase(
    streams: Streams, film: Path
):
    await in_thread(streams.wait_for_push, "srt")
    wrong = await in_thread(lambda: streams.srt_url("day-khong-phai-khoa"))
    with SrtSender(film, wrong):
        await streams.says(BROKEN, "feed_not_pushed", 40)
    with SrtSender(film, await in_thread(streams.srt_url)) as sender:
        await streams.says(FLOWING)
        sender.kill()
        await streams.says(BROKEN, "feed_ended")
        sender.start()
        await streams.says(FLOWING)


async def test_a_device_that_waits_is_called_by_srt(streams: Streams, film: Path):
    (port,) = free_ports(1)
    url = f"srt://127.0.0.1:{port}"
    await in_thread(streams.pull, url, PASSPHRASE)
    await streams.says(BROKEN, "feed_no_answer")
    with SrtSender(film, f"{url}?mode=listener&passphrase={PASSPHRASE}"):
        await streams.says(FLOWING)
        await in_thread(streams.pull, url, "day-khong-phai-khoa")
        await streams.says(BROKEN, "feed_password")
        await in_thread(streams.pull, url, PASSPHRASE)
        await streams.says(FLOWING)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which any web server gives what is in it."""
    folder = tmp_path / "hls"
    folder.mkdir()
    (port,) = free_ports(1)
    words = ["-m", "http.server", "--bind", "127.0.0.1", "-d", str(folder), str(port)]
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.DEVNULL) as web:
        yield folder, f"http://127.0.0.1:{port}"
        web.kill()


async def test_a_list_of_pieces_is_followed_as_it_grows(
    streams: Streams, film: Path, shelf: tuple[Path, str]
):
    folder, url = shelf
    await in_thread(streams.pull, f"{url}/live.m3u8")
    await streams.says(BROKEN, "feed_nothing_there")
    with Sender.by_hls(film, folder) as sender:
        await streams.says(FLOWING, seconds=40)
        facts = (await in_thread(lambda: streams.row)).facts
        assert (facts["codec"], facts["sound"]) == ("h264", "aac")
        sender.kill()
        await streams.says(BROKEN, "feed_silent")
        sender.start()
        await streams.says(FLOWING, seconds=40)
