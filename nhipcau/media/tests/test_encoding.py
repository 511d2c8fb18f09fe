"""Pictures and sound come out as every browser takes them; read back to see it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.encoding import (
    FRAME,
    RATE,
    SHARP,
    SMALL,
    Coded,
    Encoder,
    Shape,
    Voice,
    fitted,
    photograph,
)


def pictures(seconds: float, fps: int = 25) -> Iterator[tuple[av.VideoFrame, float]]:
    """Noise that moves: hard to encode."""
    chance = np.random.default_rng(1)
    noise = chance.integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    for number in range(round(seconds * fps)):
        moved = np.roll(noise, 8 * number, axis=1)
        yield av.VideoFrame.from_ndarray(moved, "rgb24"), number / fps


def coded(shape: Shape, seconds: float, keys: tuple[int, ...] = ()) -> list[Coded]:
    encoder = Encoder(shape, 1280, 720, 1.0)
    made = [
        encoder.encode(frame, at, key=number in keys)
        for number, (frame, at) in enumerate(pictures(seconds))
    ]
    return [one for one in made if one is not None]


def test_the_small_picture_is_small_in_every_way():
    made = coded(SMALL, 6)
    assert {(one.width, one.height) for one in made} == {(640, 360)}
    assert 14 <= len(made) / 6 <= 15.5
    # After the first key frame, which nobody can make small of noise.
    bits = 8 * sum(len(one.data) for one in made if one.at >= 1)
    assert bits / 5 < 300_000


def test_a_key_frame_comes_when_it_is_wanted_and_only_then():
    made = coded(SHARP, 2, keys=(30,))
    assert [round(one.at, 2) for one in made if one.key] == [0, 1.2]


def test_a_browser_can_read_what_comes():
    decoder = av.CodecContext.create("h264", "r")
    frames = [
        frame
        for one in coded(SMALL, 1)
        for packet in decoder.parse(one.data)
        for frame in decoder.decode(packet)
    ]
    assert len(frames) >= 12
    assert decoder.profile is not None
    assert "Baseline" in decoder.profile
    assert decoder.has_b_frames == 0


def test_sound_of_any_kind_is_cut_into_pieces_of_10_ms():
    voice = Voice()
    stereo = np.zeros((2, 1024), dtype=np.float32)
    got: list[tuple[float, bytes]] = []
    for number in range(50):
        frame = av.AudioFrame.from_ndarray(stereo, "fltp", "stereo")
        frame.sample_rate, frame.pts = 44_100, number * 1024
        frame.time_base = Fraction(1, 44_100)
        got += voice.frames(frame)
    assert {len(samples) for _, samples in got} == {2 * FRAME}
    assert abs(len(got) - 50 * 1024 / 44_100 * 100) < 5
    steps = np.diff([at for at, _ in got])
    assert np.allclose(steps, FRAME / RATE, atol=1e-4)


def test_a_photograph_is_a_small_webp():
    frame, _ = next(pictures(1))
    image = photograph(frame)
    assert image[:4] == b"RIFF"
    assert image[8:12] == b"WEBP"
    assert len(image) < 60_000


@given(st.integers(16, 4096), st.integers(16, 4096), st.floats(0.5, 2))
def test_a_picture_keeps_its_look(width: int, height: int, pixel: float):
    found = fitted(width, height, SMALL.lines, pixel)
    assert all(side % 2 == 0 and side > 0 for side in found)
    assert min(found) <= SMALL.lines
    if min(found) > 100:
        assert abs(found[0] / found[1] / (width * pixel / height) - 1) < 0.03
