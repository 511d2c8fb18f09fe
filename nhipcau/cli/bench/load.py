"""The other rooms of a measured meeting: bots with pictures of a fixed weight.

A process of its own (`python -m nhipcau.cli.bench.load`), told what to do by lines on
standard input, one line of JSON back for each: `burst` leaves and joins again with all
rooms within a second, `lag` says how late pictures were since the last such line.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

# Bytes of one picture so that all of a second weigh as much as was asked.
_FILLER = b"\0\0\0\1\x0c"
_END = b"\x80"


def main() -> int:
    """Plays until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meeting", type=int, required=True)
    parser.add_argument("--sites", type=int, nargs="+", required=True)
    parser.add_argument("--kbps", type=int, default=420)
    options = parser.parse_args()
    import django

    django.setup()
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    asyncio.run(_play(options.meeting, options.sites, options.kbps))
    sys.stdout.flush()
    # The library's threads end only with us.
    os._exit(0)


async def _play(meeting: int, sites: list[int], kbps: int) -> None:
    from django.conf import settings

    from nhipcau.base.threads import in_thread
    from nhipcau.live.bots.queries import play_of

    config = settings.NHIPCAU
    play = await in_thread(play_of, meeting)
    parts = [part for part in play.parts if part.site in sites] if play else []
    load = Load(meeting, parts, config.engine_port, Path(config.data_dir), kbps)
    await load.begin()
    _say({"rooms": len(parts)})
    reader = await _standard_input()
    while line := await reader.readline():
        match line.decode().strip():
            case "burst":
                _say({"join_ms": await load.burst()})
            case "lag":
                _say({"lag_ms": load.lags()})
    await load.end()


class Load:
    """All rooms, the loop that draws them, and how late it was."""

    def __init__(
        self, meeting: int, parts: list[Any], port: int, data: Path, kbps: int
    ) -> None:
        from nhipcau.live.bots.run import PlayedRoom, Settings

        class HeavyRoom(PlayedRoom):
            """A played room whose pictures weigh what was asked."""

            unseen = True

            def pictures(self) -> Any:
                return heavier(super().pictures(), kbps)

        where = Settings(meeting, "127.0.0.1", port, data / "bots")
        self._meeting = meeting
        self._studio = ThreadPoolExecutor(1, "studio")
        self._rooms = [
            HeavyRoom(where, part, number, self._studio)
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

    async def _join(self, room: Any, after: float) -> float:
        await asyncio.sleep(after)
        begun = time.monotonic()
        room.go(wanted=True, epoch=self._epoch)
        await _until(room, there=True)
        return round((time.monotonic() - begun) * 1000, 1)

    def lags(self) -> list[float]:
        """How late each round of pictures was since the last call, in ms."""
        found, self._lags = self._lags, []
        return found

    async def end(self) -> None:
        """Leaves with every room."""
        for room in self._rooms:
            room.go(wanted=False, epoch=self._epoch)
            room.close()
        await asyncio.wait(self._tasks[: len(self._rooms)], timeout=3)

    async def _follow(self) -> None:
        """A new engine: in again; its rows may be away for a moment."""
        from nhipcau.base.threads import in_thread
        from nhipcau.live.queries import epoch

        while True:
            with contextlib.suppress(Exception):
                self._epoch = await in_thread(epoch)
            if self._wanted and self._lags:
                for room in self._rooms:
                    room.go(wanted=True, epoch=self._epoch)
            await asyncio.sleep(0.2)

    async def _draw(self) -> None:
        from nhipcau.engine.bots.video import FPS, Clock
        from nhipcau.live.bots.run import WORDS

        clock = Clock(WORDS)
        due = time.time()
        while True:
            due += 1 / FPS
            await asyncio.sleep(max(0, due - time.time()))
            now = time.time()
            self._lags.append(round((now - due) * 1000, 2))
            # What was missed is not made up for.
            due = max(due, now - 1 / FPS)
            text = datetime.fromtimestamp(now).strftime("%d/%m/%Y  %H:%M:%S")
            for room in self._rooms:
                room.show(now, text, clock)


async def _until(room: Any, *, there: bool) -> None:
    for _ in iter(lambda: room.there == there, True):
        await asyncio.sleep(0.005)


def heavier(loop: Any, kbps: int) -> Any:
    """The same pictures, filled up with bytes that decoders pass over."""
    from nhipcau.engine.bots.video import FPS

    each = kbps * 1000 // 8 // FPS

    def filled(data: bytes) -> bytes:
        missing = each - len(data) - len(_FILLER) - len(_END)
        return data + _FILLER + b"\xff" * missing + _END if missing > 0 else data

    seconds = tuple(
        replace(one, rest=tuple(filled(picture) for picture in one.rest))
        for one in loop.seconds
    )
    return replace(loop, seconds=seconds)


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    sys.exit(main())
