"""The conductor keeps the rooms of private talks: the two are in, until it is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.base.threads import in_thread
from nhipcau.engine.memory_rooms import MemoryRooms
from nhipcau.engine.port import Participant
from nhipcau.live.conductor.follower import CONDUCTOR, Follower
from nhipcau.live.models import Talk
from nhipcau.live.rules.commands import Close, Open
from nhipcau.live.rules.talks import MISSED, SOUND
from nhipcau.live.talks import services
from nhipcau.live.talks.queries import stranded
from nhipcau.live.tests.bench import Bench, build


class Rig:
    """A meeting with a talk between hub and Hai, an engine, and one follower."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.rooms = MemoryRooms()
        self.follower = Follower(bench.meeting.pk, self.rooms, asyncio.Event())
        with writing():
            self.talk = Talk.objects.create(
                meeting=bench.meeting,
                site=bench.sites["hai"],
                by=bench.people["hub"],
                desk=bench.devices["hub"],
                started=timezone.now(),
            )
        self.name = f"talk-{bench.meeting.pk}-{self.talk.pk}"

    def change(self, **fields: object) -> None:
        with writing():
            Talk.objects.update(**fields)

    async def answered(self) -> None:
        await in_thread(lambda: self.change(answered=timezone.now()))
        await self.follower.look()
        for who in ("hub", "hai"):
            self.join(who)
        await self.follower.look()

    def join(self, who: str) -> None:
        identity = self.bench.identity(who)
        self.rooms.join(self.name, identity, Participant(SOUND))

    async def inside(self) -> set[str]:
        return set(await self.rooms.participants(self.name))

    def why(self) -> str:
        return Talk.objects.get().why


@pytest.fixture
def rig(transactional_db: None) -> Rig:
    return Rig(build())


async def test_it_makes_the_room_and_keeps_it_for_the_two(rig: Rig):
    await rig.answered()
    rig.join("tra")
    await rig.follower.look()
    both = {rig.bench.identity("hub"), rig.bench.identity("hai")}
    assert await rig.inside() == both
    assert await in_thread(rig.bench.audited, "live.talk_ended") == []


async def test_it_lets_nobody_in_while_it_rings(rig: Rig):
    await rig.follower.look()
    rig.join("hai")
    await rig.follower.look()
    assert await rig.inside() == set()


async def test_it_keeps_who_came_in_right_after_the_answer(rig: Rig):
    await rig.follower.look()
    # Answered and joined before the wake-up arrives: a glance comes first.
    await in_thread(lambda: rig.change(answered=timezone.now()))
    rig.join("hai")
    state = rig.follower._state
    assert state is not None
    await rig.follower._talks.glance(state)
    assert await rig.inside() == {rig.bench.identity("hai")}


async def test_it_makes_the_room_again_in_a_new_engine(rig: Rig):
    await rig.answered()
    rig.rooms.restart()
    rig.follower.see(None, 0)
    await rig.follower.look()
    assert rig.name in rig.rooms.seen


async def test_it_closes_the_room_when_one_hangs_up(rig: Rig):
    await rig.answered()
    talk = rig.talk.pk

    def hang_up() -> None:
        services.end(CONDUCTOR, rig.bench.meeting, talk, "hung_up")

    await in_thread(hang_up)
    await rig.follower.look()
    assert rig.name not in rig.rooms.seen


async def test_it_ends_what_rings_for_a_minute_also_when_nobody_is_there(rig: Rig):
    await rig.follower.look()
    assert rig.follower._occupied
    long_ago = timezone.now() - timedelta(seconds=61)
    await in_thread(lambda: rig.change(started=long_ago))
    await rig.follower.look()
    assert await in_thread(rig.why) == "unanswered"
    await rig.follower.look()
    assert rig.name not in rig.rooms.seen


async def test_it_ends_when_the_site_gets_the_floor(rig: Rig):
    await rig.bench.open()
    await rig.answered()
    await rig.bench.grant("hai")
    await rig.follower.look()
    assert await in_thread(rig.why) == "floor"


async def test_it_ends_when_one_of_the_two_stays_away(rig: Rig):
    await rig.answered()
    await rig.rooms.remove(rig.name, rig.bench.identity("hai"))
    await rig.follower.look()
    assert await in_thread(rig.why) == ""
    missed = rig.follower._talks._missed
    missed[rig.talk.pk] -= MISSED
    await rig.follower.look()
    assert await in_thread(rig.why) == "lost"


async def test_it_finds_a_talk_of_a_meeting_that_nobody_follows(rig: Rig):
    live = {rig.bench.meeting.pk}
    assert await in_thread(stranded, live) == []
    assert await in_thread(stranded, set()) == [(rig.bench.meeting, rig.talk.pk)]


async def test_it_ends_when_the_meeting_closes(rig: Rig):
    await rig.answered()
    await in_thread(rig.bench.give, Open())
    await in_thread(rig.bench.give, Close())
    await rig.follower.look()
    assert await in_thread(rig.why) == "closed"
    await rig.follower.look()
    assert rig.name not in rig.rooms.seen
