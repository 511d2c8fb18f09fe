"""The conductor: one loop that listens, one that looks, a follower per meeting."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import structlog

from nhipcau.base.threads import in_thread
from nhipcau.base.wake import listening
from nhipcau.core.refusal import Refusal
from nhipcau.engine.hooks import Hook
from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.engine.port import EngineDown, Rooms, RoomSeen
from nhipcau.live import queries, services
from nhipcau.live.conductor.follower import CONDUCTOR, Follower
from nhipcau.live.conductor.hooks import hook_server
from nhipcau.live.conductor.line import line
from nhipcau.live.rules.mirror import epoch_room, meeting_of
from nhipcau.live.rules.talks import meeting_of_talk
from nhipcau.live.talks.queries import going_rooms, stranded
from nhipcau.live.talks.services import end as end_talk

log = structlog.get_logger()

# Everything is looked at this often, whatever wake-ups were lost.
TICK = 2.0
RETRY = 0.05


@dataclass(frozen=True)
class Settings:
    """Where the engine is and how to speak to it."""

    host: str
    port: int
    key: str
    secret: str
    hook_port: int


async def conduct(settings: Settings) -> None:
    """Runs until cancelled."""
    url = f"http://{settings.host}:{settings.port}"
    async with livekit_rooms(url, key=settings.key, secret=settings.secret) as rooms:
        conductor = Conductor(rooms)
        server = hook_server(
            settings.hook_port,
            key=settings.key,
            secret=settings.secret,
            tell=conductor.hear,
        )
        async with server, asyncio.TaskGroup() as group:
            conductor.group = group
            group.create_task(conductor.watch(settings.host, settings.port))
            group.create_task(conductor.listen())
            group.create_task(conductor.tick())


class Conductor:
    """All followers, and whether the engine is up."""

    group: asyncio.TaskGroup

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._up = asyncio.Event()
        self._followers: dict[int, Follower] = {}

    def hear(self, hook: Hook) -> None:
        """A webhook: someone should look at its room."""
        meeting = meeting_of(hook.room) or meeting_of_talk(hook.room)
        if meeting in self._followers:
            self._followers[meeting].hear(hook)

    async def listen(self) -> None:
        """Wake-ups from services: this meeting, or something about everyone."""
        async with listening() as queue:
            while True:
                topic, id = await queue.get()
                if topic == "meeting":
                    self._follow(id).event.set()
                else:
                    self._wake_all()

    async def watch(self, host: str, port: int) -> None:
        """Holds the line to the engine; a new engine gets its rooms at once."""
        greeting: asyncio.Task[None] | None = None
        async with aclosing(line(host, port)) as held:
            async for up in held:
                if greeting is not None:
                    greeting.cancel()
                    greeting = None
                if up:
                    greeting = self.group.create_task(self._greet())
                else:
                    log.warning("engine lost")
                    self._up.clear()

    async def tick(self) -> None:
        """Looks at everything every two seconds."""
        while True:
            try:
                async with asyncio.timeout(TICK):
                    await self._up.wait()
                await self._look_around()
            except (EngineDown, TimeoutError):
                log.info("engine does not answer")
            except Exception:
                log.exception("tick failed")
            await asyncio.sleep(TICK)

    async def _greet(self) -> None:
        """Finds out whether this engine is new, and lets the followers go on."""
        while not self._up.is_set():
            try:
                await self._recognise()
                self._up.set()
            except EngineDown as down:
                log.info("engine does not answer", reason=str(down))
                await asyncio.sleep(RETRY)
            except Exception:
                log.exception("greeting failed")
                await asyncio.sleep(1)

    async def _recognise(self) -> None:
        seen, epoch = await asyncio.gather(
            self._rooms.rooms(), in_thread(queries.epoch)
        )
        if epoch_room(epoch) not in {room.name for room in seen}:
            epoch = await in_thread(services.engine_started, CONDUCTOR)
            await self._rooms.create(epoch_room(epoch), "")
        log.info("engine is up", epoch=epoch)
        await self._show(seen, await in_thread(queries.live_meetings))

    async def _look_around(self) -> None:
        await self._prepare()
        # Rows are read after the rooms, so a room just made for a new meeting is
        # not among those seen.
        seen = await self._rooms.rooms()
        live = await in_thread(queries.live_meetings)
        await self._show(seen, live)
        await self._clear_away(seen, live)
        for meeting, at in (await in_thread(queries.left_behind)).items():
            await in_thread(services.end_presence, CONDUCTOR, meeting, at)
        for meeting, talk in await in_thread(stranded, live):
            await in_thread(end_talk, CONDUCTOR, meeting, talk, "closed")

    async def _show(self, seen: list[RoomSeen], live: set[int]) -> None:
        by_name = {room.name: room for room in seen}
        for meeting in live:
            follower = self._follow(meeting)
            room = by_name.get(follower.name)
            if room is None:
                follower.see(None, 0)
            else:
                follower.see(room.metadata, room.people)

    async def _clear_away(self, seen: list[RoomSeen], live: set[int]) -> None:
        epoch = await in_thread(queries.epoch)
        kept = {epoch_room(epoch), *await in_thread(going_rooms)}
        for room in seen:
            if meeting_of(room.name) not in live and room.name not in kept:
                log.info("room without a meeting", room=room.name)
                await self._rooms.delete(room.name)

    async def _prepare(self) -> None:
        for meeting in await in_thread(queries.unprepared_meetings):
            try:
                await in_thread(services.prepare, CONDUCTOR, meeting)
            except Refusal as refusal:
                log.warning("not prepared", meeting=meeting.pk, code=refusal.code)

    def _follow(self, meeting: int) -> Follower:
        if meeting not in self._followers:
            follower = Follower(meeting, self._rooms, self._up)
            self._followers[meeting] = follower
            self.group.create_task(follower.run())
        return self._followers[meeting]

    def _wake_all(self) -> None:
        for follower in self._followers.values():
            follower.event.set()
