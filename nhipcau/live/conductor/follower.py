"""Follows one meeting: keeps its room in the engine as its rows ask for.

A transaction never spans an await: rows are read and written by calls that each
run whole in a thread; what was read may be stale a moment later, and then the
next look corrects it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import TypeVarTuple

import structlog
from django.utils import timezone

from nhipcau.base.threads import in_thread
from nhipcau.core.actor import Actor, system
from nhipcau.core.refusal import Refusal
from nhipcau.engine.hooks import Hook
from nhipcau.engine.port import (
    EngineDown,
    NotThere,
    Participant,
    Reason,
    Room,
    Rooms,
)
from nhipcau.live import queries, services
from nhipcau.live.conductor.steps import perform
from nhipcau.live.conductor.talks import TalkRooms
from nhipcau.live.rules.commands import EngineCommand
from nhipcau.live.rules.doors import Doors
from nhipcau.live.rules.events import milliseconds, moment
from nhipcau.live.rules.health import MISSING, Gaps
from nhipcau.live.rules.lines import Lines
from nhipcau.live.rules.mirror import (
    Action,
    DesiredRoom,
    MeetingRow,
    Mute,
    Remove,
    Tell,
    desired,
    difference,
    room_name,
    site_of,
)
from nhipcau.live.rules.state import State
from nhipcau.meetings.models import Meeting

log = structlog.get_logger()

# The engine tells nobody when a client opens its own microphone.
GLANCE = 0.5
RETRY = 0.2
# An honest microphone on a satellite link closes this long after the floor went.
GRACE = timedelta(seconds=5)

# What the engine tells of who comes and goes.
MOVES = ("participant_joined", "participant_left")

CONDUCTOR: Actor = system("conductor")

Facts = TypeVarTuple("Facts")


class Follower:
    """One meeting's room; `event` asks it to look."""

    def __init__(self, meeting: int, rooms: Rooms, up: asyncio.Event) -> None:
        self.name = room_name(meeting)
        self.event = asyncio.Event()
        # What the engine was last seen or told to hold; None: no such room.
        self.told: str | None = None
        self._meeting = meeting
        self._rooms = rooms
        self._up = up
        self._wanted: DesiredRoom | None = None
        self._occupied = False
        self._state: State | None = None
        self._lines = Lines()
        self._gaps = Gaps()
        self._doors: Doors | None = None
        # Why devices left, as the engine's hooks told, by identity.
        self._reasons: dict[str, Reason] = {}
        self._talks = TalkRooms(rooms, self._take, self._serve)
        # The words when talks were last looked for.
        self._counted: int | None = None

    def see(self, metadata: str | None, people: int) -> None:
        """What a list of all rooms said; looks when that is not what was known."""
        known = self._wanted.metadata if self._wanted else None
        self.told = metadata
        if people or metadata is None or metadata != known:
            self.event.set()

    def hear(self, hook: Hook) -> None:
        """A webhook is a reason to look; why someone left it alone tells."""
        if hook.room == self.name and hook.kind in MOVES:
            left = hook.kind == "participant_left"
            self._reasons[hook.identity] = hook.reason if left else ""
        self.event.set()

    async def run(self) -> None:
        """Looks at every wake-up, and glances while anyone is in the room."""
        while True:
            woken = await self._woken()
            await self._up.wait()
            try:
                await (self.look() if woken else self._glance())
            except EngineDown as down:
                log.info("engine does not answer", room=self.name, reason=str(down))
                await self._again(RETRY)
            except NotThere:
                self.told = None
                await self._again(RETRY / 10)
            except services.OthersWereFaster:
                await self._again(0)
            except Exception:
                log.exception("look failed", room=self.name)
                await self._again(1)

    async def look(self) -> None:
        """Compares rows with the room and takes every step between them."""
        live = await in_thread(queries.live_meeting, self._meeting)
        if live is None:
            return
        # The new state first: sites wait for it, all else can wait for them.
        known = (live.meeting, live.epoch, live.state, (), live.over, live.words)
        bare = desired(MeetingRow(*known))
        await self._take(difference(bare, self._room({})))
        self.told = bare.metadata if bare else None
        # A talk that begins or ends moves the counter; one that goes on is watched.
        if live.words != self._counted or self._talks.going:
            await self._talks.look(live.meeting, live.state)
            self._counted = live.words
        if bare is None:
            self._occupied = False
            return
        people = await self._rooms.participants(self.name)
        await self._correct(people)
        await self._watch(people)

    async def _correct(self, people: dict[str, Participant]) -> None:
        # Rows are read after the room: a microphone is judged by the newer state.
        facts = await in_thread(
            queries.facts, self._meeting, timezone.now() - GRACE, seats=bool(people)
        )
        self._wanted = desired(facts.row)
        self._state = facts.row.state
        steps = difference(self._wanted, self._room(people))
        await self._take(steps)
        self.told = self._wanted.metadata if self._wanted else None
        await self._record(steps, facts.silenced)
        if facts.plan_changed:
            await self._seat_sites()

    async def _glance(self) -> None:
        people = await self._rooms.participants(self.name)
        if difference(self._wanted, self._room(people)):
            await self._correct(people)
        if self._state is not None:
            await self._talks.glance(self._state)
        await self._watch(people)

    async def _watch(self, people: dict[str, Participant]) -> None:
        """Who is there and what is missed: people, lines of who speaks, tracks."""
        if self._state is None or self._wanted is None:
            return
        places = self._wanted.places
        present = {
            site_of(identity)
            for identity in people
            if identity in places and places[identity].main
        }
        sharing = {
            site_of(identity)
            for identity, person in people.items()
            if site_of(identity)
            and any(track.source == "screen_share" for track in person.tracks.values())
        }
        now = milliseconds(timezone.now())
        await self._watch_doors(present, now)
        # The time for which a turn is kept ends in an empty room too.
        kept = self._state.phase == "open" and bool(self._state.away)
        waits = self._doors_wait() or self._talks.going
        self._occupied = bool(people) or kept or waits
        await self._note_lines(self._lines.look(self._state, present, now, sharing))
        gaps = self._gaps.look(places, people, now)
        await self._take(
            tuple(Tell(self.name, who, {MISSING: what}) for who, what in gaps.items())
        )

    async def _watch_doors(self, present: set[int], now: int) -> None:
        if self._doors is None:
            there = await in_thread(queries.present_sites, self._meeting)
            self._doors = Doors(there)
        moved = self._doors.look(present, now)
        if moved.joined or moved.left:
            left = {site: moment(at) for site, at in moved.left.items()}
            told = self._told_of(moved.left)
            whys = {site_of(one): self._reasons[one] for one in told}
            try:
                await self._serve(services.note_presence, moved.joined, left, whys)
            except Exception:
                # Not written down: what was written is where the next look begins.
                self._doors = None
                raise
            for identity in told:
                del self._reasons[identity]

    def _told_of(self, left: Collection[int]) -> list[str]:
        """The devices of these sites of which the engine told why they left."""
        places = self._wanted.places if self._wanted else {}
        told = [
            identity
            for identity in self._reasons
            if site_of(identity) in left
            # Whose site was put out has no place any more.
            and (identity not in places or places[identity].main)
        ]
        # The main device comes last, and its word counts.
        return sorted(told, key=lambda identity: identity in places)

    def _doors_wait(self) -> bool:
        return self._doors is not None and self._doors.waiting

    async def _note_lines(self, orders: list[EngineCommand]) -> None:
        for order in orders:
            log.info("line", room=self.name, order=str(order))
            try:
                await self._serve(services.note_line, order)
            except Refusal:
                self.event.set()

    async def _take(self, steps: tuple[Action, ...]) -> None:
        for step in steps:
            try:
                await perform(self._rooms, step)
            except NotThere:
                # A participant who left by itself is as good as removed; a room
                # that is gone must be made again.
                if not hasattr(step, "identity"):
                    raise

    async def _record(
        self, steps: tuple[Action, ...], silenced: frozenset[int]
    ) -> None:
        for step in steps:
            if isinstance(step, Remove):
                await self._serve(services.note_removal, step.identity)
            if isinstance(step, Mute) and site_of(step.identity) not in silenced:
                await self._serve(services.note_offence, step.identity)
                self.event.set()

    async def _seat_sites(self) -> None:
        try:
            await self._serve(services.seat_sites)
        except Refusal as refusal:
            log.warning("plan refused", room=self.name, code=refusal.code)

    async def _serve(
        self, act: Callable[[Actor, Meeting, *Facts], object], *facts: *Facts
    ) -> None:
        """Lets a service act on this meeting, as the conductor."""

        def serve() -> None:
            act(CONDUCTOR, Meeting.objects.get(pk=self._meeting), *facts)

        await in_thread(serve)

    def _room(self, people: dict[str, Participant]) -> Room | None:
        return None if self.told is None else Room(self.name, self.told, people)

    async def _woken(self) -> bool:
        # Not `wait_for`: before Python 3.12 it may swallow a cancellation.
        try:
            async with asyncio.timeout(GLANCE if self._occupied else None):
                await self.event.wait()
        except TimeoutError:
            return False
        self.event.clear()
        return True

    async def _again(self, after: float) -> None:
        await asyncio.sleep(after)
        self.event.set()
