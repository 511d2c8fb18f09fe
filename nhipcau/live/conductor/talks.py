"""Keeps the rooms of a meeting's private talks, and ends talks that are over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.utils import timezone

from nhipcau.base.threads import in_thread
from nhipcau.engine.port import Room, Rooms
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import Action, Create, Delete, DesiredRoom, difference
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import TalkRow, over, talk_room
from nhipcau.live.talks import queries, services

Take = Callable[[tuple[Action, ...]], Awaitable[None]]
Serve = Callable[..., Awaitable[None]]


class TalkRooms:
    """The private talks of one meeting, as its follower sees them."""

    def __init__(self, rooms: Rooms, take: Take, serve: Serve) -> None:
        self._rooms = rooms
        self._take = take
        self._serve = serve
        self._rows: list[TalkRow] = []
        self._wanted: list[DesiredRoom] = []
        # Since when one of the two is not in the room, by talk.
        self._missed: dict[int, int] = {}

    @property
    def going(self) -> bool:
        """Whether any talk goes on: its time runs in an empty room too."""
        return bool(self._rows)

    async def look(self, meeting: int, state: State) -> None:
        """Reads the rows again: closes rooms of talks that are over, makes new ones."""
        rows = await in_thread(queries.going, meeting)
        kept = {row.talk for row in rows}
        gone = [row for row in self._rows if row.talk not in kept]
        # Whoever is in it is cut with the room.
        await self._take(tuple(Delete(_room(row)) for row in gone))
        wanted = await in_thread(queries.wanted_rooms, meeting, state, rows)
        self._rows, self._wanted = rows, wanted
        self._missed = {key: at for key, at in self._missed.items() if key in kept}
        await self._take(tuple(Create(one.name, "") for one in wanted))
        await self.glance(state)

    async def glance(self, state: State) -> None:
        """Who is in the rooms, and whose time is up."""
        now = milliseconds(timezone.now())
        for row, wanted in zip(self._rows, self._wanted, strict=True):
            people = await self._rooms.participants(wanted.name)
            await self._take(difference(wanted, Room(wanted.name, "", people)))
            self._note_missed(row, {*people} & {*wanted.places}, now)
            why = over(row, state, now, self._missed.get(row.talk))
            if why is not None:
                await self._serve(services.end, row.talk, why)

    def _note_missed(self, row: TalkRow, people: set[str], now: int) -> None:
        sites = {identity.split("/")[1] for identity in people}
        if len(sites) > 1 or not row.answered:
            self._missed.pop(row.talk, None)
        else:
            self._missed.setdefault(row.talk, now)


def _room(row: TalkRow) -> str:
    return talk_room(row.meeting, row.talk)
