"""All streams of an installation: one loop looks, each stream lives by itself."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import TYPE_CHECKING

import structlog

from nhipcau.base.threads import in_thread
from nhipcau.base.wake import listening
from nhipcau.core.actor import system
from nhipcau.live.feeds.queries import Wanted, wanted_feeds
from nhipcau.live.feeds.services import report_feed, rest_all
from nhipcau.live.feeds.status import IDLE
from nhipcau.live.stays import Engine

if TYPE_CHECKING:
    from nhipcau.live.feeds.pulled import Pulled

log = structlog.get_logger("feeds")

# Seconds between two looks, at least and, unless something happens before, at most.
LEAST, TICK = 0.1, 1.0


class Feeds:
    """All of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pulled: dict[int, Pulled] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()
        self._look_now = asyncio.Event()
        # As whom the log names it.
        self._actor = system("feeds")

    async def run(self) -> None:
        """Until `stop`; returns when every stream has ended."""
        with contextlib.suppress(Exception):
            await in_thread(rest_all, self._actor)
        async with listening() as queue:
            hearing = asyncio.create_task(self._hear(queue))
            try:
                while not self._stopped.is_set():
                    await self._look()
                    await self._pause()
            finally:
                hearing.cancel()
        for feed in [*self._pulled]:
            self._end(feed)
        if self._ending:
            await asyncio.wait(self._ending)

    def stop(self) -> None:
        """Asks `run` to end."""
        self._stopped.set()
        self._look_now.set()

    async def _hear(self, queue: asyncio.Queue[tuple[str, int]]) -> None:
        while True:
            await queue.get()
            self._look_now.set()

    async def _pause(self) -> None:
        # Seventeen hands that are raised at once are one look.
        await asyncio.sleep(LEAST)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                await self._look_now.wait()
        self._look_now.clear()

    async def _look(self) -> None:
        present = {one.wanted.site: one.wanted.meeting for one in self._pulled.values()}
        try:
            found = await in_thread(wanted_feeds, present)
            self._follow({one.feed: one for one in found})
        except Exception:
            # The database is away for a moment: what flows goes on.
            log.exception("look failed")
        for feed, pulled in self._pulled.items():
            try:
                await in_thread(pulled.look)
                await self._tell(feed, pulled)
            except Exception:
                # A full disk, say: the others are looked at all the same.
                log.exception("look failed", feed=feed)

    def _follow(self, wanted: dict[int, Wanted]) -> None:
        for feed in [*self._pulled]:
            if feed not in wanted:
                self._end(feed)
        for feed, one in wanted.items():
            if feed not in self._pulled:
                self._pulled[feed] = self._pull(one)
            self._pulled[feed].follow(one)

    def _pull(self, wanted: Wanted) -> Pulled:
        # Here, for most installations have no stream: the libraries take 100 MB.
        from nhipcau.live.feeds.pulled import Pulled

        return Pulled(self._engine, wanted, self._look_now)

    def _end(self, feed: int) -> None:
        pulled = self._pulled.pop(feed)
        task = asyncio.create_task(self._finish(feed, pulled))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _finish(self, feed: int, pulled: Pulled) -> None:
        await pulled.end()
        pulled.intake.status = IDLE
        # It may have been wanted again meanwhile: then another one tells.
        if feed not in self._pulled:
            with contextlib.suppress(Exception):
                await self._tell(feed, pulled)

    async def _tell(self, feed: int, pulled: Pulled) -> None:
        status = pulled.intake.status
        if status == pulled.told and (status.state, status.why) == pulled.wanted.told:
            return
        tell = partial(report_feed, self._actor, feed)
        await in_thread(tell, status.state, status.why, status.facts)
        pulled.told = status
