"""The engine's tokens, signed with this installation's own secret."""

from __future__ import annotations

from django.conf import settings

from nhipcau.engine.port import Source
from nhipcau.engine.tokens import token


def signed(room: str, identity: str, sources: frozenset[Source]) -> str:
    """Lets `identity` into `room`, to publish `sources` and nothing else."""
    return token(
        key=settings.NHIPCAU.engine_key,
        secret=settings.NHIPCAU.engine_secret.get_secret_value(),
        room=room,
        identity=identity,
        sources=sources,
    )
