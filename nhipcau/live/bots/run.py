"""All bots of one meeting: one loop looks at the rows, one draws, each room joins."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

import structlog

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.base.wake import listening
from nhipcau.core.refusal import Refusal
from nhipcau.engine.bots.video import FPS, Clock
from nhipcau.live.bots.answering import PHRASES, give_answer
from nhipcau.live.bots.queries import Part, Play, play_of, seated_bots
from nhipcau.live.bots.rooms import PlayedRoom, PlayedTalk, Settings
from nhipcau.live.bots.services import give_up_seats, player
from nhipcau.live.bots.stills import WORDS, send_stills
from nhipcau.live.rules.answering import answers
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.playing import Act, acts, lost
from nhipcau.live.rules.stage import called
from nhipcau.live.services import command
from nhipcau.live.stays import Stay
from nhipcau.meetings.models import Meeting

log = structlog.get_logger("bots")

# Rooms think this often; what the chair decides wakes them at once.
TICK = 1.0
T = TypeVar("T")


class Troupe:
    """The bots of one meeting."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rooms: dict[int, PlayedRoom] = {}
        self._talks: dict[int, PlayedTalk] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # Encoding is heavy; one room after the other leaves a core to the meeting.
        self._studio = ThreadPoolExecutor(1, "studio")
        self._stopped = asyncio.Event()
        self._looked = 0
        # Seconds until the next look, unless something happens before.
        self._rest = TICK

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
        stays: list[Stay[Any]] = [*self._rooms.values(), *self._talks.values()]
        for stay in stays:
            stay.go(wanted=False, epoch=0)
            stay.close()
        if self._tasks:
            await asyncio.wait([*self._tasks])
        await in_thread(_clear_seats)

    async def _look(self) -> None:
        self._rest = TICK
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
        numbers = {part.site: number for number, part in enumerate(play.parts)}
        self._cast(numbers, free)
        for site, room in self._rooms.items():
            wanted = site in cast and site != gone and not play.over
            room.go(wanted=wanted, epoch=play.epoch)
            room.call(called(play.state, site))
        await self._give_up({part.site for part in play.parts if part.taken})
        since, self._looked = self._looked or now, now
        for act in acts(self._settings.seed, cast, play.state, since, now):
            await self._serve(_give, act)
        here = [site for site in cast if site != gone and self._rooms[site].there]
        self._talk(play, cast, here)
        await self._answer(play, here, now)
        rooms = [(one.site, numbers[one.site], one.plate) for one in free]
        shown = [room for room in rooms if room[0] in here]
        await in_thread(send_stills, self._settings.meeting, shown)

    def _talk(self, play: Play, cast: list[int], here: list[int]) -> None:
        """Into the rooms of private talks that were answered, and out again."""
        answered = {row.talk: row.site for row in play.talks if row.answered}
        for talk in [*self._talks]:
            if answered.get(talk) not in cast:
                self._talks.pop(talk).close()
        for talk, site in answered.items():
            if talk not in self._talks and site in here:
                stay = PlayedTalk(self._settings, self._rooms[site], talk)
                self._talks[talk] = stay
                self._start(stay)
            if talk in self._talks:
                self._talks[talk].go(wanted=site in here, epoch=play.epoch)

    async def _answer(self, play: Play, here: list[int], now: int) -> None:
        """Reads what it is time to read, takes the calls that have rung enough."""
        seed, letters, talks = self._settings.seed, play.letters, play.talks
        for moment, answer in answers(seed, here, letters, talks, PHRASES):
            if moment > now:
                self._rest = min(TICK, (moment - now) / 1000)
                break
            await self._serve(give_answer, answer)

    def _cast(self, numbers: dict[int, int], free: list[Part]) -> None:
        """`numbers`: what distinguishes the rooms for who looks at them."""
        for part in free:
            if part.site not in self._rooms:
                room = PlayedRoom(
                    self._settings, part, numbers[part.site], self._studio
                )
                self._rooms[part.site] = room
                self._start(room)

    def _start(self, stay: Stay[Any]) -> None:
        task = asyncio.create_task(stay.live())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _give_up(self, taken: set[int]) -> None:
        sites = [site for site in taken if site in self._rooms]
        left = [site for site in sites if not self._rooms[site].there]
        mine = set(await in_thread(seated_bots)) if left else set()
        if given := [site for site in left if site in mine]:
            await in_thread(_give_up, given)

    async def _serve(self, what: Callable[[int, T], None], how: T) -> None:
        try:
            await in_thread(what, self._settings.meeting, how)
        except Refusal:
            # Someone was faster; the next look knows.
            return

    async def _pause(self, queue: asyncio.Queue[tuple[str, int]]) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._rest):
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


def _clear_seats() -> None:
    if sites := seated_bots():
        _give_up(sites)


def _give_up(sites: list[int]) -> None:
    give_up_seats(actor_of(player()), sites)


def _give(meeting: int, act: Act) -> None:
    row = Meeting.objects.get(pk=meeting)
    actor = actor_of(player())
    command(actor, row, By("site", act.site), uuid4(), act.order)
