"""One step of the mirror, taken on the engine."""

from __future__ import annotations

from typing import assert_never

from nhipcau.engine.port import Rooms
from nhipcau.live.rules.mirror import (
    Action,
    Create,
    Delete,
    Mute,
    Permit,
    Remove,
    SetMetadata,
    Tell,
)


async def perform(rooms: Rooms, action: Action) -> None:
    """Takes one step; raises what the port raises."""
    match action:
        case Create(room, metadata):
            await rooms.create(room, metadata)
        case Delete(room):
            await rooms.delete(room)
        case SetMetadata(room, metadata):
            await rooms.set_metadata(room, metadata)
        case Remove(room, identity):
            await rooms.remove(room, identity)
        case Permit(room, identity, sources):
            await rooms.permit(room, identity, sources)
        case Mute(room, identity, track):
            await rooms.mute(room, identity, track)
        case Tell(room, identity, words):
            await rooms.tell(room, identity, words)
        case _:
            assert_never(action)
