"""What the conductor sees of the media engine, and what it may do to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

# The engine's own words, as its tokens write them.
Source = Literal["camera", "microphone", "screen_share", "screen_share_audio", "other"]


class EngineDown(Exception):  # a state of the world, not a mistake
    """The engine does not answer, or not in time."""


class NotThere(Exception):
    """The room or the participant is gone: look again."""


# Why someone left; empty: nobody has, or the engine does not know.
Reason = Literal["", "left", "removed", "silent", "engine"]


@dataclass(frozen=True)
class Track:
    """One published track; `sound` is its kind, `source` what its client says."""

    source: Source
    muted: bool
    sound: bool = True


@dataclass(frozen=True)
class Participant:
    """One connected device: what it may publish and what it does publish."""

    sources: frozenset[Source] = frozenset()
    tracks: Mapping[str, Track] = field(default_factory=dict)
    # What it and everyone was told about it, by name: only what is not empty.
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RoomSeen:
    """One line of the engine's list of rooms."""

    name: str
    metadata: str
    people: int


@dataclass(frozen=True)
class Room:
    """A room with everyone in it, by identity."""

    name: str
    metadata: str
    participants: Mapping[str, Participant] = field(default_factory=dict)


class Rooms(Protocol):
    """The part of the engine's API that we use.

    Every method raises EngineDown; those that need a room or a participant raise
    NotThere.
    """

    async def rooms(self) -> list[RoomSeen]:
        """All rooms of the engine."""

    async def participants(self, room: str) -> dict[str, Participant]:
        """Who is connected to `room`, by identity; empty if there is no room."""

    async def create(self, room: str, metadata: str) -> None:
        """Makes `room`; leaves one that exists as it is."""

    async def delete(self, room: str) -> None:
        """Ends `room` for everyone in it; no room is no error."""

    async def set_metadata(self, room: str, metadata: str) -> None:
        """Replaces the metadata and tells everyone in the room."""

    async def remove(self, room: str, identity: str) -> None:
        """Disconnects a participant."""

    async def mute(self, room: str, identity: str, track: str) -> None:
        """Mutes a track at the server; the client may unmute it again.

        A track that is gone is no error.
        """

    async def permit(
        self, room: str, identity: str, sources: frozenset[Source]
    ) -> None:
        """Says what a participant may publish; what it may no more is cut."""

    async def tell(self, room: str, identity: str, words: Mapping[str, str]) -> None:
        """Tells everyone in `room` something about a participant, by name.

        What is not named stays; what is empty is taken back.
        """
