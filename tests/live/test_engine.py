"""The real engine under our configuration: what it tells clients and logs."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from livekit import rtc
from livekit.api import AccessToken, VideoGrants
from livekit.protocol.rtc import SignalResponse
from websockets.asyncio.client import connect

from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.engine.tokens import token
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live
ROOM, IDENTITY = "meeting-1", "site/1/1"


def ticket(room: str = ROOM) -> str:
    return token(
        key=KEY, secret=SECRET, room=room, identity=IDENTITY, sources={"camera"}
    )


async def made(engine: LiveKit) -> None:
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        await port.create(ROOM, "{}")


async def test_it_names_no_public_server_to_a_client(engine: LiveKit):
    await made(engine)
    address = f"{engine.signal_url}/rtc?protocol=16&sdk=js&version=2.15.0"
    headers = {"Authorization": f"Bearer {ticket()}"}
    async with connect(address, additional_headers=headers) as signal:
        message = await signal.recv()
    assert isinstance(message, bytes)
    answer = SignalResponse.FromString(message)
    urls = [url for server in answer.join.ice_servers for url in server.urls]
    assert answer.join.room.name == ROOM
    assert urls == ["stun:127.0.0.1:3478"]
    assert answer.join.alternative_url == ""


async def test_it_lets_nobody_make_a_room_by_joining(engine: LiveKit):
    with pytest.raises(rtc.ConnectError):
        await rtc.Room().connect(engine.signal_url, ticket("meeting-2"))


async def test_it_lets_nobody_in_by_an_old_token(engine: LiveKit):
    await made(engine)
    grants = VideoGrants(room_join=True, room=ROOM)
    old = AccessToken(KEY, SECRET).with_identity(IDENTITY).with_grants(grants)
    # Beyond the minute that the engine forgives a clock.
    expired = old.with_ttl(timedelta(minutes=-2)).to_jwt()
    with pytest.raises(rtc.ConnectError):
        await rtc.Room().connect(engine.signal_url, expired)


async def test_it_listens_for_the_api_on_this_machine_alone(engine: LiveKit):
    others = {
        info[4][0]
        for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    }
    for address in others - {"127.0.0.1"}:
        if address.startswith("127."):
            continue
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((str(address), engine.port), timeout=1)


async def test_it_writes_no_token_into_its_log(engine: LiveKit):
    await made(engine)
    room = rtc.Room()
    await room.connect(engine.signal_url, ticket())
    await room.disconnect()
    log = engine.log.read_text()
    assert IDENTITY in log
    assert "eyJ" not in log
    assert SECRET not in log
