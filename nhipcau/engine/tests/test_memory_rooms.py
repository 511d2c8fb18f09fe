"""The engine in memory; that the real one agrees is shown in tests/live."""

import pytest

from nhipcau.engine.memory_rooms import MemoryRooms
from nhipcau.engine.port import EngineDown, NotThere, Participant, Track

BOTH = frozenset({"camera", "microphone"})
OPEN = Participant(BOTH, {"a": Track("microphone", muted=False)})


@pytest.fixture
async def rooms():
    made = MemoryRooms()
    await made.create("one", "first")
    made.join("one", "site/1/1", OPEN)
    return made


async def test_it_keeps_a_room_that_exists(rooms):
    await rooms.create("one", "second")
    assert [(room.metadata, room.people) for room in await rooms.rooms()] == [
        ("first", 1)
    ]


async def test_it_mutes_cuts_and_removes(rooms):
    await rooms.mute("one", "site/1/1", "a")
    await rooms.mute("one", "site/1/1", "gone")
    assert (await rooms.participants("one"))["site/1/1"].tracks["a"].muted
    await rooms.permit("one", "site/1/1", frozenset({"camera"}))
    assert (await rooms.participants("one"))["site/1/1"].tracks == {}
    await rooms.remove("one", "site/1/1")
    assert await rooms.participants("one") == {}


async def test_it_forgets_all_when_it_restarts(rooms):
    rooms.restart()
    assert await rooms.rooms() == []
    assert await rooms.participants("one") == {}
    await rooms.delete("one")


async def test_it_says_who_is_not_there(rooms):
    with pytest.raises(NotThere):
        await rooms.set_metadata("two", "")
    with pytest.raises(NotThere):
        await rooms.remove("one", "site/2/2")


async def test_it_can_be_down(rooms):
    rooms.up = False
    with pytest.raises(EngineDown):
        await rooms.rooms()
