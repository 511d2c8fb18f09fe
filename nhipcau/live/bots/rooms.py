"""Rooms of the engine in which a bot is: that of the meeting, and of a private talk."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nhipcau.engine.bots.client import Bot
from nhipcau.engine.bots.speech import speech_of
from nhipcau.engine.bots.video import Clock, Loop, loop_of
from nhipcau.engine.bots.voice import Voice
from nhipcau.live.bots.queries import Part
from nhipcau.live.bots.seats import seat_and_token, talk_token
from nhipcau.live.stays import Engine, Stay

# Frames of 10 ms that a voice gives at once which speaks as long as it is there.
TOGETHER = 10
SPEECH = (
    "Kính thưa chủ tọa, điểm cầu {name} xin báo cáo. Tuần qua, xã đã hoàn thành việc "
    "rà soát các tuyến đường thôn, vận động bà con dọn vệ sinh kênh mương trước mùa "
    "mưa. Tỷ lệ hồ sơ giải quyết đúng hạn đạt chín mươi tám phần trăm. Xã kiến nghị "
    "huyện sớm cấp vật tư sửa đê. Xin hết, trân trọng cảm ơn chủ tọa."
)


@dataclass(frozen=True)
class Settings:
    """Which meeting to play, where the engine is, where encoded rooms are kept."""

    meeting: int
    engine: Engine
    folder: Path
    seed: int = 17


class PlayedRoom(Stay[Bot]):
    """A site in the meeting's room: seen, and heard when it is called."""

    # Whether it sends its picture also when nobody looks: a load, no play.
    unseen = False

    def __init__(
        self, settings: Settings, part: Part, number: int, studio: ThreadPoolExecutor
    ) -> None:
        super().__init__(settings.engine, part.site)
        self._settings = settings
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
        super().__init__(settings.engine, room.site)
        self._meeting = settings.meeting
        self._speech = room.speech
        self._talk = talk

    async def _dress(self) -> Voice:
        return Voice(self._speech, self._changed.set, together=TOGETHER)

    def _token(self) -> str | None:
        return talk_token(self._meeting, self.site, self._talk)

    def _entered(self) -> None:
        if self._bot is not None:
            self._bot.speak()
