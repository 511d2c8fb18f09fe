"""Short tokens that let one device into one room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from livekit.api import AccessToken, VideoGrants

from nhipcau.engine.port import Source

# Used at once by the door, which asks anew for each connection.
LIFETIME = timedelta(seconds=60)


def token(
    *, key: str, secret: str, room: str, identity: str, sources: Iterable[Source]
) -> str:
    """A token for `identity` in `room` that may publish `sources` and no data.

    Names are not in it: the room learns them over HTTP, under policy.
    """
    allowed: list[str] = sorted(sources)
    grants = VideoGrants(
        room_join=True,
        room=room,
        can_subscribe=True,
        can_publish=bool(allowed),
        can_publish_sources=allowed or None,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    issued = AccessToken(key, secret).with_identity(identity).with_grants(grants)
    return str(issued.with_ttl(LIFETIME).to_jwt())
