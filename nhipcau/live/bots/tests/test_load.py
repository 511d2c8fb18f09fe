"""The load of a measured meeting weighs what was asked and stays a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.engine.bots.drawing import HEIGHT, WIDTH
from nhipcau.engine.bots.tests.test_video import shown
from nhipcau.engine.bots.video import FPS, Clock, Key, Loop, Second, loop_of, with_band
from nhipcau.live.bots.load import RATE, heavier

KBPS = 420
EACH = KBPS * 1000 // 8 // RATE


@given(st.lists(st.binary(min_size=1, max_size=2 * EACH), min_size=1, max_size=4))
def test_each_picture_keeps_what_it_was_and_weighs_at_least_its_share(pictures):
    second = Second(Key(b"head", b"rest"), tuple(pictures))
    filled = heavier(Loop((second,)), KBPS).seconds[0]
    assert filled.key == second.key
    for picture, full in zip(pictures, filled.rest, strict=True):
        assert full.startswith(picture)
        # A filler has a start and an end: what lacks less than that stays as it is.
        assert EACH - 6 <= len(full) <= max(EACH, len(picture))


def test_a_decoder_passes_over_what_was_filled_in(tmp_path):
    second = heavier(loop_of("ĐIỂM CẦU", 1, tmp_path), KBPS).seconds[0]
    key = with_band(second.key, Clock("thử").slice("12:00:00", 0))
    pictures = shown([key, *second.rest])
    assert len(pictures) == FPS
    assert {one.shape[:2] for one in pictures} == {(HEIGHT, WIDTH)}
