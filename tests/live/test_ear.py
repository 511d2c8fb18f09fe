"""A device that only listens to what the engine tells everyone, on a real engine."""

from __future__ import annotations

import asyncio

import pytest

from nhipcau.engine.bots.ear import Ear
from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.engine.member import NotJoined
from nhipcau.engine.tokens import token
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live
ROOM = "meeting-1"


async def test_it_is_told_the_metadata_at_once_and_with_each_change(engine: LiveKit):
    told: asyncio.Queue[str] = asyncio.Queue()
    lost = asyncio.Event()
    ear = Ear(told.put_nowait, lost.set)
    ticket = token(key=KEY, secret=SECRET, room=ROOM, identity="site/1/1", sources=())
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as rooms:
        await rooms.create(ROOM, "one")
        await ear.join(engine.signal_url, ticket)
        assert ear.there
        async with asyncio.timeout(10):
            assert await told.get() == "one"
            await rooms.set_metadata(ROOM, "two")
            assert await told.get() == "two"
    engine.kill()
    async with asyncio.timeout(20):
        await lost.wait()
    assert not ear.there
    with pytest.raises(NotJoined):
        await ear.join(engine.signal_url, ticket)
    await ear.leave()
