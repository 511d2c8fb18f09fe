"""Clients of ours that stay in rooms of the engine: they join, leave and come back."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from nhipcau.base.threads import in_thread
from nhipcau.engine.member import Member, NotJoined

log = structlog.get_logger("stays")

RETRY = 0.3
C = TypeVar("C", bound=Member)


@dataclass(frozen=True)
class Engine:
    """Where the engine is."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Of its signalling."""
        return f"ws://{self.host}:{self.port}"

    async def answers(self) -> bool:
        """Whether a join is worth trying.

        Cheaper than a join that fails: the library keeps what it opened for that.
        """
        try:
            _, writer = await asyncio.open_connection(self.host, self.port)
        except OSError:
            return False
        writer.close()
        return True


class Stay(ABC, Generic[C]):
    """A client of one room, and whether it should be there."""

    def __init__(self, engine: Engine, site: int) -> None:
        self.site = site
        self._engine = engine
        self._bot: C | None = None
        self._wanted = False
        self._epoch: Hashable = 0
        self._joined_epoch: Hashable = 0
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def there(self) -> bool:
        """Whether the bot is in the room."""
        return self._bot is not None and self._bot.there

    def go(self, *, wanted: bool, epoch: Hashable) -> None:
        """In or out; a new `epoch` of the engine: in again."""
        if (wanted, epoch) != (self._wanted, self._epoch):
            self._wanted, self._epoch = wanted, epoch
            self._changed.set()

    def close(self) -> None:
        """Lets `live` end."""
        self._closed = True
        self._changed.set()

    async def live(self) -> None:
        """Joins, leaves and comes back until `close`; is never cancelled."""
        while not self._closed:
            self._changed.clear()
            try:
                settled = await self._step()
            except NotJoined:
                settled = False
            except Exception:
                log.exception("step failed", site=self.site)
                settled = False
            if settled:
                await self._changed.wait()
            else:
                await self._retry()
        if self._bot is not None:
            await self._bot.leave()

    @abstractmethod
    async def _dress(self) -> C:
        """The client, made once."""

    @abstractmethod
    def _token(self) -> str | None:
        """A token for the room; None: not now."""

    @abstractmethod
    def _entered(self) -> None:
        """It has just joined."""

    async def _step(self) -> bool:
        """One step towards what is wanted; whether there is nothing more to do."""
        if not self._wanted:
            if self._bot is not None:
                await self._bot.leave()
            return True
        if self._bot is None:
            self._bot = await self._dress()
            return False
        if self._bot.there and self._epoch == self._joined_epoch:
            return True
        # Out of a room that is lost: the library would knock on and on.
        await self._bot.leave()
        if not await self._engine.answers():
            return False
        epoch = self._epoch
        token = await in_thread(self._token)
        if token is None or not self._wanted or self._closed:
            return False
        await self._bot.join(self._engine.url, token)
        self._joined_epoch = epoch
        self._entered()
        return False

    async def _retry(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RETRY):
                await self._changed.wait()
