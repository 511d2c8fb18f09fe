"""What a played room says: words where espeak-ng is, tones elsewhere."""

from __future__ import annotations

import io
import os
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.engine.bots.speech import (
    FRAME,
    RATE,
    frames,
    joined,
    speech_of,
    tones,
)


def loud(sound: list[bytes]) -> float:
    samples = np.frombuffer(b"".join(sound), dtype=np.int16).astype(int)
    return float(np.abs(samples).mean())


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a program named espeak-ng on the path; it answers with these bytes."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(answer: bytes, code: int = 0) -> Path:
        (folder / "answer").write_bytes(answer)
        calls = folder / "calls"
        path = folder / "espeak-ng"
        path.write_text(
            f"#!{sys.executable}\n"
            "import shutil, sys\n"
            f"open({str(calls)!r}, 'a').write(' '.join(sys.argv) + chr(10))\n"
            f"sys.stdout.buffer.write(open({str(folder / 'answer')!r}, 'rb').read())\n"
            f"sys.exit({code})\n"
        )
        path.chmod(0o755)
        return calls

    return put


def sound_file(seconds: float, rate: int = 22_050) -> bytes:
    at = np.arange(int(seconds * rate)) / rate
    samples = (np.sin(2 * np.pi * 300 * at) * 10_000).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def test_tones_are_soft_and_differ_by_room():
    one, other = tones(1), tones(2)
    assert len(one) >= 10 * RATE
    assert 500 < loud(frames(one)) < 6_000
    assert np.abs(one).max() < 10_000
    assert (one[:RATE] != other[:RATE]).any()
    assert (one == tones(1)).all()


def test_every_frame_has_the_length_that_the_engine_takes():
    assert {len(frame) for frame in frames(tones(3))} == {FRAME * 2}
    assert len(frames(np.ones(FRAME + 1, dtype=np.int16))) == 2


def test_it_plays_tones_where_no_speech_is_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    assert speech_of("Kính thưa", 4, tmp_path) == frames(tones(4))
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_vietnamese_once_and_then_reads(tmp_path, program):
    calls = program(sound_file(2))
    spoken = speech_of("Kính thưa chủ tọa", 4, tmp_path)
    assert len(spoken) == pytest.approx(2 * RATE / FRAME, abs=2)
    assert loud(spoken) > 3_000
    assert speech_of("Kính thưa chủ tọa", 4, tmp_path) == spoken
    (call,) = calls.read_text().splitlines()
    assert "-v vi" in call


@pytest.mark.parametrize(
    ("answer", "code"), [(b"", 0), (b"RIFF", 0), (sound_file(0.1), 0), (b"", 1)]
)
def test_it_plays_tones_where_speech_fails(tmp_path, program, answer, code):
    program(answer, code)
    assert speech_of("Kính thưa", 4, tmp_path) == frames(tones(4))


def test_it_speaks_anew_what_was_cut_off(tmp_path, program):
    program(sound_file(2))
    spoken = speech_of("Kính thưa", 4, tmp_path)
    (file,) = tmp_path.glob("*.wav")
    file.write_bytes(b"RIFF")
    assert speech_of("Kính thưa", 4, tmp_path) == spoken


@given(st.lists(st.binary(min_size=4, max_size=4), max_size=30), st.integers(1, 12))
def test_longer_frames_hold_the_same_sound(speech, together):
    parts = joined(speech, together)
    assert b"".join(parts) == b"".join(speech)
    assert all(len(part) == 4 * together for part in parts[:-1])
    assert len(parts) == -(-len(speech) // together)
