"""The conductor with a real engine: rooms, metadata, microphones, removals."""

from __future__ import annotations

import asyncio
import time

import pytest

from nhipcau.engine.livekit_rooms import livekit_rooms
from tests.live.conftest import Bench, Join, soon
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live


async def rooms(engine: LiveKit) -> dict[str, str]:
    """The engine's rooms with their metadata."""
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        return {room.name: room.metadata for room in await port.rooms()}


async def test_it_gives_every_meeting_its_room(
    bench: Bench, engine: LiveKit, conductor: None
):
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        for _ in range(200):
            if any(room.name == bench.room for room in await port.rooms()):
                break
            await asyncio.sleep(0.02)
    assert set(await rooms(engine)) == {bench.room, "epoch-1"}


async def test_it_tells_a_command_to_everyone_in_the_room(bench: Bench, join: Join):
    hub = await join("hub")
    hai = await join("hai")
    await bench.open()
    await soon(lambda: hai.metadata and hai.state.phase == "open")
    times = []
    for _ in range(10):
        await bench.grant("hai")
        start = time.monotonic()
        await soon(lambda: hai.state.floor == (bench.site("hai"),))
        times.append(hai.told - start)
        await bench.revoke("hai")
        await soon(lambda: hai.state.floor == ())
    await soon(lambda: hub.state.rev == 21)
    print(f"commit → metadata at a client: max {max(times) * 1000:.0f} ms")
    assert sorted(times)[5] < 0.1
