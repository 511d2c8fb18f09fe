"""Streams by HLS: a list that grows, fetched piece by piece (RFC 8216)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Collection
from typing import Self

import m3u8
from av.container import InputContainer
from m3u8 import M3U8, Segment

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Address, Network
from nhipcau.media.fitness import BITS, LINES
from nhipcau.media.pipe import Format, Pipe
from nhipcau.media.web import Web

# Nearer to its end the next piece is not there yet; further, and some that is to be
# read falls off the other end of a short list.
BEHIND = 2
# In bytes; a list is a few hundred lines, a piece some seconds of picture.
LONGEST_LIST, LARGEST_PIECE = 1 << 20, 1 << 26
# Seconds of a piece that are to be believed.
SHORTEST, LONGEST = 1.0, 20.0
# A list that has not grown for so many of its pieces is that of a dead encoder.
STALE = 3


class Playlist:
    """One stream as a row of pieces."""

    in_pieces = True

    def __init__(self, address: Address, allowed: Collection[Network]) -> None:
        self._web = Web(address, allowed)
        self._url = address.text
        self._kind: Format = "mpegts"
        near, self._far = socket.socketpair()
        self._pipe = Pipe(near)
        self._task: asyncio.Task[None] | None = None
        self.waiting: Refusal | None = None
        #: Why nothing comes any more; None: nothing is known.
        self.fault: Refusal | None = None

    async def __aenter__(self) -> Self:
        """Raises Refusal where there is no such list."""
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(self._web)
            stack.callback(self._pipe.close)
            stack.callback(self._far.close)
            listed = await self._load()
            if listed.is_variant:
                self._url = best(listed)
                listed = await self._load()
            if any(one.init_section for one in listed.segments):
                self._kind = "mp4"
            self._task = asyncio.create_task(self._bring(listed))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._stack.aclose()

    def open(self) -> InputContainer:
        """Reads what is fetched meanwhile; in the reader's thread."""
        return self._pipe.open(self._kind)

    def read(self, size: int) -> bytes:
        """The same as bytes."""
        return self._pipe.read(size)

    def cut(self, fault: Refusal | None = None) -> None:
        """Ends what comes."""
        self.fault = self.fault or fault
        self._pipe.cut()

    async def _load(self) -> M3U8:
        """The list as it is now. Raises Refusal."""
        return listed_in(*await self._web.text(self._url, LONGEST_LIST))

    async def _bring(self, listed: M3U8) -> None:
        """One piece after the other, as fast as they are read."""
        _, writer = await asyncio.open_connection(sock=self._far)
        try:
            await self._follow(listed, writer)
            fault = Refusal("feed_ended")
        except Refusal as refusal:
            fault = refusal
        except OSError:
            # Nobody reads any more.
            fault = Refusal("feed_ended")
        finally:
            writer.close()
        self.fault = self.fault or fault

    async def _follow(self, listed: M3U8, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        pieces = Pieces()
        grown = loop.time()
        while True:
            loaded = loop.time()
            fresh = pieces.new(listed)
            for piece in fresh:
                await self._give(piece, pieces, writer)
            if listed.is_endlist:
                return
            # Whoever writes the list says how often we ask: within reason.
            pause = max(SHORTEST, min(LONGEST, float(listed.target_duration or 0)))
            if fresh:
                grown = loop.time()
            elif loop.time() - grown > STALE * pause:
                raise Refusal("feed_silent")
            else:
                # It did not grow: soon again (RFC 8216, 6.3.4).
                pause /= 2
            await asyncio.sleep(max(0.0, loaded + pause - loop.time()))
            listed = await self._load()

    async def _give(
        self, piece: Segment, pieces: Pieces, writer: asyncio.StreamWriter
    ) -> None:
        for url in pieces.urls(piece):
            async for part in self._web.parts(url, LARGEST_PIECE):
                writer.write(part)
                await writer.drain()


class Pieces:
    """Which pieces of a growing list are still to be read."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._begun = False
        self._head = ""

    def new(self, listed: M3U8) -> list[Segment]:
        """Those since the last look, at first the newest. Raises Refusal."""
        first = listed.media_sequence or 0
        pieces = list(listed.segments)
        if self._next is None:
            skipped = 0 if listed.is_endlist else max(0, len(pieces) - BEHIND)
            self._next = first + skipped
        elif self._next > first + len(pieces):
            # It counts from the beginning again: another stream.
            raise Refusal("feed_ended")
        found = pieces[max(0, self._next - first) :]
        self._next = first + len(pieces)
        return found

    def urls(self, piece: Segment) -> list[str]:
        """What to fetch for it, in this order. Raises Refusal."""
        if piece.key and piece.key.method != "NONE":
            raise Refusal("feed_encrypted")
        if piece.byterange:
            raise Refusal("feed_unreadable")
        if piece.discontinuity and self._begun:
            # Its time leaps: to whoever reads it is another stream.
            raise Refusal("feed_ended")
        self._begun = True
        head = piece.init_section.absolute_uri if piece.init_section else ""
        heads = [head] if head not in ("", self._head) else []
        self._head = head
        return [*heads, piece.absolute_uri]


def listed_in(text: str, where: str) -> M3U8:
    """The list that is written there. Raises Refusal."""
    if not text.startswith("#EXTM3U"):
        raise Refusal("feed_unreadable")
    try:
        return m3u8.loads(text, uri=where)
    except Exception:
        # The library trusts what it reads: anything may come of a broken line.
        raise Refusal("feed_unreadable") from None


def best(listed: M3U8) -> str:
    """Where the finest is that can go on as it comes, or else the least.

    Raises Refusal.
    """
    offered = [
        (
            one.stream_info.bandwidth or 0,
            (one.stream_info.resolution or (0, 0))[1],
            one.absolute_uri,
        )
        for one in listed.playlists
    ]
    if not offered:
        raise Refusal("feed_unreadable")
    fit = [one for one in offered if one[0] <= BITS and one[1] <= LINES]
    return max(fit)[2] if fit else min(offered)[2]
