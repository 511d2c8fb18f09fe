"""Readiness, asked of real servers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from contextlib import asynccontextmanager

import pytest

from nhipcau.supervisor.ready import is_ready
from nhipcau.supervisor.spec import FileReady, HttpReady


@asynccontextmanager
async def server(answer: bytes, path=None, hold: float = 0):
    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(hold)
        writer.write(answer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    if path:
        running = await asyncio.start_unix_server(talk, path)
        yield 0
    else:
        running = await asyncio.start_server(talk, "127.0.0.1", 0)
        yield running.sockets[0].getsockname()[1]
    running.close()
    await asyncio.sleep(hold)  # let the last talk end


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", True),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", True),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", False),
        (b"SSH-2.0-whatever\r\n", False),
        (b"HTTP/1.1 soon\r\n", False),
        (b"x" * 200_000, False),
        (b"", False),
    ],
)
async def test_it_believes_only_an_answer_below_500(answer, ready):
    async with server(answer) as port:
        assert await is_ready(HttpReady(port=port)) is ready


async def test_it_asks_through_a_unix_socket(tmp_path):
    path = tmp_path / "web.sock"
    assert not await is_ready(HttpReady(socket=path))
    async with server(b"HTTP/1.1 204 No Content\r\n\r\n", path):
        assert await is_ready(HttpReady(socket=path))


async def test_it_is_not_ready_while_nobody_listens():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert not await is_ready(HttpReady(port=held.getsockname()[1]))


async def test_it_does_not_wait_for_a_silent_server():
    async with server(b"HTTP/1.1 200 OK\r\n\r\n", hold=0.3) as port:
        assert not await is_ready(HttpReady(port=port), within=0.05)


async def test_it_looks_for_a_file(tmp_path):
    path = tmp_path / "here"
    assert not await is_ready(FileReady(path))
    path.touch()
    assert await is_ready(FileReady(path))
