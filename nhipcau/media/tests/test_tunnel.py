"""Who reads a stream sees the machine that was looked at, and no other."""

from __future__ import annotations

import asyncio
import contextlib
from ipaddress import ip_network

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import address
from nhipcau.media.numbers import numbers_of
from nhipcau.media.tunnel import Tunnel

HOME = [ip_network("127.0.0.0/8")]


async def through(*parts: bytes) -> tuple[bytes, str]:
    """What comes back through a tunnel to a machine that says so; the fault."""
    heard = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        for part in parts:
            writer.write(part)
            # Each on its own way: the next follows when this one has arrived.
            await heard.wait()
            heard.clear()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    camera = address(f"rtsp://127.0.0.1:{port}/a")
    got = b""
    async with server, asyncio.timeout(10), Tunnel(camera, HOME) as tunnel:
        reader, writer = await _near(tunnel)
        writer.write(b"DESCRIBE\r\n")
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1000):
                got += data
                heard.set()
        heard.set()
        writer.close()
        code = tunnel.fault.code if tunnel.fault else ""
    return got, code


async def _near(tunnel: Tunnel) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    port = int(tunnel.url.rsplit(":", 1)[1].partition("/")[0])
    return await asyncio.open_connection("127.0.0.1", port)


def test_what_is_asked_and_answered_goes_through():
    got, code = asyncio.run(through(b"RTSP/1.0 200 OK\r\n\r\n"))
    assert got == b"RTSP/1.0 200 OK\r\n\r\n"
    assert code == "feed_ended"


@pytest.mark.parametrize(
    "parts",
    [
        [b"RTSP/1.0 302 Moved\r\nLocation: rtsp://169.254.169.254/\r\n\r\n"],
        [b"RTSP/1.0 3", b"01 Moved\r\nLocation: rtsp://127.0.0.1/\r\n\r\n"],
        [b"RT\rSP/1.0 \t 302 Moved\r\n\r\n"],
        [b"RTSP/1.0 200 OK\r\n\r\nRTSP/1.0 +0302 Moved\r\n\r\n"],
        [b"RTSP/1.0aaaaaaaaaaaaaaaaaaaaaaaa 302 Moved\r\n\r\n"],
        [b"RTSP/1.0" + 40 * b" " + b"302 Moved\r\n\r\n"],
        [b"RTSP/1.0 \v302 Moved\r\n\r\n"],
        [b"RTSP/1.0 4294967598 Moved\r\n\r\n"],
    ],
)
def test_nobody_is_sent_elsewhere(parts: list[bytes]):
    got, code = asyncio.run(through(*parts))
    assert code == "feed_elsewhere"
    assert b"Location" not in got


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1", "feed_forbidden"),
        ("localhost", "feed_forbidden"),
        ("169.254.169.254", "feed_forbidden"),
        ("0x7f.1", "feed_forbidden"),
        ("2130706433", "feed_forbidden"),
        ("[::ffff:127.0.0.1]", "feed_forbidden"),
        ("khong-co-may-nay.invalid", "feed_unknown_host"),
    ],
)
def test_who_may_not_be_asked_is_not(host: str, code: str):
    with pytest.raises(Refusal) as refusal:
        asyncio.run(numbers_of(address(f"rtsp://{host}/a").host, 554, []))
    assert refusal.value.code == code


def test_a_machine_that_does_not_answer():
    async def knock() -> str:
        # A port that was free a moment ago.
        server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        async with Tunnel(address(f"rtsp://127.0.0.1:{port}/a"), HOME) as tunnel:
            reader, writer = await _near(tunnel)
            with contextlib.suppress(ConnectionError):
                await reader.read()
            writer.close()
            return tunnel.fault.code if tunnel.fault else ""

    assert asyncio.run(knock()) == "feed_no_answer"
