"""The camera of the tests is itself what it claims to be."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.rtsp.camera import TURN, WHITE, Camera, write_stream

pytestmark = pytest.mark.live
USER, PASSWORD = "admin", "secret"
OPTIONS = {"rtsp_transport": "tcp"}
Property = Callable[[str, object], None]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "cam.ts"
    return write_stream(path, seconds=TURN, width=320, height=180)


@dataclass
class Seen:
    """What a client got, with the times that PyAV gave it (s)."""

    flashes: list[float] = field(default_factory=list)
    beeps: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    sounds: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    def skews(self) -> list[float]:
        """How much later each beep is than the flash next to it."""
        assert self.beeps
        return [
            min((beep - flash for beep in self.beeps), key=abs)
            for flash in self.flashes
        ]


def look(url: str, seconds: float) -> Seen:
    """Plays for so long."""
    seen = Seen()
    white, loud = True, True  # what has begun before we came has no beginning
    with av.open(url, options=OPTIONS, timeout=10) as container:
        until = time.monotonic() + seconds
        for packet in container.demux(container.streams.video[0], *_sound(container)):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    assert frame.time is not None
                    seen.pictures.append(frame.time)
                    now_white = frame.to_ndarray()[: frame.height].mean() > WHITE - 20
                    if now_white and not white:
                        seen.flashes.append(frame.time)
                    white = bool(now_white)
                elif isinstance(frame, av.AudioFrame):
                    assert frame.time is not None
                    seen.sounds.append(frame.time)
                    loud = _hear(seen, frame, loud)
            if time.monotonic() > until:
                break
    return seen


def _sound(container: av.container.InputContainer) -> list[Any]:
    return list(container.streams.audio[:1])


def _hear(seen: Seen, frame: av.AudioFrame, loud: bool) -> bool:
    """Marks where sound begins, to the sample; returns whether it goes on."""
    assert frame.time is not None
    (samples,) = frame.to_ndarray()
    over = np.flatnonzero(np.abs(samples) > 0.2)
    if len(over) and not loud:
        seen.beeps.append(frame.time + int(over[0]) / frame.sample_rate)
    return bool(len(over))


def drain(url: str, seconds: float) -> list[tuple[float, float]]:
    """For each picture when it came, and its own time (s). Raises when they end."""
    heard: list[tuple[float, float]] = []
    until = time.monotonic() + seconds
    with av.open(url, options=OPTIONS, timeout=(5, 3)) as container:
        for packet in container.demux(video=0):
            if not packet.size:
                raise av.error.EOFError(0, "the camera has hung up")
            # FFmpeg gives the first picture no time unless it is a key frame.
            if packet.pts is not None and packet.time_base is not None:
                heard.append((time.monotonic(), float(packet.pts * packet.time_base)))
            if time.monotonic() > until:
                break
    return heard


def ask(camera: Camera, method: str, path: str = "/cam", *lines: str) -> str:
    """One request in the open, and the answer's head."""
    request = [f"{method} rtsp://127.0.0.1:{camera.port}{path} RTSP/1.0", "CSeq: 7"]
    with socket.create_connection(("127.0.0.1", camera.port), 5) as line:
        line.sendall("\r\n".join([*request, *lines, "", ""]).encode())
        return line.recv(4096).decode()


def entrance(camera: Camera, password: str = PASSWORD, path: str = "/cam") -> str:
    return f"rtsp://{USER}:{password}@127.0.0.1:{camera.port}{path}"


@pytest.mark.parametrize("rtp_info", [True, False])
def test_it_shows_each_flash_when_it_beeps(
    film: Path, rtp_info: bool, record_property: Property
) -> None:
    with Camera(film, user=USER, password=PASSWORD, rtp_info=rtp_info) as camera:
        # Until the first report, a client that was told nothing else guesses.
        seen = look(entrance(camera), 6 if rtp_info else 12)
    skews = [round(skew * 1000, 1) for skew in seen.skews()]
    record_property("skews_ms", skews)
    assert len(skews) >= 4
    settled = skews if rtp_info else skews[-4:]
    assert all(abs(skew) < 30 for skew in settled)


def test_it_begins_anew_without_a_seam(film: Path, record_property: Property) -> None:
    with Camera(film) as camera:
        seen = look(camera.url, TURN + 3)
    assert seen.pictures[-1] - seen.pictures[0] > TURN
    steps = [np.diff(times) for times in (seen.pictures, seen.sounds)]
    spread = [(float(step.min()), float(step.max())) for step in steps]
    record_property("steps_s", spread)
    assert spread[0] == pytest.approx((1 / 25, 1 / 25), abs=0.002)
    assert spread[1] == pytest.approx((1024 / 48_000, 1024 / 48_000), abs=0.002)
    for moments in (seen.flashes, seen.beeps):
        # One each second, none twice; the sound's edge is where the codec leaves it.
        assert np.diff(moments) == pytest.approx(1.0, abs=0.003)


def test_it_is_in_step_with_the_clock(film: Path, record_property: Property) -> None:
    with Camera(film) as camera:
        heard = drain(camera.url, 5)
    late = [heard_at - time for heard_at, time in heard]
    # The first ones had to wait while FFmpeg looked at the stream.
    drift = late[-1] - min(late[len(late) // 2 :])
    record_property("drift_ms", round(drift * 1000, 1))
    assert drift < 0.5


def test_it_plays_pictures_that_come_in_another_order(tmp_path: Path) -> None:
    path = write_stream(
        tmp_path / "b.ts", seconds=4, width=320, height=180, bframes=2, sound=False
    )
    with Camera(path) as camera:
        seen = look(camera.url, 5)
    assert not seen.sounds
    assert np.diff(seen.pictures) == pytest.approx(1 / 25, abs=0.002)
    assert np.diff(seen.flashes) == pytest.approx(1.0, abs=0.002)


def test_it_comes_back_on_its_port_after_a_kill(film: Path) -> None:
    with Camera(film) as camera:
        port = camera.port
        killer = threading.Timer(1, camera.kill)
        killer.start()
        with pytest.raises((av.error.EOFError, av.error.ConnectionResetError)):
            drain(camera.url, 20)
        killer.join()
        with pytest.raises(av.error.ConnectionRefusedError):
            look(camera.url, 1)
        camera.start()
        assert camera.port == port
        assert look(camera.url, 2).pictures


def test_it_ends_with_its_parent_and_when_asked(film: Path) -> None:
    camera = Camera(film)
    for end in ("stdin", "term"):
        camera.start()
        process = camera._process
        assert process is not None
        assert process.stdin is not None
        if end == "stdin":
            process.stdin.close()
        else:
            process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            pytest.fail(f"it goes on after {end}")
        finally:
            camera.kill()


def test_it_lets_only_its_user_in(film: Path) -> None:
    with Camera(film, user=USER, password=PASSWORD) as camera:
        for url in (camera.url, entrance(camera, "wrong")):
            with pytest.raises(av.error.HTTPUnauthorizedError):
                look(url, 1)
        assert "401" in ask(camera, "DESCRIBE")
        basic = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        assert "200 OK" in ask(
            camera, "DESCRIBE", "/cam", f"Authorization: Basic {basic}"
        )


def test_it_has_one_path(film: Path) -> None:
    with (
        Camera(film, user=USER, password=PASSWORD) as camera,
        pytest.raises(av.error.HTTPNotFoundError),
    ):
        look(entrance(camera, path="/other"), 1)


def test_it_sends_clients_elsewhere(film: Path) -> None:
    with Camera(film) as there, Camera(film, redirect=there.url) as camera:
        answer = ask(camera, "DESCRIBE")
        assert answer.startswith("RTSP/1.0 302 ")
        assert f"Location: {there.url}\r\n" in answer
        assert look(camera.url, 2).pictures  # FFmpeg follows of itself


def test_it_falls_silent_but_keeps_the_line(film: Path) -> None:
    # FFmpeg gives up after 3 s without a word, and hears no end of the line.
    with Camera(film, silent_after=2) as camera, pytest.raises(av.error.ExitError):
        drain(camera.url, 20)
