"""The camera's program, built once per machine, and films for it to show."""

from __future__ import annotations

import math
import subprocess
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from nhipcau.supervisor.binaries import Binary
from tests.rtsp.peer import Peer
from tools.steps import build_binary
from tools.workbench import Workbench

PROGRAM = Binary(
    title="Camera để kiểm thử",
    folder="tests/rtsp",
    name="rtspcam",
    package=".",
    setting="NHIPCAU_RTSPCAM_BINARY",
)
RATE = 48_000
FLASH = Fraction(1, 10)
AAC_FRAME = 1024
# Whole pictures and whole AAC frames of 48 kHz meet again only after 8 s: a film of
# another length would have a gap or an overlap in its sound wherever it begins anew.
TURN = 8
GREY, BAR, WHITE = 40, 100, 235


def build() -> Path:
    """The program, compiled if this machine does not have it yet."""
    build_binary(Workbench(time.monotonic()), PROGRAM)
    found = PROGRAM.find()
    assert found is not None
    return found


class Camera(Peer):
    """A running camera that shows one film for ever; may be killed and started again.

    `silent_after` counts from each client's PLAY: it then gets nothing more, though
    its connection stays. Without `rtp_info` nothing tells a client how its tracks
    belong together before the first sender report, which comes within 5 s.
    """

    def __init__(
        self,
        film: Path,
        *,
        user: str = "",
        password: str = "",
        port: int = 0,
        redirect: str = "",
        silent_after: float = 0,
        rtp_info: bool = True,
    ) -> None:
        self.port = port
        self._argv = [
            *(str(build()), "--file", str(film), "--user", user),
            *("--password", password, "--redirect", redirect),
            *("--silent-after", str(silent_after)),
            f"--rtp-info={str(rtp_info).lower()}",
        ]
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it is, without user and password."""
        return f"rtsp://127.0.0.1:{self.port}/cam"

    @property
    def pid(self) -> int | None:
        """Its process, while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Starts it, on the same port as before; returns when it listens."""
        assert self._process is None, "it runs"
        self._process = subprocess.Popen(
            [*self._argv, "--port", str(self.port)],
            stdin=subprocess.PIPE,  # its end is the camera's: it never outlives us
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline().split()
        if said[:1] != ["port"]:
            self.kill()
            raise RuntimeError("the camera did not start: see its standard error")
        self.port = int(said[1])

    def kill(self) -> None:
        """`kill -9`: its connections break at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait(5)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def write_stream(
    path: Path,
    *,
    seconds: int = 20,
    width: int = 1280,
    height: int = 720,
    fps: int = 25,
    gop: int = 25,
    bframes: int = 0,
    bps: int = 1_500_000,
    sound: bool = True,
    codec: str = "libx264",
) -> Path:
    """A film that is white, and beeps, for 100 ms from each whole second on.

    With sound it lasts a multiple of 8 s, at least `seconds`. Its picture is easy, so
    that `bps` is seldom reached. Returns `path`.
    """
    turns = math.ceil(seconds / TURN) * TURN if sound else seconds
    with av.open(path, "w", format="mpegts") as container:
        video = container.add_stream(codec, rate=fps)
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.bit_rate = bps
        video.gop_size, video.max_b_frames = gop, bframes
        video.codec_context.thread_count = 1
        if codec == "libx264":
            # Key frames are where they were asked for, not where a flash is.
            video.options = {"preset": "veryfast", "sc_threshold": "0"}
        audio: AudioStream | None = None
        if sound:
            audio = container.add_stream("aac", rate=RATE, layout="mono")
            audio.bit_rate = 96_000
        for second in range(turns):
            for number in range(second * fps, (second + 1) * fps):
                container.mux(video.encode(_picture(number, fps, width, height)))
            if audio is not None:
                container.mux(audio.encode(_beep(second, RATE)))
        if audio is not None:
            # Two frames of what comes when it begins anew: each AAC frame holds half
            # of the next one, and the last must fit the first.
            container.mux(audio.encode(_beep(turns, 2 * AAC_FRAME)))
            container.mux(audio.encode(None))
        container.mux(video.encode(None))
    return path


def _picture(number: int, fps: int, width: int, height: int) -> av.VideoFrame:
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    if number % fps < FLASH * fps:
        planes[:height] = WHITE
    else:
        planes[:height] = GREY
        left = number * 8 % (width - width // 16)
        planes[height // 3 : height * 2 // 3, left : left + width // 16] = BAR
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, fps)
    return frame


def _beep(second: int, length: int) -> av.AudioFrame:
    samples = np.zeros((1, length), np.float32)
    times = np.arange(min(length, int(FLASH * RATE)))
    samples[0, : len(times)] = 0.5 * np.sin(2 * np.pi * 1000 / RATE * times)
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
    frame.sample_rate = RATE
    frame.pts, frame.time_base = second * RATE, Fraction(1, RATE)
    return frame
