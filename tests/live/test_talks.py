"""A private talk in a real engine: the two hear each other, a third never does."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.core.refusal import Refusal
from nhipcau.engine.tokens import token
from nhipcau.live.door import admit
from nhipcau.live.models import Talk
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.talks import talk_room
from nhipcau.live.talks import services
from tests.live.clients import Client
from tests.live.conftest import Bench, Join, room_is_there, soon, soon_in_rows
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live


@dataclass
class Call:
    """A talk of hub and Hai, answered; both are in its room and sound."""

    bench: Bench
    talk: int
    hub: Client
    hai: Client

    @property
    def room(self) -> str:
        return talk_room(self.bench.meeting.pk, self.talk)

    def ask(self, who: str) -> str | Refusal:
        """What the door says to this person's browser about the talk's room."""
        return ask(self.bench, who, self.talk)

    async def end(self) -> None:
        """Hai hangs up."""
        device = self.bench.devices["hai"]

        def hang_up() -> None:
            hai = actor_of(self.bench.people["hai"])
            services.hang_up(hai, self.bench.meeting, device, self.talk)

        await in_thread(hang_up)


def ask(bench: Bench, who: str, talk: int) -> str | Refusal:
    uri = f"/livekit/{bench.meeting.pk}/talk/{talk}/rtc/v1?access_token=door"
    person = actor_of(bench.people[who])
    return admit(person, bench.keys[who], uri, signed_in=True)


def begin(bench: Bench) -> int:
    """The hub calls, Hai takes the call."""
    hub, hai = (actor_of(bench.people[who]) for who in ("hub", "hai"))
    services.start(hub, bench.meeting, bench.devices["hub"], bench.site("hai"))
    talk = Talk.objects.get().pk
    services.answer(hai, bench.meeting, bench.devices["hai"], talk)
    return talk


@pytest.fixture
async def call(bench: Bench, engine: LiveKit, join: Join) -> Call:
    """The talk, with all three sites in the meeting beside it."""
    for who in ("hub", "hai", "tra"):
        await join(who)
    site = bench.site("hai")
    await soon_in_rows(lambda: site in present_sites(bench.meeting.pk))
    talk = await in_thread(begin, bench)
    await room_is_there(engine, talk_room(bench.meeting.pk, talk))
    sides = []
    for who in ("hub", "hai"):
        side = await join(who, str(await in_thread(ask, bench, who, talk)), greedy=True)
        await side.publish(muted=False)
        sides.append(side)
    return Call(bench, talk, *sides)


async def test_the_two_hear_each_other_and_are_out_when_it_ends(
    bench: Bench, call: Call, join: Join
):
    await soon(lambda: call.hub.hears(bench.identity("hai"), 0))
    await soon(lambda: call.hai.hears(bench.identity("hub"), 0))
    kept = str(await in_thread(call.ask, "hai"))
    ended = time.monotonic()
    await call.end()
    await soon(lambda: call.hub.gone.is_set() and call.hai.gone.is_set())
    assert time.monotonic() - ended < 2
    assert await in_thread(call.ask, "hai") == Refusal("no_talk")
    # A token that is still valid opens a room that is no more: nothing.
    with pytest.raises(Exception, match=r"(?i)not|exist|fail|404"):
        await join("hai", kept)


async def test_a_third_site_is_refused_at_the_door_and_put_out_behind_it(
    bench: Bench, call: Call, join: Join
):
    assert await in_thread(call.ask, "tra") == Refusal("no_talk")
    # With a token that only the installation itself could sign: the worst case.
    stolen = token(
        key=KEY,
        secret=SECRET,
        room=call.room,
        identity=bench.identity("tra"),
        sources={"microphone"},
    )
    tra = await join("tra", stolen, greedy=True)
    await soon(tra.gone.is_set)
    assert not call.hub.gone.is_set()
    await soon(lambda: call.hub.hears(bench.identity("hai"), time.monotonic() - 0.1))


async def test_the_talk_ends_when_the_site_gets_the_floor(bench: Bench, call: Call):
    await bench.open()
    await bench.grant("hai")
    await soon(call.hai.gone.is_set)
    await soon(call.hub.gone.is_set)
    found = await in_thread(lambda: Talk.objects.get().why)
    assert found == "floor"
