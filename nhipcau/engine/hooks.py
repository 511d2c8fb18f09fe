"""Webhooks of the engine: believed only as far as their signature goes."""

from __future__ import annotations

from dataclasses import dataclass

import jwt
from google.protobuf.json_format import ParseError
from livekit.api import TokenVerifier, WebhookReceiver
from livekit.protocol.models import DisconnectReason

from nhipcau.engine.port import Reason

_REASONS: dict[int, Reason] = {
    DisconnectReason.CLIENT_INITIATED: "left",
    DisconnectReason.PARTICIPANT_REMOVED: "removed",
    DisconnectReason.SERVER_SHUTDOWN: "engine",
    DisconnectReason.SIGNAL_CLOSE: "silent",
    DisconnectReason.CONNECTION_TIMEOUT: "silent",
    DisconnectReason.MEDIA_FAILURE: "silent",
}


class ForgedHook(Exception):
    """Not signed by our engine, or changed on its way."""


@dataclass(frozen=True)
class Hook:
    """Something happened in `room`: a reason to look, not a fact to store.

    Only why someone left, nothing but the hook tells; it may be lost.
    """

    kind: str
    room: str
    identity: str = ""
    reason: Reason = ""


def read_hook(body: bytes, authorization: str, *, key: str, secret: str) -> Hook:
    """The webhook in `body`; raises ForgedHook unless our engine signed it."""
    receiver = WebhookReceiver(TokenVerifier(key, secret))
    try:
        event = receiver.receive(body.decode(), authorization)
    except (jwt.InvalidTokenError, ParseError, ValueError) as error:
        raise ForgedHook(type(error).__name__) from error
    except Exception as error:
        # The library raises a bare Exception where the body's hash is not signed.
        if type(error) is not Exception:
            raise
        raise ForgedHook(str(error)) from error
    who = event.participant
    return Hook(
        kind=event.event,
        room=event.room.name,
        identity=who.identity,
        reason=_REASONS.get(who.disconnect_reason, ""),
    )
