"""`Rooms` in memory: an engine without media, for tests of what drives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nhipcau.engine.port import (
    EngineDown,
    NotThere,
    Participant,
    Room,
    RoomSeen,
    Source,
    Track,
)


class MemoryRooms:
    """See `port.Rooms`; `restart` forgets all, as the engine's memory does."""

    def __init__(self) -> None:
        self.seen: dict[str, Room] = {}
        self.up = True

    def restart(self) -> None:
        """A new engine: no room, nobody in it."""
        self.seen.clear()

    def join(self, room: str, identity: str, participant: Participant) -> None:
        """A device connects, as the real engine lets it by its token."""
        there = self._room(room)
        self._put(there, {**there.participants, identity: participant})

    async def rooms(self) -> list[RoomSeen]:
        """All rooms of the engine."""
        self._answer()
        return [
            RoomSeen(room.name, room.metadata, len(room.participants))
            for room in self.seen.values()
        ]

    async def participants(self, room: str) -> dict[str, Participant]:
        """Who is connected to `room`; empty if there is no room."""
        self._answer()
        return dict(self.seen[room].participants) if room in self.seen else {}

    async def create(self, room: str, metadata: str) -> None:
        """Makes `room`; leaves one that exists as it is."""
        self._answer()
        self.seen.setdefault(room, Room(room, metadata))

    async def delete(self, room: str) -> None:
        """Ends `room` for everyone in it; no room is no error."""
        self._answer()
        self.seen.pop(room, None)

    async def set_metadata(self, room: str, metadata: str) -> None:
        """Replaces the metadata."""
        self.seen[room] = replace(self._room(room), metadata=metadata)

    async def remove(self, room: str, identity: str) -> None:
        """Disconnects a participant."""
        there, _ = self._find(room, identity)
        people = {
            who: one for who, one in there.participants.items() if who != identity
        }
        self._put(there, people)

    async def mute(self, room: str, identity: str, track: str) -> None:
        """Mutes a track."""
        there, person = self._find(room, identity)
        if track not in person.tracks:
            return
        muted = {**person.tracks, track: replace(person.tracks[track], muted=True)}
        self._put(
            there, {**there.participants, identity: replace(person, tracks=muted)}
        )

    async def permit(
        self, room: str, identity: str, sources: frozenset[Source]
    ) -> None:
        """Says what a participant may publish; what it may no more is cut."""
        there, person = self._find(room, identity)
        kept: dict[str, Track] = {
            sid: track
            for sid, track in person.tracks.items()
            if track.source in sources
        }
        changed = replace(person, sources=sources, tracks=kept)
        self._put(there, {**there.participants, identity: changed})

    async def tell(self, room: str, identity: str, words: Mapping[str, str]) -> None:
        """Tells everyone something about a participant."""
        there, person = self._find(room, identity)
        told = {name: word for name, word in {**person.told, **words}.items() if word}
        changed = replace(person, told=told)
        self._put(there, {**there.participants, identity: changed})

    def _answer(self) -> None:
        if not self.up:
            raise EngineDown("stopped")

    def _room(self, room: str) -> Room:
        self._answer()
        if room not in self.seen:
            raise NotThere(room)
        return self.seen[room]

    def _find(self, room: str, identity: str) -> tuple[Room, Participant]:
        there = self._room(room)
        if identity not in there.participants:
            raise NotThere(identity)
        return there, there.participants[identity]

    def _put(self, room: Room, people: dict[str, Participant]) -> None:
        self.seen[room.name] = replace(room, participants=people)
