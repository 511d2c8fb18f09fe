"""What a follower concludes is written down, or concluded again."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from django.db import OperationalError

from nhipcau.base.threads import in_thread
from nhipcau.engine.port import Rooms
from nhipcau.live import services
from nhipcau.live.conductor.follower import Follower
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.commands import EngineCommand
from nhipcau.live.rules.lines import Lines
from nhipcau.live.rules.mirror import DesiredRoom
from nhipcau.live.rules.state import Away, State
from nhipcau.live.tests.bench import Bench


async def test_a_coming_that_could_not_be_written_is_written_later(
    committed: Bench, monkeypatch: pytest.MonkeyPatch
):
    follower = Follower(committed.meeting.pk, cast(Rooms, None), asyncio.Event())
    site = committed.site("hai")

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(services, "note_presence", locked)
        with pytest.raises(OperationalError):
            await follower._watch_doors({site}, 0)
    await follower._watch_doors({site}, 1_000)
    assert await in_thread(present_sites, committed.meeting.pk) == {site}


async def test_it_looks_on_in_an_empty_room_while_a_turn_is_kept(committed: Bench):
    follower = Follower(committed.meeting.pk, cast(Rooms, None), asyncio.Event())
    lost = State(1, "open", 1, (1, 5), (5,), away=(Away(5, 0),))
    follower._wanted = DesiredRoom(committed.room, "")
    for state, looks in ((lost, True), (State(2, "open", 1, (1, 5)), False)):
        follower._state = state
        follower._lines = FakeLines()
        await follower._watch({})
        assert follower._occupied is looks


class FakeLines(Lines):
    """Has nothing to tell."""

    def look(self, *_: object) -> list[EngineCommand]:
        return []
