"""Played rooms on a real engine: seen, heard when called, back after every kill."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from livekit import rtc

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.devices import unseat_devices
from nhipcau.base.guard import writing
from nhipcau.base.threads import in_thread
from nhipcau.cli.bench.installation import installation, until
from nhipcau.core.actor import system
from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.live.bots.rooms import Settings
from nhipcau.live.bots.run import Troupe
from nhipcau.live.bots.services import NAME
from nhipcau.live.bots.tests.conftest import empty_communes
from nhipcau.live.door import talk_token_for
from nhipcau.live.models import Message, Talk
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.commands import CHAIR
from nhipcau.live.rules.playing import acts, lost
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import talk_room
from nhipcau.live.stays import Engine
from nhipcau.live.talks import services as talks
from nhipcau.live.tests.bench import Bench, build
from nhipcau.live.words import services as words
from tests.live.clients import Eye, identity
from tests.live.conftest import Join, Restartable, soon, soon_in_rows
from tests.live.engine import KEY, SECRET, LiveKit

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rooms are encoded once for all tests."""
    return tmp_path_factory.mktemp("bots")


@pytest.fixture
def bench(transactional_db: None) -> Bench:
    """Hub and two communes, of which only the hub has a device."""
    made = build()
    empty_communes(made)
    return made


def quiet_seed(cast: tuple[int, ...]) -> int:
    """A seed by which, for 45 seconds, nobody asks and no line is lost."""
    now = int(time.time() * 1000)
    state = State(1, "open", 0, (0, *cast))
    moments = range(now, now + 45_000, 500)

    def quiet(seed: int) -> bool:
        return not any(
            lost(seed, cast, at) or acts(seed, cast, state, at - 500, at)
            for at in moments
        )

    return next(seed for seed in range(10_000) if quiet(seed))


@pytest.fixture
async def troupe(
    bench: Bench, engine: LiveKit, conductor: None, cache: Path
) -> AsyncIterator[Troupe]:
    """Both communes played, without any idea of their own."""
    seed = quiet_seed((bench.site("hai"), bench.site("tra")))
    made = Troupe(
        Settings(bench.meeting.pk, Engine("127.0.0.1", engine.port), cache, seed)
    )
    playing = asyncio.create_task(made.run())
    yield made
    made.stop()
    await playing


async def test_a_played_room_is_seen_and_is_heard_only_when_called(
    bench: Bench, troupe: Troupe, join: Join, record_property
):
    hub, site = await join("hub"), bench.site("hai")
    eye = Eye(hub, site)
    # Both are drawn and encoded by now: what follows is measured.
    await soon(lambda: identity(hub, site) and identity(hub, bench.site("tra")), 30)
    me = identity(hub, site)
    await bench.open()
    called = time.monotonic()
    await bench.grant("hai")
    await soon(lambda: hub.hears(me, called), 5)
    record_property("grant_to_audible_ms", (hub.heard[me][0] - called) * 1000)
    await soon(lambda: len(eye.frames) > 24, 10)
    seconds = eye.frames[-1] - eye.frames[0]
    assert 10 < (len(eye.frames) - 1) / seconds < 14
    picture = eye.last.convert(rtc.VideoBufferType.RGB24)
    assert (picture.width, picture.height) == (640, 360)
    assert len(np.unique(np.frombuffer(picture.data, dtype=np.uint8))) > 20
    assert not any(other != me for other in hub.heard)

    await bench.revoke("hai")
    revoked = time.monotonic()
    audio = next(
        one
        for one in hub.room.remote_participants[me].track_publications.values()
        if one.kind == rtc.TrackKind.KIND_AUDIO
    )
    await soon(lambda: audio.muted, 2)
    record_property("revoke_to_muted_ms", (time.monotonic() - revoked) * 1000)
    # Once muted it stays so, and the conductor found nothing to hold against it.
    assert not await in_thread(bench.audited, "live.mute_microphone")


async def test_a_played_room_is_back_within_seconds_after_the_engine_was_killed(
    bench: Bench, engine: LiveKit, troupe: Troupe, join: Join, record_property
):
    await bench.open()
    await bench.grant("hai")
    await soon(lambda: len(troupe.joined) == 2, 20)
    for _ in range(2):
        engine.kill()
        await soon(lambda: not troupe.joined, 5)
        answered = await asyncio.to_thread(engine.start)
        await soon(lambda: len(troupe.joined) == 2, 10)
        record_property("engine_answers_to_joined_s", time.monotonic() - answered)
    hub, site = await join("hub"), bench.site("hai")
    eye, since = Eye(hub, site), time.monotonic()
    await soon(lambda: hub.hears(identity(hub, site), since), 5)
    await soon(lambda: eye.frames, 5)


async def test_a_played_room_outlives_the_conductor(
    bench: Bench, troupe: Troupe, restartable: Restartable, join: Join
):
    hub, site = await join("hub"), bench.site("hai")
    await soon(lambda: identity(hub, site), 20)
    me = identity(hub, site)
    await restartable.stop()
    await restartable.start()
    await bench.open()
    since = time.monotonic()
    await bench.grant("hai")
    await soon(lambda: hub.hears(me, since), 5)


async def test_it_leaves_when_a_human_sits_down_and_may_come_back_later(
    bench: Bench, troupe: Troupe, join: Join
):
    hub, site = await join("hub"), bench.site("hai")
    await soon(lambda: identity(hub, site) and identity(hub, bench.site("tra")), 20)
    machine = identity(hub, site)
    await in_thread(bench.sit, "hai")
    await soon(lambda: machine not in hub.room.remote_participants, 5)
    human = await join("hai")
    await soon(lambda: identity(hub, site) == bench.identity("hai"), 5)
    await soon(lambda: troupe.joined == [bench.site("tra")])
    await human.leave()

    def sign_out() -> None:
        with writing():
            device = Device.objects.get(pk=bench.devices["hai"].pk)
            device.session = "evening"
            device.save()
        _unseat()

    await in_thread(sign_out)
    before = ("", machine, bench.identity("hai"))
    await soon(lambda: identity(hub, site) not in before, 10)
    labels = Device.objects.filter(site=site).values_list("label", flat=True)
    assert await in_thread(lambda: list(labels)) == [NAME]


def _unseat() -> None:
    from nhipcau.audit.services import record
    from nhipcau.base.service import service

    @service
    def leave(actor: Any) -> None:
        unseat_devices(actor, ["evening"])
        record(actor, "accounts.signed_out", "test")

    leave(system("test"))


def calls(bench: Bench, site: int) -> int:
    """The hub calls the site; the number of the talk."""
    hub = actor_of(bench.people["hub"])
    talks.start(hub, bench.meeting, bench.devices["hub"], site)
    return Talk.objects.get(ended=None).pk


def hangs_up(bench: Bench, talk: int) -> None:
    hub = actor_of(bench.people["hub"])
    talks.hang_up(hub, bench.meeting, bench.devices["hub"], talk)


async def test_it_takes_a_call_of_the_hub_is_heard_there_alone_and_leaves_with_it(
    bench: Bench, engine: LiveKit, troupe: Troupe, join: Join, record_property
):
    hall, site = await join("hub"), bench.site("hai")
    await soon_in_rows(lambda: site in present_sites(bench.meeting.pk), 30)
    rang = time.monotonic()
    talk = await in_thread(calls, bench, site)
    await soon_in_rows(lambda: Talk.objects.filter(answered=None).count() == 0)
    assert 2 <= time.monotonic() - rang < 4
    desk_device = bench.devices["hub"]
    ticket = await in_thread(talk_token_for, bench.meeting, desk_device, talk)
    desk = await join("hub", ticket, greedy=True)
    listened: list[Any] = []
    desk.room.on("local_track_subscribed", listened.append)
    await desk.publish(muted=False)
    machine = f"site/{site}/"
    await soon(lambda: any(desk.hears(one, rang) for one in desk.heard))
    record_property("ring_to_audible_s", time.monotonic() - rang)
    assert all(one.startswith(machine) for one in desk.heard)
    people = desk.room.remote_participants
    assert [len(one.track_publications) for one in people.values()] == [1]
    # What it says there is said nowhere else, and it takes nothing from the desk.
    assert not hall.heard
    assert not listened
    assert await in_thread(bench.audited, "live.mute_microphone") == []
    await in_thread(hangs_up, bench, talk)
    await soon(desk.gone.is_set)
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as rooms:
        assert await rooms.participants(talk_room(bench.meeting.pk, talk)) == {}
    # It is in the meeting as before.
    assert len(troupe.joined) == 2
    await bench.open()
    called = time.monotonic()
    await bench.grant("hai")
    await soon(lambda: hall.hears(identity(hall, site), called), 5)


async def test_they_read_what_the_hub_writes_one_after_the_other(
    bench: Bench, troupe: Troupe, record_property
):
    await soon(lambda: len(troupe.joined) == 2, 30)

    def write() -> None:
        hub = actor_of(bench.people["hub"])
        words.write(hub, bench.meeting, CHAIR, uuid4(), None, "Họp sau năm phút")

    def moments() -> list[float]:
        message = Message.objects.get(from_hub=True)
        read = message.acknowledgements.all()
        return [(one.at - message.at).total_seconds() for one in read]

    await in_thread(write)
    await soon_in_rows(lambda: len(moments()) == 2, 8)
    first, second = await in_thread(moments)
    assert 2 <= first < second < 5
    record_property("read_after_s", [first, second])


async def test_all_leave_when_the_meeting_is_over_for_the_bots(
    bench: Bench, engine: LiveKit, troupe: Troupe
):
    await soon(lambda: len(troupe.joined) == 2, 20)
    troupe.stop()
    await soon(lambda: not troupe.joined, 3)
    devices = Device.objects.filter(label=NAME)
    async with asyncio.timeout(3):
        while await in_thread(devices.count):
            await asyncio.sleep(0.02)


def test_run_with_demo_shows_17_rooms_at_once_and_stops_them_in_time():
    with installation("--demo") as running:
        secrets = tomllib.loads((running.data / "secrets.toml").read_text())
        port = running.env["NHIPCAU_ENGINE_PORT"]
        log = running.data / "run.log"
        # Said once all is ready, which the status file may tell a moment earlier.
        until("the links are said", lambda: log.read_text().count("/vao#") == 6)
        said = log.read_text()
        meeting = re.search(r"/cuoc-hop/(\d+)/", said)
        assert meeting

        async def people() -> int:
            async with livekit_rooms(
                f"http://127.0.0.1:{port}",
                key=secrets["engine_key"],
                secret=secrets["engine_secret"],
            ) as rooms:
                found = await rooms.participants(f"meeting-{meeting[1]}")
            return sum(len(one.tracks) == 2 for one in found.values())

        until("17 rooms are there", lambda: asyncio.run(people()) == 17, 90)
        pid = running.status()["bots"].pid
        assert pid
        os.kill(pid, signal.SIGTERM)
        until("they are gone", lambda: not Path(f"/proc/{pid}").exists(), 3)
        until("they come back", lambda: asyncio.run(people()) == 17, 90)
