"""A way to one machine, which was looked at: who reads a stream sees no other.

The library that reads streams would ask any machine that a name, an answer or a
redirection names. So it is given a port of this machine; we find the other end, ask
whether that may be asked, and watch what comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Collection

import av
from av.container import InputContainer

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Address, Network
from nhipcau.media.numbers import CONNECT, numbers_of
from nhipcau.media.way import HASTY

# Nothing at all came for so long: who sends a stream has gone.
SILENT = 8.0
CHUNK = 64 * 1024
# The library reads a status line generously, so only the strict form of RFC 7826, 8.1
# passes, and of that no redirection; it may come in two parts.
_STATUS = re.compile(rb"RTSP/(?![12]\.0 [12456][0-9][0-9][ \n])")
_LINE = 14


# Of RTSP only what goes through the tunnel (RFC 7826, 14); nothing reads files.
OPTIONS = {
    "rtsp_transport": "tcp",
    "protocol_whitelist": "rtsp,rtp,tcp",
    "allowed_media_types": "video+audio",
    **HASTY,
}


class Tunnel:
    """From a port of this machine to one other, as long as `async with` lasts."""

    in_pieces = False

    def __init__(self, address: Address, allowed: Collection[Network] = ()) -> None:
        self._address = address
        self._allowed = allowed
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.waiting: Refusal | None = None
        #: Why nothing comes any more; None: nothing is known.
        self.fault: Refusal | None = None

    def open(self) -> InputContainer:
        """Reads through it; in the reader's thread."""
        return av.open(self.url, options=OPTIONS)

    @property
    def url(self) -> str:
        """What to open; holds the password."""
        if self._server is None:
            raise RuntimeError("not open")
        return self._address.by_way_of(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Tunnel:
        """Raises Refusal where there is nobody who may be asked."""
        host, port = self._address.host, self._address.port
        self._numbers = await numbers_of(host, port, self._allowed)
        self._server = await asyncio.start_server(self._enter, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        for task in self._ways:
            task.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    def cut(self, fault: Refusal | None = None) -> None:
        """Ends what goes through it, so that whoever reads there stops to wait."""
        self.fault = self.fault or fault
        for writer in self._writers:
            writer.transport.abort()

    async def _enter(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._ways.add(task)
        task.add_done_callback(self._ways.discard)
        self._writers.add(writer)
        try:
            await self._through(reader, writer)
        except Refusal as fault:
            self.fault = self.fault or fault
        except OSError:
            self.fault = self.fault or Refusal("feed_broken")
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _through(
        self, near: asyncio.StreamReader, back: asyncio.StreamWriter
    ) -> None:
        far, there = await self._connect()
        self._writers.add(there)
        asks = asyncio.create_task(_pass(near, there))
        try:
            await self._answers(far, back)
        finally:
            asks.cancel()
            self._writers.discard(there)
            there.transport.abort()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await asks

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for number in self._numbers:
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(CONNECT):
                    return await asyncio.open_connection(number, self._address.port)
        raise Refusal("feed_no_answer")

    async def _answers(
        self, far: asyncio.StreamReader, back: asyncio.StreamWriter
    ) -> None:
        line = b""
        while True:
            try:
                async with asyncio.timeout(SILENT):
                    data = await far.read(CHUNK)
            except TimeoutError:
                raise Refusal("feed_silent") from None
            if not data:
                raise Refusal("feed_ended")
            line = line[-_LINE:] + data.replace(b"\r", b"")
            # What has not come whole is looked at with what comes next.
            if any(one.start() + _LINE <= len(line) for one in _STATUS.finditer(line)):
                raise Refusal("feed_elsewhere")
            back.write(data)
            await back.drain()


async def _pass(near: asyncio.StreamReader, there: asyncio.StreamWriter) -> None:
    while data := await near.read(CHUNK):
        there.write(data)
        await there.drain()
