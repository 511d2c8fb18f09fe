"""Played rooms give photographs as a browser does: when asked, and now and then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nhipcau.live.bots.stills import send_stills
from nhipcau.live.stills import folder
from nhipcau.live.stills.images import is_still
from nhipcau.live.stills.tests.test_stills import aged
from nhipcau.live.tests.bench import Bench


@pytest.fixture
def rooms(bench: Bench, settings: Any, tmp_path: Path) -> list[tuple[int, int, str]]:
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    return [(bench.site(who), 0, f"ĐIỂM CẦU {who}") for who in ("hai", "tra")]


def test_a_room_gives_a_photograph_only_when_it_is_asked(bench: Bench, rooms):
    meeting, (hai, tra) = bench.meeting.pk, (room[0] for room in rooms)
    send_stills(meeting, rooms)
    assert folder.newest(meeting, hai, "camera") is None
    folder.ask(meeting, hai, "camera")
    send_stills(meeting, rooms)
    found = folder.newest(meeting, hai, "camera")
    assert found is not None
    assert is_still(found.image)
    assert folder.newest(meeting, tra, "camera") is None


def test_it_gives_another_when_the_last_is_ten_seconds_old(bench: Bench, rooms):
    meeting, hai = bench.meeting.pk, rooms[0][0]
    folder.ask(meeting, hai, "camera")
    send_stills(meeting, rooms)
    aged(bench, "hai", 8)
    send_stills(meeting, rooms)
    assert folder.newest(meeting, hai, "camera").age >= 8
    aged(bench, "hai", 11)
    send_stills(meeting, rooms)
    assert folder.newest(meeting, hai, "camera").age < 5
