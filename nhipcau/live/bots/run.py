"""All bots of one meeting: one loop looks at the rows, one draws, each room joins."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import structlog

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.base.wake import listening
from nhipcau.core.refusal import Refusal
from nhipcau.engine.bots.client import Bot, NotJoined
from nhipcau.engine.bots.speech import speech_of
from nhipcau.engine.bots.video import FPS, Clock, Loop, loop_of
from nhipcau.live.bots.queries import Part, Play, play_of, seated_bots
from nhipcau.live.bots.seats import engine_answers, seat_and_token
from nhipcau.live.bots.services import give_up_seats, player
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.playing import Act, acts, lost
from nhipcau.live.rules.stage import called
from nhipcau.live.services import command
from nhipcau.meetings.models import Meeting

log = structlog.get_logger("bots")

# Rooms think this often; what the chair decides wakes them at once.
TICK = 1.0
RETRY = 0.3
WORDS = "Nhịp Cầu · bản minh họa"
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
    host: str
    port: int
    folder: Path
    seed: int = 17


class Troupe:
    """The bots of one meeting."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rooms: dict[int, PlayedRoom] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # Encoding is heavy; one room after the other leaves a core to the meeting.
        self._studio = ThreadPoolExecutor(1, "studio")
        self._stopped = asyncio.Event()
        self._looked = 0

    @property
    def joined(self) -> Collection[int]:
        """The sites that are played now."""
        return [site for site, room in self._rooms.items() if room.there]

    async def run(self) -> None:
        """Until `stop`; returns when every bot has left."""
        await in_thread(_clear_seats)
        drawing = asyncio.create_task(self._draw())
        try:
            async with listening() as queue:
                while not self._stopped.is_set():
                    await self._look()
                    await self._pause(queue)
        finally:
            drawing.cancel()
            self._studio.shutdown(wait=False, cancel_futures=True)
            await self._leave()

    def stop(self) -> None:
        """Asks `run` to end."""
        self._stopped.set()

    async def _leave(self) -> None:
        for room in self._rooms.values():
            room.go(wanted=False, epoch=0)
            room.close()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await in_thread(_clear_seats)

    async def _look(self) -> None:
        try:
            play = await in_thread(play_of, self._settings.meeting)
            if play is not None:
                await self._direct(play)
        except Exception:
            # The database is away for a moment: the play goes on.
            log.exception("look failed")

    async def _direct(self, play: Play) -> None:
        now = int(time.time() * 1000)
        free = [part for part in play.parts if not part.taken]
        cast = [part.site for part in free]
        gone = lost(self._settings.seed, cast, now)
        self._cast(play, free)
        for site, room in self._rooms.items():
            wanted = site in cast and site != gone and not play.over
            room.go(wanted=wanted, epoch=play.epoch)
            room.call(called(play.state, site))
        await self._give_up({part.site for part in play.parts if part.taken})
        since, self._looked = self._looked or now, now
        for act in acts(self._settings.seed, cast, play.state, since, now):
            await self._act(act)

    def _cast(self, play: Play, free: list[Part]) -> None:
        numbers = {part.site: number for number, part in enumerate(play.parts)}
        for part in free:
            if part.site not in self._rooms:
                room = PlayedRoom(
                    self._settings, part, numbers[part.site], self._studio
                )
                self._rooms[part.site] = room
                task = asyncio.create_task(room.live())
                self._tasks.add(task)

    async def _give_up(self, taken: set[int]) -> None:
        sites = [site for site in taken if site in self._rooms]
        left = [site for site in sites if not self._rooms[site].there]
        mine = set(await in_thread(seated_bots)) if left else set()
        if given := [site for site in left if site in mine]:
            await in_thread(_give_up, given)

    async def _act(self, act: Act) -> None:
        try:
            await in_thread(_give, self._settings.meeting, act)
        except Refusal:
            # Someone was faster; the next look knows.
            return

    async def _pause(self, queue: asyncio.Queue[tuple[str, int]]) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                waits = {
                    asyncio.create_task(queue.get()),
                    asyncio.create_task(self._stopped.wait()),
                }
                try:
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for task in waits:
                        task.cancel()
        while not queue.empty():
            queue.get_nowait()

    async def _draw(self) -> None:
        clock = Clock(WORDS)
        while True:
            now = time.time()
            text = datetime.fromtimestamp(now).strftime("%d/%m/%Y  %H:%M:%S")
            for room in list(self._rooms.values()):
                room.show(now, text, clock)
            await asyncio.sleep(1 / FPS - time.time() % (1 / FPS))


class PlayedRoom:
    """One room: its bot, and whether that should be in the meeting and speak."""

    # Whether it sends its picture also when nobody looks: a load, no play.
    unseen = False

    def __init__(
        self, settings: Settings, part: Part, number: int, studio: ThreadPoolExecutor
    ) -> None:
        self._settings = settings
        self._part = part
        self._number = number
        self._studio = studio
        self._bot: Bot | None = None
        self._wanted = False
        self._called = False
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

    def call(self, called: bool) -> None:
        """Opens or closes the microphone at once."""
        self._called = called
        if self._bot is not None:
            self._bot.speak() if called else self._bot.hush()

    def close(self) -> None:
        """Lets `live` end."""
        self._closed = True
        self._changed.set()

    def show(self, now: float, text: str, clock: Clock) -> None:
        """The next frame of the picture."""
        if self._bot is not None:
            self._bot.show(now, text, clock)

    async def live(self) -> None:
        """Joins, leaves and comes back until `close`; is never cancelled."""
        while not self._closed:
            self._changed.clear()
            try:
                settled = await self._step()
            except NotJoined:
                settled = False
            except Exception:
                log.exception("step failed", site=self._part.site)
                settled = False
            if settled:
                await self._changed.wait()
            else:
                await self._retry()
        if self._bot is not None:
            await self._bot.leave()

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
        site = self._part.site
        token = await in_thread(seat_and_token, self._settings.meeting, site)
        if token is None or not self._wanted or self._closed:
            return False
        await self._bot.join(f"ws://{self._settings.host}:{self._settings.port}", token)
        self._joined_epoch = epoch
        self.call(self._called)
        return False

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

    def pictures(self) -> Loop:
        """What it shows, over and over."""
        return loop_of(self._part.plate, self._number, self._settings.folder)

    async def _retry(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RETRY):
                await self._changed.wait()


def _clear_seats() -> None:
    if sites := seated_bots():
        _give_up(sites)


def _give_up(sites: list[int]) -> None:
    give_up_seats(actor_of(player()), sites)


def _give(meeting: int, act: Act) -> None:
    row = Meeting.objects.get(pk=meeting)
    actor = actor_of(player())
    command(actor, row, By("site", act.site), uuid4(), act.order)
