"""Guests who mean harm: never heard, gone when told to go, in no other meeting."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass

import pytest
from allauth.usersessions.models import UserSession

from nhipcau.accounts.cookie import new_key
from nhipcau.accounts.queries import NOBODY, actor_of
from nhipcau.base.guard import writing
from nhipcau.base.threads import in_thread
from nhipcau.core.refusal import Refusal
from nhipcau.engine.tokens import token
from nhipcau.live.door import admit
from nhipcau.live.models import GuestLink
from nhipcau.live.queries import attendance, live_meeting
from nhipcau.live.rules.commands import CHAIR
from nhipcau.live.watchers import services
from tests.live.conftest import Bench, Join, soon
from tests.live.engine import KEY, SECRET

pytestmark = pytest.mark.live


SESSION = "sign-in-of-hai"


@dataclass
class Guest:
    """A guest of the meeting and the key that its browser holds."""

    bench: Bench
    number: int
    key: str

    @property
    def identity(self) -> str:
        return f"watch/{self.number}"

    def ask(self, meeting: int = 0) -> str | Refusal:
        """What the door answers to its browser."""
        uri = f"/livekit/{meeting or self.bench.meeting.pk}/xem/{self.number}/rtc/v1"
        return admit(NOBODY, "", uri, signed_in=False, guest=self.key)

    def decide(self, what: services.Decision) -> None:
        """The chair decides about it."""
        actor = actor_of(self.bench.people["hub"])
        services.decide(actor, self.bench.meeting, CHAIR, self.number, what)

    def revoke(self) -> None:
        """The chair withdraws the invitation by which it came."""
        actor = actor_of(self.bench.people["hub"])
        services.revoke_link(actor, self.bench.meeting, GuestLink.objects.get())


def admitted(bench: Bench) -> Guest:
    """A guest whom the chair has let in."""
    actor, key = actor_of(bench.people["hub"]), new_key()
    secret = services.make_link(actor, bench.meeting, "Sở ngành")
    row = services.knock(services.WAITING_ROOM, secret, key, "Bà Lan", "")
    guest = Guest(bench, row.pk, key)
    guest.decide("admit")
    return guest


async def test_a_guest_hears_the_floor_and_is_in_no_list(bench: Bench, join: Join):
    hai = await join("hai")
    await bench.open()
    guest = await in_thread(admitted, bench)
    watching = await join("guest", await in_thread(guest.ask))
    await hai.publish()
    await bench.grant("hai")
    await soon(lambda: hai.state.floor)
    hai.unmute()
    await soon(lambda: watching.hears(bench.identity("hai"), 0))
    live = await in_thread(live_meeting, bench.meeting.pk)
    assert live is not None
    assert live.state.floor == (bench.site("hai"),)
    rows = await in_thread(attendance, bench.meeting)
    assert {row.site.pk for row in rows if row.spans} == {bench.site("hai")}


@pytest.mark.parametrize("stolen", [False, True], ids=["own token", "stolen token"])
async def test_a_guest_that_publishes_is_never_heard(
    bench: Bench, join: Join, stolen: bool
):
    """Stolen: as only the installation itself could sign it, the worst case."""
    hub = await join("hub")
    greedy = await join("tra", greedy=True)
    await bench.open()
    guest = await in_thread(admitted, bench)
    every = {"camera", "microphone"}
    strong = token(
        key=KEY, secret=SECRET, room=bench.room, identity=guest.identity, sources=every
    )
    harmful = await join("guest", strong if stolen else await in_thread(guest.ask))
    told: list[object] = []
    hub.room.on("data_received", told.append)
    attempt = asyncio.create_task(harmful.publish(muted=False))
    with contextlib.suppress(Exception):
        await harmful.room.local_participant.publish_data(b"nghe day")
    await asyncio.sleep(2)
    # A moment may pass until the conductor has seen a token that it never gave.
    since = time.monotonic()
    await asyncio.sleep(1)
    assert greedy.tracks_of(guest.identity) == []
    assert not greedy.hears(guest.identity, since)
    assert not hub.hears(guest.identity, 0)
    assert told == []
    attempt.cancel()
    await asyncio.gather(attempt, return_exceptions=True)


@dataclass
class Observer(Guest):
    """A person who watches by a sign-in."""

    def ask(self, meeting: int = 0) -> str | Refusal:
        """What the door answers to its browser."""
        uri = f"/livekit/{meeting or self.bench.meeting.pk}/xem/{self.number}/rtc/v1"
        actor = actor_of(self.bench.people["hai"])
        return admit(actor, "", uri, signed_in=True, session=SESSION)


def observing(bench: Bench, kind: str) -> Observer:
    """Someone who is signed in and has opened a page to watch."""
    person = bench.people["hai"]
    with writing():
        UserSession.objects.get_or_create(
            user=person, session_key=SESSION, defaults={"ip": "127.0.0.1", "data": {}}
        )
    row = services.watch(actor_of(person), bench.meeting, kind, SESSION)
    return Observer(bench, row.pk, "")


async def test_an_observer_that_was_put_out_is_out_as_a_wall_too(
    bench: Bench, join: Join
):
    await join("hub")
    await bench.open()
    observer = await in_thread(observing, bench, "observer")
    wall = await in_thread(observing, bench, "wall")
    old = await in_thread(wall.ask)
    seen = [await join("guest", await in_thread(observer.ask)), await join("wall", old)]
    await in_thread(observer.decide, "remove")
    for one in seen:
        await soon(one.gone.is_set)
    assert await in_thread(wall.ask) == Refusal("watcher_removed")
    again = await join("wall", old)
    await soon(again.gone.is_set)
    await in_thread(observer.decide, "admit")
    readmitted = await join("wall", await in_thread(wall.ask))
    await asyncio.sleep(1)
    assert not readmitted.gone.is_set()


async def test_a_guest_that_was_removed_is_out_and_stays_out(
    bench: Bench, join: Join, record_property
):
    await join("hub")
    await bench.open()
    guest = await in_thread(admitted, bench)
    old = await in_thread(guest.ask)
    watching = await join("guest", old)
    await in_thread(guest.decide, "remove")
    removed = time.monotonic()
    await soon(watching.gone.is_set)
    record_property("out_after_ms", (time.monotonic() - removed) * 1000)
    assert await in_thread(guest.ask) == Refusal("guest_removed")
    # A token that is still valid lets it in for moments, but not to stay.
    again = await join("guest", old)
    await soon(again.gone.is_set)
    await in_thread(guest.decide, "admit")
    readmitted = await join("guest", await in_thread(guest.ask))
    await asyncio.sleep(1)
    assert not readmitted.gone.is_set()


async def test_a_guest_is_out_when_its_link_is_withdrawn(bench: Bench, join: Join):
    await join("hub")
    await bench.open()
    guest = await in_thread(admitted, bench)
    watching = await join("guest", await in_thread(guest.ask))
    await in_thread(guest.revoke)
    await soon(watching.gone.is_set)
    assert await in_thread(guest.ask) == Refusal("link_revoked")


@pytest.mark.parametrize("identity", ["watch/999999", "watch/", "watch"])
async def test_a_number_that_nobody_gave_is_put_out(
    bench: Bench, join: Join, identity: str
):
    await join("hub")
    forged = token(
        key=KEY, secret=SECRET, room=bench.room, identity=identity, sources=()
    )
    intruder = await join("guest", forged)
    await soon(intruder.gone.is_set)


async def test_a_guest_of_one_meeting_is_nobody_in_another(bench: Bench, join: Join):
    guest = await in_thread(admitted, bench)
    assert await in_thread(guest.ask, bench.meeting.pk + 1) == Refusal("no_meeting")
    refused = await in_thread(bench.audited, "live.refuse_watcher")
    assert [event["watcher"] for event in refused] == [guest.number]
