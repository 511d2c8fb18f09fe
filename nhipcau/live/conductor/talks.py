"""Keeps the rooms of a meeting's private talks, and ends talks that are over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.utils import timezone

from nhipcau.base.threads import in_thread
from nhipcau.engine.port import Participant, Room, Rooms
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.mirror import Action, Create, Delete, DesiredRoom, difference
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import TalkRow, over, talk_room
from nhipcau.live.talks import queries, services

Take = Callable[[tuple[Action, ...]], Awaitable[None]]
Serve = Callable[..., Awaitable[None]]
# Who is in the room of each talk.
People = dict[int, dict[str, Participant]]


class TalkRooms:
    """The private talks of one meeting, as its follower sees them."""

    def __init__(self, rooms: Rooms, take: Take, serve: Serve) -> None:
        self._rooms = rooms
        self._take = take
        self._serve = serve
        self._rows: list[TalkRow] = []
        self._wanted: dict[int, DesiredRoom] = {}
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
        self._rows, self._wanted = rows, {}
        self._missed = {key: at for key, at in self._missed.items() if key in kept}
        await self._take(tuple(Create(_room(row), "") for row in rows))
        if rows:
            await self._correct(await self._people(), state)

    async def glance(self, state: State) -> None:
        """Who is in the rooms, and whose time is up."""
        people = await self._people()
        if any(self._steps(row, people) for row in self._rows):
            await self._correct(people, state)
        else:
            await self._judge(people, state)

    async def _correct(self, people: People, state: State) -> None:
        # Rows are read after the rooms: who came meanwhile was let in by newer ones.
        meeting = self._rows[0].meeting
        found = await in_thread(queries.wanted_rooms, meeting, state)
        self._wanted = {row.talk: room for row, room in found if row.talk in people}
        self._rows = [row for row, _ in found if row.talk in people]
        for row in self._rows:
            await self._take(self._steps(row, people))
        await self._judge(people, state)

    async def _judge(self, people: People, state: State) -> None:
        now = milliseconds(timezone.now())
        for row in self._rows:
            places = self._wanted[row.talk].places
            self._note_missed(row, {*people[row.talk]} & {*places}, now)
            why = over(row, state, now, self._missed.get(row.talk))
            if why is not None:
                await self._serve(services.end, row.talk, why)

    async def _people(self) -> People:
        return {
            row.talk: await self._rooms.participants(_room(row)) for row in self._rows
        }

    def _steps(self, row: TalkRow, people: People) -> tuple[Action, ...]:
        wanted = self._wanted.get(row.talk)
        if wanted is None:
            return ()
        return difference(wanted, Room(wanted.name, "", people[row.talk]))

    def _note_missed(self, row: TalkRow, people: set[str], now: int) -> None:
        sites = {identity.split("/")[1] for identity in people}
        if len(sites) > 1 or not row.answered:
            self._missed.pop(row.talk, None)
        else:
            self._missed.setdefault(row.talk, now)


def _room(row: TalkRow) -> str:
    return talk_room(row.meeting, row.talk)
