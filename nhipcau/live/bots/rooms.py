"""Rooms of the engine in which a bot is: that of the meeting, and of a private talk."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from nhipcau.base.threads import in_thread
from nhipcau.engine.bots.client import Bot
from nhipcau.engine.bots.speech import speech_of
from nhipcau.engine.bots.video import Clock, Loop, loop_of
from nhipcau.engine.bots.voice import NotJoined, Voice
from nhipcau.live.bots.queries import Part
from nhipcau.live.bots.seats import engine_answers, seat_and_token, talk_token

log = structlog.get_logger("bots")

RETRY = 0.3
# Frames of 10 ms that a voice gives at once which speaks as long as it is there.
TOGETHER = 10
SPEECH = (
    "Kính thưa chủ tọa, điểm cầu {name} xin báo cáo. Tuần qua, xã đã hoàn thành việc "
    "rà soát các tuyến đường thôn, vận động bà con dọn vệ sinh kênh mương trước mùa "
    "mưa. Tỷ lệ hồ sơ giải quyết đúng hạn đạt chín mươi tám phần trăm. Xã kiến nghị "
    "huyện sớm cấp vật tư sửa đê. Xin hết, trân trọng cảm ơn chủ tọa."
)
C = TypeVar("C", bound=Voice)


@dataclass(frozen=True)
class Settings:
    """Which meeting to play, where the engine is, where encoded rooms are kept."""

    meeting: int
    host: str
    port: int
    folder: Path
    seed: int = 17


class Stay(ABC, Generic[C]):
    """A client of one room, and whether it should be there."""

    def __init__(self, settings: Settings, site: int) -> None:
        self.site = site
        self._settings = settings
        self._bot: C | None = None
        self._wanted = False
        self._epoch = 0
        self._joined_epoch = 0
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def there(self) -> bool:
        """Whether the bot is in the room."""
        return self._bot is not None and self._bot.there

    def go(self, *, wanted: bool, epoch: int) -> None:
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
        if not await engine_answers(self._settings.host, self._settings.port):
            return False
        epoch = self._epoch
        token = await in_thread(self._token)
        if token is None or not self._wanted or self._closed:
            return False
        await self._bot.join(f"ws://{self._settings.host}:{self._settings.port}", token)
        self._joined_epoch = epoch
        self._entered()
        return False

    async def _retry(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RETRY):
                await self._changed.wait()


class PlayedRoom(Stay[Bot]):
    """A site in the meeting's room: seen, and heard when it is called."""

    # Whether it sends its picture also when nobody looks: a load, no play.
    unseen = False

    def __init__(
        self, settings: Settings, part: Part, number: int, studio: ThreadPoolExecutor
    ) -> None:
        super().__init__(settings, part.site)
        self._part = part
        self._number = number
        self._studio = studio
        self._called = False

    @property
    def speech(self) -> list[bytes]:
        """What it says, once it is in the room."""
        return self._bot.speech if self._bot is not None else []

    def call(self, called: bool) -> None:
        """Opens or closes the microphone at once."""
        self._called = called
        if self._bot is not None:
            self._bot.speak() if called else self._bot.hush()

    def show(self, now: float, text: str, clock: Clock) -> None:
        """The next frame of the picture."""
        if self._bot is not None:
            self._bot.show(now, text, clock)

    def pictures(self) -> Loop:
        """What it shows, over and over."""
        return loop_of(self._part.plate, self._number, self._settings.folder)

    async def _dress(self) -> Bot:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._studio, self._prepared)

    def _prepared(self) -> Bot:
        part, folder = self._part, self._settings.folder
        words = SPEECH.format(name=part.name)
        return Bot(
            self.pictures(),
            speech_of(words, self._number, folder),
            self._number,
            self._changed.set,
            unseen=self.unseen,
        )

    def _token(self) -> str | None:
        return seat_and_token(self._settings.meeting, self.site)

    def _entered(self) -> None:
        self.call(self._called)


class PlayedTalk(Stay[Voice]):
    """A site in the room of a private talk: heard as long as it is in."""

    def __init__(self, settings: Settings, room: PlayedRoom, talk: int) -> None:
        super().__init__(settings, room.site)
        self._speech = room.speech
        self._talk = talk

    async def _dress(self) -> Voice:
        return Voice(self._speech, self._changed.set, together=TOGETHER)

    def _token(self) -> str | None:
        return talk_token(self._settings.meeting, self.site, self._talk)

    def _entered(self) -> None:
        if self._bot is not None:
            self._bot.speak()
