"""What goes to browsers as it comes, and what does not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.fitness import LOOK, Fitness, Picture, Unit

FULL_HD = Picture("h264", 1920, 1080)


def stream(
    seconds: float = 10, fps: int = 25, gop: float = 2, bps: float = 2_000_000
) -> list[Unit]:
    """Like a good camera: a key frame is eight times as big as the others."""
    frames, keys = round(seconds * fps), round(gop * fps)
    part = bps / 8 / fps * keys / (keys + 7)
    return [
        Unit(i / fps, round(part * (1 if i % keys else 8)), i % keys == 0)
        for i in range(frames)
    ]


def looked(units: Iterable[Unit], picture: Picture = FULL_HD) -> Fitness:
    fitness = Fitness(picture)
    for unit in units:
        fitness.saw(unit)
    return fitness


def test_a_good_camera_goes_as_it_comes():
    fitness = looked(stream())
    assert fitness.decided
    assert fitness.unfit is None


def test_it_is_looked_at_for_a_while_first():
    units = stream()
    assert not looked(units[: round(LOOK * 25) - 1]).decided
    assert looked(units[: round(LOOK * 25) + 1]).decided


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (Picture("hevc", 1920, 1080), "codec"),
        (Picture("mjpeg", 640, 480), "codec"),
        (Picture("h264", 1920, 1080, "yuv420p10le"), "colours"),
        (Picture("h264", 3840, 2160), "large"),
    ],
)
def test_what_a_stream_says_of_itself_decides_at_once(picture: Picture, why: str):
    fitness = Fitness(picture)
    assert fitness.decided
    assert fitness.unfit == why


def test_a_camera_that_hangs_upright_is_not_too_large():
    assert Fitness(Picture("h264", 1080, 1920)).unfit is None


def test_too_few_key_frames():
    assert looked(stream(gop=4, seconds=20)).unfit == "sparse"


def test_no_key_frame_at_all():
    units = [Unit(one.at, one.size, False) for one in stream(seconds=4)]
    assert looked(units).unfit == "sparse"


def test_too_many_bits():
    assert looked(stream(bps=3_000_000)).unfit == "heavy"
    assert looked(stream(bps=2_400_000)).unfit is None


def test_pictures_that_wait_for_later_ones():
    order = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]
    units = [Unit(i / 25, 1000, i == 0) for i in order]
    assert looked(units).unfit == "reordered"


def test_a_clock_that_is_put_right_once_is_no_reason():
    units = stream(seconds=1) + [
        Unit(one.at - 0.3, one.size, one.key) for one in stream(seconds=9)[25:]
    ]
    assert looked(units).unfit is None


def test_pictures_in_halves():
    units = [Unit(one.at, one.size, one.key, True) for one in stream()]
    assert looked(units).unfit == "interlaced"


@given(st.lists(st.tuples(st.floats(0, 0.2), st.integers(0, 60_000), st.booleans())))
def test_what_was_unfit_once_stays_so(steps: list[tuple[float, int, bool]]):
    fitness, at, known = Fitness(FULL_HD), 0.0, None
    for step, size, key in steps:
        at += step
        fitness.saw(Unit(at, size, key))
        assert known is None or fitness.unfit == known
        known = fitness.unfit
