"""A played room's picture: small, seekable, and with a clock that runs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from nhipcau.engine.bots.drawing import (
    BAND,
    HEIGHT,
    PLATE,
    WIDTH,
    Scene,
    band,
    photograph,
)
from nhipcau.engine.bots.video import (
    FPS,
    SECONDS,
    Clock,
    Loop,
    encode,
    loop_of,
    with_band,
)

SIZE = (360, WIDTH, 3)


@pytest.fixture(scope="module")
def loop() -> Loop:
    return encode(Scene("ĐIỂM CẦU XÃ TAM HẢI", 3))


def shown(units: list[bytes]) -> list[np.ndarray]:
    """The frames as a receiver sees them."""
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    frames = [frame for unit in units for frame in decoder.decode(av.Packet(unit))]
    frames += decoder.decode(None)
    assert not any(frame.is_corrupt for frame in frames)
    return [frame.to_ndarray(format="rgb24") for frame in frames]


def played(loop: Loop, clock: Clock, times: list[str]) -> list[bytes]:
    units: list[bytes] = []
    for number, time in enumerate(times):
        second = loop.seconds[number % SECONDS]
        units += [with_band(second.key, clock.slice(time, number)), *second.rest]
    return units


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_it_fits_into_300_kbit_a_second_with_a_key_frame_in_each(loop: Loop):
    units = played(loop, Clock("demo"), ["08:30:01"] * SECONDS)
    assert len(units) == FPS * SECONDS
    assert sum(map(len, units)) * 8 / SECONDS < 300_000
    assert all(len(second.rest) == FPS - 1 for second in loop.seconds)


def test_it_shows_the_time_that_it_is_told_and_keeps_it_for_the_second(loop: Loop):
    times = [f"25/11/2026  08:30:{second:02}" for second in range(10)]
    frames = shown(played(loop, Clock("demo"), times))
    assert len(frames) == FPS * 10
    for number, time in enumerate(times):
        wanted = band("demo", time)[: BAND - 2]
        for at in (0, FPS // 2, FPS - 1):
            seen = frames[number * FPS + at][: BAND - 2]
            other = band("demo", times[number - 1])[: BAND - 2]
            assert apart(seen, wanted) < 4
            assert apart(seen, wanted) < apart(seen, other)


def test_a_key_frame_may_come_at_any_moment(loop: Loop):
    clock = Clock("demo")
    units: list[bytes] = []
    for number, length in enumerate((3, 0, 7, 1, 11)):
        second = loop.seconds[number]
        key = with_band(second.key, clock.slice("08:30:01", number))
        units += [key, *second.rest[:length]]
    frames = shown(units)
    assert len(frames) == len(units)
    assert apart(frames[-1][:BAND], band("demo", "08:30:01")[:BAND]) < 4


def test_rooms_differ_by_colour_and_by_name():
    one, other = Scene("ĐIỂM CẦU A", 1).frame(0), Scene("ĐIỂM CẦU B", 2).frame(0)
    assert one.shape == other.shape == SIZE
    assert (one[60, 5] != other[60, 5]).any()
    again = Scene("ĐIỂM CẦU B", 1).frame(0)
    top, bottom = PLATE
    assert (one[top:bottom] != again[top:bottom]).any()
    assert (one[bottom + 1 :] == again[bottom + 1 :]).all()


def test_the_people_move_and_end_where_they_began():
    scene = Scene("ĐIỂM CẦU A", 1)
    assert apart(scene.frame(0), scene.frame(0.3)) > 0.5
    assert apart(scene.frame(0), scene.frame(1)) < 0.5


def test_a_long_name_stays_on_its_plate():
    picture = Scene("ĐIỂM CẦU PHÒNG HỌP TRỰC TUYẾN ỦY BAN NHÂN DÂN XÃ TAM ANH BẮC", 1)
    plate = picture.frame(0)[slice(*PLATE)]
    assert (plate[:, :10] == plate[0, 0]).all()
    assert (plate[:, -10:] == plate[0, 0]).all()


def test_a_photograph_is_small_and_shows_the_room_and_the_time():
    scene = ("ĐIỂM CẦU A", 1, "demo")
    one, other = photograph(*scene, "08:30:01"), photograph(*scene, "09:45:22")
    assert max(len(one), len(other)) < 5000
    pictures = [np.asarray(Image.open(BytesIO(file))) for file in (one, other)]
    assert pictures[0].shape == (HEIGHT // 2, WIDTH // 2, 3)
    half = BAND // 2
    assert apart(pictures[0][:half], pictures[1][:half]) > 2
    assert apart(pictures[0][half + 8 :], pictures[1][half + 8 :]) < 2


def test_it_encodes_once_and_then_reads(tmp_path: Path):
    first = loop_of("ĐIỂM CẦU A", 1, tmp_path)
    (file,) = tmp_path.glob("*.loop")
    written = file.stat().st_mtime_ns
    assert loop_of("ĐIỂM CẦU A", 1, tmp_path) == first
    assert file.stat().st_mtime_ns == written


@pytest.mark.parametrize("left", [0, 3, 1000])
def test_it_encodes_anew_what_was_cut_off(tmp_path: Path, left: int):
    first = loop_of("ĐIỂM CẦU A", 1, tmp_path)
    (file,) = tmp_path.glob("*.loop")
    whole = file.read_bytes()
    file.write_bytes(whole[:left])
    assert loop_of("ĐIỂM CẦU A", 1, tmp_path) == first
    assert file.read_bytes() == whole
