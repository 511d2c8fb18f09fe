"""A client that means harm: never heard, never in, and every attempt in the log."""

from __future__ import annotations

import asyncio
import time

import pytest
from livekit import rtc

from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.devices import remove_device
from nhipcau.base.threads import in_thread
from nhipcau.core.refusal import Refusal
from nhipcau.engine.tokens import token
from tests.live.clients import Client
from tests.live.conftest import Bench, Join, soon, soon_in_rows
from tests.live.engine import KEY, SECRET

pytestmark = pytest.mark.live


def stolen(bench: Bench, identity: str) -> str:
    """A token as only the installation itself could sign: the worst case."""
    return token(
        key=KEY,
        secret=SECRET,
        room=bench.room,
        identity=identity,
        sources={"camera", "microphone"},
    )


async def meeting_runs(bench: Bench, join: Join) -> tuple[Client, Client]:
    """An open meeting: the hub listens honestly, someone else takes every sound."""
    hub = await join("hub")
    greedy = await join("tra", greedy=True)
    await bench.open()
    await soon(lambda: hub.metadata and hub.state.phase == "open")
    return hub, greedy


async def test_an_honest_site_is_heard_with_the_floor_and_not_after(
    bench: Bench, join: Join
):
    """The control: without it, silence would prove nothing."""
    hub, _ = await meeting_runs(bench, join)
    hai = await join("hai")
    await hai.publish()
    me = bench.identity("hai")
    await bench.grant("hai")
    await soon(lambda: hai.state.floor)
    hai.unmute()
    await soon(lambda: hub.hears(me, 0))
    await bench.revoke("hai")
    await soon(lambda: not hai.state.floor)
    hai.mute()
    silent_from = time.monotonic() + 0.5
    await asyncio.sleep(1.5)
    assert not hub.hears(me, silent_from)
    assert await in_thread(bench.audited, "live.mute_microphone") == []


async def test_a_microphone_opened_without_the_floor_is_never_heard(
    bench: Bench, join: Join, record_property
):
    hub, greedy = await meeting_runs(bench, join)
    hai = await join("hai")
    await hai.publish()
    me = bench.identity("hai")
    for offence in (1, 2):
        before = len(hai.mutes)
        opened = hai.unmute()
        if offence == 1:
            await soon(lambda before=before: len(hai.mutes) > before)
            record_property("muted_after_ms", (hai.mutes[-1] - opened) * 1000)
        verb = ("live.mute_microphone", "live.withdraw_microphone")[offence - 1]
        await soon_in_rows(lambda verb=verb: bench.audited(verb))
    # The right itself is gone: the engine cut the track and takes no new one.
    await soon(lambda: not greedy.tracks_of(me))
    after = time.monotonic() + 0.5
    await asyncio.sleep(1)
    assert not hub.hears(me, 0)
    assert not greedy.hears(me, after)
    assert await in_thread(bench.audited, "live.withdraw_microphone") == [
        {"identity": me, "count": 2}
    ]


async def test_a_sound_that_calls_itself_a_picture_is_silenced_too(
    bench: Bench, join: Join
):
    hub, greedy = await meeting_runs(bench, join)
    hai = await join("hai")
    await hai.publish(muted=False, source=rtc.TrackSource.SOURCE_CAMERA)
    await soon_in_rows(lambda: bench.audited("live.mute_microphone"))
    after = time.monotonic() + 0.5
    await asyncio.sleep(1)
    assert not hub.hears(bench.identity("hai"), 0)
    assert not greedy.hears(bench.identity("hai"), after)


async def test_the_floor_gives_a_withdrawn_microphone_back(bench: Bench, join: Join):
    hub, greedy = await meeting_runs(bench, join)
    hai = await join("hai")
    await hai.publish()
    for verb in ("live.mute_microphone", "live.withdraw_microphone"):
        hai.unmute()
        await soon_in_rows(lambda verb=verb: bench.audited(verb))
    await soon(lambda: not greedy.tracks_of(bench.identity("hai")))
    await bench.grant("hai")
    permitted = hai.room.local_participant.permissions
    await soon(
        lambda: (
            rtc.TrackSource.SOURCE_MICROPHONE
            in hai.room.local_participant.permissions.can_publish_sources
        )
    )
    assert permitted is not None
    await hai.publish(muted=False)
    await soon(lambda: hub.hears(bench.identity("hai"), 0))


@pytest.mark.parametrize("identity", ["site/{hai}/999999", "stranger", "{mine}#2"])
async def test_an_identity_that_was_not_invited_is_put_out(
    bench: Bench, join: Join, record_property, identity: str
):
    hub, _ = await meeting_runs(bench, join)
    name = identity.format(hai=bench.site("hai"), mine=bench.identity("hai"))
    came = time.monotonic()
    intruder = await join("stranger", stolen(bench, name))
    entered = time.monotonic()
    await soon(intruder.gone.is_set)
    record_property("put_out_ms", (time.monotonic() - entered) * 1000)
    assert time.monotonic() - came < 3
    assert not hub.hears(name, 0)
    await soon_in_rows(lambda: bench.audited("live.remove_participant"))
    assert (await in_thread(bench.audited, "live.remove_participant"))[0] == {
        "meeting": bench.meeting.pk,
        "identity": name,
    }


async def test_a_device_that_is_removed_is_out_and_stays_out(
    bench: Bench, join: Join, record_property
):
    await meeting_runs(bench, join)
    hai = await join("hai")
    old = await in_thread(bench.ask, "hai")

    def remove() -> None:
        remove_device(actor_of(bench.people["hai"]), bench.devices["hai"])

    await in_thread(remove)
    removed = time.monotonic()
    await soon(hai.gone.is_set)
    record_property("out_after_ms", (time.monotonic() - removed) * 1000)
    assert await in_thread(bench.ask, "hai") == Refusal("device_removed_from_site")
    # A token that is still valid lets it in for moments, but not to stay.
    again = await join("hai", old)
    await soon(again.gone.is_set)
    assert {
        "meeting": bench.meeting.pk,
        "device": bench.devices["hai"].pk,
        "reason": "device_removed_from_site",
    } in await in_thread(bench.audited, "live.refuse_device")


async def test_a_person_without_the_role_any_more_is_out(bench: Bench, join: Join):
    await meeting_runs(bench, join)
    hai = await join("hai")
    await in_thread(bench.dismiss, "hai")
    await soon(hai.gone.is_set, 10)
    assert await in_thread(bench.ask, "hai") == Refusal("may_not_sit")
