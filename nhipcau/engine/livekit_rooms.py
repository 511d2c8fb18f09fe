"""`Rooms` on LiveKit's server API: the one module that calls it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
from livekit import api
from livekit.api.room_service import RoomService
from livekit.protocol import models

from nhipcau.engine.port import (
    EngineDown,
    NotThere,
    Participant,
    RoomSeen,
    Source,
    Track,
)

T = TypeVar("T")

# Seconds; a call that takes longer is worth less than looking again.
PATIENCE = 2.0
# The engine answers at once, but for a participant who has left not at all.
SHORT_PATIENCE = 0.5

_SOURCES: dict[int, Source] = {
    models.TrackSource.CAMERA: "camera",
    models.TrackSource.MICROPHONE: "microphone",
    models.TrackSource.SCREEN_SHARE: "screen_share",
    models.TrackSource.SCREEN_SHARE_AUDIO: "screen_share_audio",
}


@asynccontextmanager
async def livekit_rooms(
    url: str, *, key: str, secret: str
) -> AsyncIterator[LiveKitRooms]:
    """The rooms of the engine at `url`, through one shared HTTP session."""
    async with aiohttp.ClientSession() as session:
        # Its own failover would repeat a call that has long become stale.
        client = api.LiveKitAPI(url, key, secret, session=session, failover=False)
        yield LiveKitRooms(client.room)


class LiveKitRooms:
    """See `port.Rooms`."""

    def __init__(self, client: RoomService) -> None:
        self._client = client

    async def rooms(self) -> list[RoomSeen]:
        """All rooms of the engine."""
        answer = await _ask(self._client.list_rooms(api.ListRoomsRequest()))
        return [
            RoomSeen(room.name, room.metadata, room.num_participants)
            for room in answer.rooms
        ]

    async def participants(self, room: str) -> dict[str, Participant]:
        """Who is connected to `room`; empty if there is no room."""
        request = api.ListParticipantsRequest(room=room)
        try:
            answer = await _ask(self._client.list_participants(request))
        except NotThere:
            return {}
        return {person.identity: _participant(person) for person in answer.participants}

    async def create(self, room: str, metadata: str) -> None:
        """Makes `room`; leaves one that exists as it is."""
        request = api.CreateRoomRequest(name=room, metadata=metadata)
        await _ask(self._client.create_room(request))

    async def delete(self, room: str) -> None:
        """Ends `room` for everyone in it; no room is no error."""
        try:
            await _ask(self._client.delete_room(api.DeleteRoomRequest(room=room)))
        except NotThere:
            return

    async def set_metadata(self, room: str, metadata: str) -> None:
        """Replaces the metadata and tells everyone in the room."""
        request = api.UpdateRoomMetadataRequest(room=room, metadata=metadata)
        await _ask(self._client.update_room_metadata(request))

    async def remove(self, room: str, identity: str) -> None:
        """Disconnects a participant."""
        request = api.RoomParticipantIdentity(room=room, identity=identity)
        await _ask(self._client.remove_participant(request))

    async def mute(self, room: str, identity: str, track: str) -> None:
        """Mutes a track at the server; the client may unmute it again."""
        request = api.MuteRoomTrackRequest(
            room=room, identity=identity, track_sid=track, muted=True
        )
        try:
            await _ask(self._client.mute_published_track(request), SHORT_PATIENCE)
        except _NoAnswer as silence:
            raise NotThere(identity) from silence

    async def permit(
        self, room: str, identity: str, sources: frozenset[Source]
    ) -> None:
        """Says what a participant may publish; what it may no more is cut."""
        # The engine replaces the whole object: whatever is left out is false.
        permission = models.ParticipantPermission(
            can_subscribe=True,
            can_publish=bool(sources),
            can_publish_sources=sorted(source.upper() for source in sources),
            can_publish_data=False,
            can_update_metadata=False,
        )
        request = api.UpdateParticipantRequest(
            room=room, identity=identity, permission=permission
        )
        await _ask(self._client.update_participant(request))

    async def tell(self, room: str, identity: str, words: Mapping[str, str]) -> None:
        """Tells everyone something about a participant."""
        # An empty attribute is none; all else about the participant stays.
        request = api.UpdateParticipantRequest(
            room=room, identity=identity, attributes=dict(words)
        )
        try:
            await _ask(self._client.update_participant(request), SHORT_PATIENCE)
        except _NoAnswer as silence:
            raise NotThere(identity) from silence


class _NoAnswer(EngineDown):
    pass


async def _ask(call: Awaitable[T], patience: float = PATIENCE) -> T:
    # Our own clock: the library passes none on to its HTTP session.
    try:
        async with asyncio.timeout(patience):
            return await call
    except TimeoutError as error:
        raise _NoAnswer("no answer") from error
    except aiohttp.ClientError as error:
        raise EngineDown(type(error).__name__) from error
    except api.TwirpError as error:
        if error.code == "not_found":
            raise NotThere(error.message) from error
        raise EngineDown(f"{error.status} {error.code} {error.message}") from error


def _participant(person: models.ParticipantInfo) -> Participant:
    may = person.permission
    every = frozenset(_SOURCES.values()) if may.can_publish else frozenset[Source]()
    named = frozenset(
        _SOURCES.get(int(number), "other") for number in may.can_publish_sources
    )
    tracks = {track.sid: _track(track) for track in person.tracks}
    return Participant(named or every, tracks, dict(person.attributes))


def _track(track: models.TrackInfo) -> Track:
    return Track(
        source=_SOURCES.get(track.source, "other"),
        muted=track.muted,
        sound=track.type == models.TrackType.AUDIO,
    )
