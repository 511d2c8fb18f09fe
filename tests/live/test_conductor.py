"""The conductor with a real engine: rooms, metadata, restarts, the plan."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import time_machine

from nhipcau.accounts.queries import actor_of
from nhipcau.base.threads import in_thread
from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.engine.port import EngineDown
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.commands import Close, Open
from nhipcau.meetings.services import remove_site
from tests.live.conftest import Bench, Join, soon, soon_in_rows
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live


async def rooms(engine: LiveKit) -> dict[str, str]:
    """The engine's rooms with their metadata; none while it is down."""
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        try:
            return {room.name: room.metadata for room in await port.rooms()}
        except EngineDown:
            return {}


async def room_appears(engine: LiveKit, name: str, epoch: int) -> float:
    """Waits for the room with metadata of `epoch`; returns the moment it was seen."""
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                found = {room.name: room.metadata for room in await port.rooms()}
            except EngineDown:
                found = {}
            if name in found and json.loads(found[name])["epoch"] == epoch:
                return time.monotonic()
            await asyncio.sleep(0.002)
    raise AssertionError(f"no room {name} of epoch {epoch}")


async def test_it_gives_every_meeting_its_room(
    bench: Bench, engine: LiveKit, conductor: None
):
    await room_appears(engine, bench.room, 1)
    assert set(await rooms(engine)) == {bench.room, "epoch-1"}


async def test_it_tells_a_command_to_everyone_in_the_room(
    bench: Bench, join: Join, record_property
):
    hub, hai = await join("hub"), await join("hai")
    await bench.open()
    await soon(lambda: hai.metadata and hai.state.phase == "open")
    times = []
    for _ in range(10):
        await bench.grant("hai")
        committed = time.monotonic()
        await soon(lambda: hai.state.floor == (bench.site("hai"),))
        times.append((hai.told - committed) * 1000)
        await bench.revoke("hai")
        await soon(lambda: hai.state.floor == ())
    await soon(lambda: hub.state.rev == 21)
    # How fast is for `nhipcau bench`: here other tests run beside it.
    record_property("commit_to_metadata_ms", sorted(times))


async def test_it_makes_the_rooms_anew_as_soon_as_the_engine_is_back(
    bench: Bench, engine: LiveKit, conductor: None, record_property
):
    await in_thread(bench.give, Open())
    await room_appears(engine, bench.room, 1)
    times = []
    for epoch in range(2, 7):
        engine.kill()
        await asyncio.sleep(0.1)
        answered = await asyncio.to_thread(engine.start)
        seen = await room_appears(engine, bench.room, epoch)
        times.append((seen - answered) * 1000)
    state = json.loads((await rooms(engine))[bench.room])["state"]
    assert state["phase"] == "open"
    record_property("engine_answers_to_room_ms", sorted(times))
    assert sorted(times)[2] < 300
    assert len(await in_thread(bench.audited, "live.engine_started")) == 6


async def test_it_counts_no_new_epoch_when_it_restarts_itself(
    bench: Bench, engine: LiveKit, restartable
):
    await restartable.start()
    await room_appears(engine, bench.room, 1)
    await restartable.stop()
    await in_thread(bench.give, Open())
    await restartable.start()
    async with asyncio.timeout(5):
        while '"open"' not in (await rooms(engine))[bench.room]:
            await asyncio.sleep(0.02)
    assert "epoch-1" in await rooms(engine)


async def test_it_repairs_what_others_changed_in_the_engine(
    bench: Bench, engine: LiveKit, conductor: None
):
    await room_appears(engine, bench.room, 1)
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        await port.set_metadata(bench.room, '{"epoch":0}')
        await port.create("somebody-elses", "")
        await room_appears(engine, bench.room, 1)
        async with asyncio.timeout(5):
            while "somebody-elses" in await rooms(engine):
                await asyncio.sleep(0.05)
        await port.delete(bench.room)
    await room_appears(engine, bench.room, 1)


async def test_it_follows_the_plan_when_a_site_is_removed(bench: Bench, join: Join):
    await bench.open()
    await bench.grant("hai")
    hub, hai = await join("hub"), await join("hai")
    await soon(lambda: hub.metadata)
    removed = time.monotonic()

    def remove() -> None:
        remove_site(actor_of(bench.people["hub"]), bench.meeting, bench.sites["hai"])

    await in_thread(remove)
    await soon(hai.gone.is_set)
    await soon(lambda: bench.site("hai") not in hub.state.sites)
    assert hub.state.floor == ()
    assert time.monotonic() - removed < 1
    assert await in_thread(bench.audited, "live.seat")
    await soon_in_rows(lambda: bench.audited("live.remove_participant"))


@pytest.mark.parametrize(
    "signature", ["", "Bearer nonsense", "eyJhbGciOiJub25lIn0.e30."]
)
async def test_it_believes_no_forged_webhook(
    bench: Bench, engine: LiveKit, conductor: None, signature: str
):
    await room_appears(engine, bench.room, 1)
    url = f"http://127.0.0.1:{engine.hook_port}/"
    body = b'{"event":"room_finished","room":{"name":"meeting-1"}}'
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers={"Authorization": signature}) as answer,
    ):
        assert answer.status == 401


async def test_it_keeps_the_turn_of_a_speaker_that_lost_the_line(
    bench: Bench, join: Join
):
    hub, hai = await join("hub"), await join("hai")
    me = bench.site("hai")
    await bench.open()
    await bench.grant("hai")
    await soon(lambda: hub.metadata and hub.state.floor == (me,))
    await hai.leave()
    await soon(lambda: [one.site for one in hub.state.away] == [me], 10)
    assert (hub.state.floor, hub.state.turn.since) == ((me,), None)
    await join("hai")
    await soon(lambda: hub.state.away == ())
    assert hub.state.turn.since is not None
    assert len(await in_thread(bench.audited, "live.line_back")) == 1


async def test_it_writes_down_who_came_and_who_left(bench: Bench, join: Join):
    hai = await join("hai")
    site = bench.site("hai")
    await soon_in_rows(lambda: present_sites(bench.meeting.pk) == {site})
    await hai.leave()
    await soon_in_rows(lambda: not present_sites(bench.meeting.pk), 10)
    assert len(await in_thread(bench.audited, "live.presence")) == 2


async def test_nobody_stays_in_the_room_of_a_meeting_that_is_over(
    bench: Bench, engine: LiveKit, join: Join
):
    hai = await join("hai")
    site = bench.site("hai")
    await soon_in_rows(lambda: present_sites(bench.meeting.pk) == {site})

    def close_long_ago() -> None:
        with time_machine.travel(datetime.now(UTC) - timedelta(minutes=5)):
            bench.give(Open())
            bench.give(Close())

    await in_thread(close_long_ago)
    await soon(hai.gone.is_set, 10)
    await soon_in_rows(lambda: not present_sites(bench.meeting.pk), 10)
    assert set(await rooms(engine)) == {"epoch-1"}


async def test_it_tells_a_device_what_the_engine_lacks_of_it(bench: Bench, join: Join):
    hai = await join("hai")
    told = lambda: hai.room.local_participant.attributes.get("missing")  # noqa: E731
    await soon(lambda: told() == "camera microphone", 10)
    await hai.publish()
    await soon(lambda: told() == "camera")
