"""The engine's port: the fake keeps the same promises as the real engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.engine.memory_rooms import MemoryRooms
from nhipcau.engine.port import EngineDown, NotThere, Participant, Rooms, Source, Track
from nhipcau.engine.tokens import token
from tests.live.clients import Client
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live
BOTH: frozenset[Source] = frozenset({"camera", "microphone"})
CAMERA: frozenset[Source] = frozenset({"camera"})
ROOM, WHO = "meeting-1", "site/1/1"


@dataclass
class Contract:
    """A port, and how a device with an open microphone joins behind it."""

    rooms: Rooms
    join: Callable[[], Awaitable[None]]
    stop: Callable[[], None]


@pytest.fixture(params=["memory", "livekit"])
async def port(request: pytest.FixtureRequest) -> AsyncIterator[Contract]:
    if request.param == "memory":
        yield _memory()
        return
    engine: LiveKit = request.getfixturevalue("engine")
    client = Client(1)

    async def join() -> None:
        ticket = token(key=KEY, secret=SECRET, room=ROOM, identity=WHO, sources=BOTH)
        await client.enter(engine.signal_url, ticket)
        await client.publish(muted=False)

    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as rooms:
        yield Contract(rooms, join, engine.kill)
    await client.leave()


def _memory() -> Contract:
    rooms = MemoryRooms()

    async def join() -> None:
        tracks = {"TR_1": Track("microphone", muted=False, sound=True)}
        rooms.join(ROOM, WHO, Participant(BOTH, tracks))

    def stop() -> None:
        rooms.up = False

    return Contract(rooms, join, stop)


async def one(rooms: Rooms) -> Participant:
    """The device, once it is there with its track."""
    for _ in range(500):
        people = await rooms.participants(ROOM)
        if WHO in people and people[WHO].tracks:
            return people[WHO]
    raise AssertionError("nobody came")


async def test_it_makes_a_room_once(port: Contract):
    await port.rooms.create(ROOM, "one")
    await port.rooms.create(ROOM, "two")
    (room,) = await port.rooms.rooms()
    assert (room.name, room.metadata, room.people) == (ROOM, "one", 0)
    assert await port.rooms.participants(ROOM) == {}


async def test_it_replaces_the_metadata(port: Contract):
    await port.rooms.create(ROOM, "one")
    await port.rooms.set_metadata(ROOM, "two")
    (room,) = await port.rooms.rooms()
    assert room.metadata == "two"


async def test_it_deletes_a_room_and_does_not_mind_when_there_is_none(port: Contract):
    await port.rooms.create(ROOM, "")
    await port.rooms.delete(ROOM)
    await port.rooms.delete(ROOM)
    assert await port.rooms.rooms() == []


async def test_it_says_when_room_or_participant_are_gone(port: Contract):
    with pytest.raises(NotThere):
        await port.rooms.set_metadata(ROOM, "")
    assert await port.rooms.participants(ROOM) == {}
    await port.rooms.create(ROOM, "")
    with pytest.raises(NotThere):
        await port.rooms.remove(ROOM, WHO)
    with pytest.raises(NotThere):
        await port.rooms.mute(ROOM, WHO, "TR_9")
    with pytest.raises(NotThere):
        await port.rooms.permit(ROOM, WHO, BOTH)


async def test_it_mutes_a_track(port: Contract):
    await port.rooms.create(ROOM, "")
    await port.join()
    (sid,) = (await one(port.rooms)).tracks
    await port.rooms.mute(ROOM, WHO, "TR_unknown")
    await port.rooms.mute(ROOM, WHO, sid)
    person = await one(port.rooms)
    assert person.tracks[sid] == Track("microphone", muted=True, sound=True)
    assert person.sources == BOTH


@pytest.mark.parametrize("sources", [CAMERA, frozenset()])
async def test_it_cuts_what_is_no_longer_permitted(
    port: Contract, sources: frozenset[Source]
):
    await port.rooms.create(ROOM, "")
    await port.join()
    await one(port.rooms)
    await port.rooms.permit(ROOM, WHO, sources)
    for _ in range(500):
        person = (await port.rooms.participants(ROOM))[WHO]
        if not person.tracks:
            break
    assert person == Participant(sources, {})


async def test_it_tells_something_about_a_participant_and_takes_it_back(
    port: Contract,
):
    await port.rooms.create(ROOM, "")
    with pytest.raises(NotThere):
        await port.rooms.tell(ROOM, WHO, {"up": "thin"})
    await port.join()
    before = await one(port.rooms)
    await port.rooms.tell(ROOM, WHO, {"up": "thin", "missing": "camera"})
    await port.rooms.tell(ROOM, WHO, {"up": "audio"})
    assert (await one(port.rooms)).told == {"up": "audio", "missing": "camera"}
    await port.rooms.tell(ROOM, WHO, {"up": "", "missing": ""})
    assert await one(port.rooms) == before


async def test_it_removes_a_participant(port: Contract):
    await port.rooms.create(ROOM, "")
    await port.join()
    await one(port.rooms)
    await port.rooms.remove(ROOM, WHO)
    assert await port.rooms.participants(ROOM) == {}


async def test_it_says_when_the_engine_is_down(port: Contract):
    port.stop()
    with pytest.raises(EngineDown):
        await port.rooms.rooms()


async def test_it_takes_a_refusal_of_the_engine_for_a_failure(engine: LiveKit):
    async with livekit_rooms(engine.url, key=KEY, secret="w" * 40) as rooms:
        with pytest.raises(EngineDown, match="401"):
            await rooms.rooms()
