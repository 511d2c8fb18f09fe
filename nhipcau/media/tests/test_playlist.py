"""A list of pieces is followed; whoever writes it sends us nowhere else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from ipaddress import ip_network

import m3u8
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import address
from nhipcau.media.playlist import BEHIND, Pieces, Playlist, best, listed_in

HOME = [ip_network("127.0.0.0/8")]
HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"
END = "#EXT-X-ENDLIST\n"
# Location of a redirection, as against bytes that are there.
Shelf = Mapping[str, bytes | str]


def pieces_of(first: int, count: int, more: str = "") -> m3u8.M3U8:
    rows = "".join(f"#EXTINF:1,\n{first + at}.ts\n" for at in range(count))
    text = f"{HEAD}#EXT-X-MEDIA-SEQUENCE:{first}\n{more}{rows}"
    return listed_in(text, "http://10.1.2.3/a.m3u8")


def names(found: list[m3u8.Segment]) -> list[str]:
    return [str(one.uri) for one in found]


def test_it_begins_near_the_end_and_takes_each_piece_once():
    pieces = Pieces()
    assert names(pieces.new(pieces_of(7, 4))) == ["9.ts", "10.ts"]
    assert pieces.new(pieces_of(7, 4)) == []
    assert names(pieces.new(pieces_of(9, 4))) == ["11.ts", "12.ts"]
    # What fell off meanwhile is lost.
    assert names(pieces.new(pieces_of(20, 2))) == ["20.ts", "21.ts"]


def test_a_film_is_read_from_its_beginning():
    whole = listed_in(f"{HEAD}#EXTINF:1,\n0.ts\n#EXTINF:1,\n1.ts\n{END}", "http://a/")
    assert len(Pieces().new(whole)) == 2


def test_a_list_that_counts_anew_is_another_stream():
    pieces = Pieces()
    pieces.new(pieces_of(100, 4))
    with pytest.raises(Refusal) as refusal:
        pieces.new(pieces_of(0, 4))
    assert refusal.value.code == "feed_ended"


@given(st.lists(st.integers(0, 3), max_size=20), st.integers(2, 6))
def test_no_piece_comes_twice_or_out_of_order(steps: list[int], length: int):
    pieces, first, taken = Pieces(), 0, []
    for step in [0, *steps]:
        first += step
        taken += [int(one[:-3]) for one in names(pieces.new(pieces_of(first, length)))]
    assert taken == sorted(set(taken))
    assert taken[0] == length - BEHIND


def test_what_is_encrypted_is_not_fetched():
    key = '#EXT-X-KEY:METHOD=AES-128,URI="key.bin"\n'
    pieces = Pieces()
    (piece, *_) = pieces.new(pieces_of(0, 2, key))
    with pytest.raises(Refusal) as refusal:
        pieces.urls(piece)
    assert refusal.value.code == "feed_encrypted"


def test_the_head_of_mp4_is_fetched_once():
    pieces = Pieces()
    listed = pieces_of(0, 2, '#EXT-X-MAP:URI="head.mp4"\n')
    one, two = pieces.new(listed)
    assert pieces.urls(one) == ["http://10.1.2.3/head.mp4", "http://10.1.2.3/0.ts"]
    assert pieces.urls(two) == ["http://10.1.2.3/1.ts"]


def test_it_takes_the_finest_that_goes_on_as_it_comes():
    rows = "".join(
        f"#EXT-X-STREAM-INF:BANDWIDTH={bits},RESOLUTION={size}\n{name}.m3u8\n"
        for bits, size, name in [
            (800_000, "640x360", "small"),
            (2_000_000, "1280x720", "fit"),
            (2_400_000, "3840x2160", "large"),
            (6_000_000, "1920x1080", "heavy"),
        ]
    )
    assert best(listed_in(f"#EXTM3U\n{rows}", "http://a/")) == "http://a/fit.m3u8"


@given(st.text(max_size=300))
def test_whatever_is_written_there_is_a_list_or_is_refused(text: str):
    with contextlib.suppress(Refusal):
        listed = listed_in(f"#EXTM3U\n{text}", "http://10.1.2.3/a.m3u8")
        for piece in Pieces().new(listed):
            Pieces().urls(piece)
        best(listed)


async def _read(shelf: Shelf, path: str, user: str = "") -> tuple[bytes, str]:
    """What comes of a list on a web server of this machine, and why it ended."""

    async def give(request: web.Request) -> web.Response:
        found = shelf.get(request.path.lstrip("/"))
        if isinstance(found, str):
            raise web.HTTPFound(found)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found)

    app = web.Application()
    app.router.add_get("/{name:.*}", give)
    async with TestServer(app) as server, asyncio.timeout(20):
        where = address(f"http://127.0.0.1:{server.port}/{path}", user, "mat-khau")
        async with Playlist(where, HOME) as way:
            got = b""
            while part := await asyncio.to_thread(way.read, 1000):
                got += part
            return got, way.fault.code if way.fault else ""


def fault_of(shelf: Shelf, path: str = "a.m3u8") -> str:
    try:
        return asyncio.run(_read(shelf, path))[1]
    except Refusal as refusal:
        return refusal.code


LIST = f"{HEAD}#EXTINF:1,\n0.ts\n#EXTINF:1,\n1.ts\n{END}".encode()


def test_its_pieces_come_one_after_the_other():
    shelf = {"a.m3u8": LIST, "0.ts": b"first", "1.ts": b"second"}
    assert asyncio.run(_read(shelf, "a.m3u8")) == (b"firstsecond", "feed_ended")


def test_a_redirection_is_followed_where_that_is_allowed():
    shelf = {"old": "/a.m3u8", "a.m3u8": LIST, "0.ts": b"first", "1.ts": b"second"}
    assert asyncio.run(_read(shelf, "old"))[0] == b"firstsecond"


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ("http://169.254.169.254/latest/", "feed_forbidden"),
        ("http://[::1]/a.m3u8", "feed_forbidden"),
        ("http://localhost.localdomain.invalid/a", "feed_unknown_host"),
        ("file:///etc/passwd", "feed_elsewhere"),
        ("/a.m3u8", "feed_elsewhere"),
    ],
)
def test_nobody_is_sent_where_nobody_may_ask(there: str, code: str):
    assert fault_of({"a.m3u8": there}) == code
    inside = f"{HEAD}#EXTINF:1,\n{there}\n{END}".encode()
    if there != "/a.m3u8":
        assert fault_of({"a.m3u8": inside}) == code


@pytest.mark.parametrize(
    ("shelf", "code"),
    [
        ({}, "feed_nothing_there"),
        ({"a.m3u8": b"<html>"}, "feed_unreadable"),
        ({"a.m3u8": b"#EXTM3U\n" + (1 << 21) * b"#"}, "feed_unreadable"),
        ({"a.m3u8": LIST}, "feed_nothing_there"),
    ],
)
def test_why_nothing_comes_is_said(shelf: Shelf, code: str):
    assert fault_of(shelf) == code
