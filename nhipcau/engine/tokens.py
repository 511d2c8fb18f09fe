"""Short tokens that let one device into one room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import jwt

from nhipcau.engine.port import Source

# Used at once by the door, which asks anew for each connection.
LIFETIME = timedelta(seconds=60)


def token(
    *, key: str, secret: str, room: str, identity: str, sources: Iterable[Source]
) -> str:
    """A token for `identity` in `room` that may publish `sources` and no data.

    Names are not in it: the room learns them over HTTP, under policy. Written here
    and not by LiveKit's library, which would double the start of the web process.
    """
    now = datetime.now(UTC)
    allowed: list[str] = sorted(sources)
    video: dict[str, object] = {
        "roomJoin": True,
        "room": room,
        "canSubscribe": True,
        "canPublish": bool(allowed),
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }
    if allowed:
        video["canPublishSources"] = allowed
    claims = {
        "iss": key,
        "sub": identity,
        "nbf": now,
        "exp": now + LIFETIME,
        "video": video,
    }
    return jwt.encode(claims, secret, algorithm="HS256")
