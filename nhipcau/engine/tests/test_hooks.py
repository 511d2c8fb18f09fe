"""Webhooks are believed when our engine signed this very body, and only then."""

import base64
import hashlib
import json
import time

import jwt
import pytest

from nhipcau.engine.hooks import ForgedHook, Hook, read_hook

KEY, SECRET = "key", "s" * 40
BODY = json.dumps({"event": "track_published", "room": {"name": "meeting-1"}}).encode()


def signature(body=BODY, secret=SECRET, issuer=KEY, age=0, **changes):
    claims = {
        "iss": issuer,
        "exp": time.time() + 300 - age,
        "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
    }
    return jwt.encode(claims | changes, secret, algorithm="HS256")


def read(body=BODY, given=""):
    return read_hook(body, given, key=KEY, secret=SECRET)


def test_it_reads_what_happened_where():
    assert read(given=signature()) == Hook("track_published", "meeting-1")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("CLIENT_INITIATED", "left"),
        ("DUPLICATE_IDENTITY", ""),
        ("PARTICIPANT_REMOVED", "removed"),
        ("CONNECTION_TIMEOUT", "silent"),
        ("SERVER_SHUTDOWN", "engine"),
        ("ROOM_CLOSED", ""),
    ],
)
def test_it_reads_who_left_and_why(told, reason):
    who = {"identity": "site/5/12", "disconnectReason": told}
    body = json.dumps(
        {"event": "participant_left", "room": {"name": "meeting-1"}, "participant": who}
    ).encode()
    hook = read(body, signature(body))
    assert hook == Hook("participant_left", "meeting-1", "site/5/12", reason)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "nonsense",
        signature(secret="x" * 40),
        signature(issuer="another"),
        signature(age=3600),
        signature(body=b"{}"),
        signature(sha256=""),
        signature(sha256="%%"),
        jwt.encode({"iss": KEY}, "", algorithm="none"),
    ],
)
def test_it_refuses_what_is_not_signed_for_this_body(given):
    with pytest.raises(ForgedHook):
        read(given=given)


@pytest.mark.parametrize("body", [b"no json", b"\xff\xfe", b'{"event": 5}'])
def test_it_refuses_a_body_that_is_no_webhook(body):
    with pytest.raises(ForgedHook):
        read(body, signature(body))


def test_it_hides_no_mistake_of_ours():
    with pytest.raises(AttributeError):
        read("a text where bytes belong")
