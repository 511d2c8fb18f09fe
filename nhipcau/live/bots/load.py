"""Rooms that are a load and no play: always there, always sending, equally heavy."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from nhipcau.base.threads import in_thread
from nhipcau.engine.bots.video import Clock, Loop
from nhipcau.live.bots.queries import Part
from nhipcau.live.bots.rooms import PlayedRoom, Settings
from nhipcau.live.bots.stills import WORDS
from nhipcau.live.queries import epoch
from nhipcau.live.stays import Engine

# A piece of an H.264 stream that decoders pass over (type 12, filler data).
_FILLER = b"\0\0\0\1\x0c"
_END = b"\x80"
# Pictures per second: fewer and heavier ones burden the engine as much, us less.
RATE = 6
# Seconds between two looks for a new engine.
FOLLOW = 0.5


class HeavyRoom(PlayedRoom):
    """A played room whose pictures weigh what was asked, seen or not."""

    unseen = True

    def __init__(
        self,
        settings: Settings,
        part: Part,
        number: int,
        studio: ThreadPoolExecutor,
        kbps: int,
    ) -> None:
        super().__init__(settings, part, number, studio)
        self._kbps = kbps

    def pictures(self) -> Loop:
        """The room's own, filled up."""
        return heavier(super().pictures(), self._kbps)


class Load:
    """All rooms, the loop that draws them, and how late it was."""

    def __init__(
        self, meeting: int, parts: Sequence[Part], port: int, data: Path, kbps: int
    ) -> None:
        where = Settings(meeting, Engine("127.0.0.1", port), data / "bots")
        self._meeting = meeting
        self._studio = ThreadPoolExecutor(1, "studio")
        self._rooms = [
            HeavyRoom(where, part, number, self._studio, kbps)
            for number, part in enumerate(parts)
        ]
        self._lags: list[float] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._epoch = 0
        self._wanted = True

    async def begin(self) -> None:
        """Joins with every room, one after the other as they are drawn."""
        loops = [room.live() for room in self._rooms]
        self._tasks = [asyncio.create_task(one) for one in loops]
        self._tasks.append(asyncio.create_task(self._draw()))
        self._tasks.append(asyncio.create_task(self._follow()))
        await self._all(there=True)

    async def burst(self) -> list[float]:
        """Leaves, then joins with each room at some moment of one second; in ms."""
        self._wanted = False
        for room in self._rooms:
            room.go(wanted=False, epoch=self._epoch)
        await self._all(there=False)
        self._wanted = True
        moments = (place / len(self._rooms) for place in range(len(self._rooms)))
        joins = map(self._join, self._rooms, moments)
        return list(await asyncio.gather(*joins))

    async def _all(self, *, there: bool) -> None:
        for room in self._rooms:
            await _until(room, there=there)

    async def _join(self, room: PlayedRoom, after: float) -> float:
        await asyncio.sleep(after)
        begun = time.monotonic()
        room.go(wanted=True, epoch=self._epoch)
        await _until(room, there=True)
        return round((time.monotonic() - begun) * 1000, 1)

    def lags(self) -> list[float]:
        """How late each picture was since the last call, in ms."""
        found, self._lags = self._lags, []
        return found

    async def end(self) -> None:
        """Leaves with every room."""
        for room in self._rooms:
            room.go(wanted=False, epoch=self._epoch)
            room.close()
        if self._rooms:
            await asyncio.wait(self._tasks[: len(self._rooms)], timeout=3)

    async def _follow(self) -> None:
        """A new engine: in again; its rows may be away for a moment."""
        while True:
            with contextlib.suppress(Exception):
                self._epoch = await in_thread(epoch)
            if self._wanted and self._lags:
                for room in self._rooms:
                    room.go(wanted=True, epoch=self._epoch)
            await asyncio.sleep(FOLLOW)

    async def _draw(self) -> None:
        clock = Clock(WORDS)
        due = time.time()
        # One room after the other, as cameras that know nothing of each other.
        for room in cycle(self._rooms):
            due += 1 / (RATE * len(self._rooms))
            await asyncio.sleep(max(0, due - time.time()))
            now = time.time()
            self._lags.append(round((now - due) * 1000, 2))
            # What was missed is not made up for.
            due = max(due, now - 1 / RATE)
            # A clock that stands: drawing it would make every picture late.
            room.show(now, WORDS, clock)


async def _until(room: PlayedRoom, *, there: bool) -> None:
    for _ in iter(lambda: room.there == there, True):
        await asyncio.sleep(0.005)


def heavier(loop: Loop, kbps: int) -> Loop:
    """The same pictures, filled up with bytes that decoders pass over."""
    each = kbps * 1000 // 8 // RATE

    def filled(data: bytes) -> bytes:
        missing = each - len(data) - len(_FILLER) - len(_END)
        return data + _FILLER + b"\xff" * missing + _END if missing > 0 else data

    seconds = tuple(
        replace(one, rest=tuple(filled(picture) for picture in one.rest))
        for one in loop.seconds
    )
    return replace(loop, seconds=seconds)
