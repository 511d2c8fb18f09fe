"""An encoder that sends a film for ever, in time: by RTMP, SRT or HLS.

`python -m tests.rtsp.sender FILM TARGET [FORMAT]`; the target "-" is standard output.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any, Self

import av

from tests.rtsp.peer import Peer

# Of live SRT: seven packets of MPEG-TS.
MESSAGE = 1316
HLS = {"hls_time": "1", "hls_list_size": "5", "hls_flags": "delete_segments"}
# What libsrt calls its own example program, of Debian's `srt-tools`.
SRT = "srt-live-transmit"
# Seconds.
AGAIN = 0.5
PACE = Event()


class Sender(Peer):
    """A running encoder; may be killed and started again."""

    def __init__(self, film: Path, target: str, kind: str) -> None:
        self._argv = [
            sys.executable,
            "-m",
            "tests.rtsp.sender",
            str(film),
            target,
            kind,
        ]
        self._running: list[subprocess.Popen[bytes]] = []

    @classmethod
    def by_rtmp(cls, film: Path, url: str) -> Self:
        """Pushes to `url`."""
        return cls(film, url, "flv")

    @classmethod
    def by_hls(cls, film: Path, folder: Path) -> Self:
        """Writes `live.m3u8` and its pieces."""
        return cls(film, str(folder / "live.m3u8"), "hls")

    def start(self) -> None:
        """Begins with the film's beginning."""
        self._running = [subprocess.Popen(self._argv)]

    def kill(self) -> None:
        """`kill -9`: it says goodbye to nobody."""
        for one in self._running:
            one.kill()
            one.wait(5)
            if one.stdout is not None:
                one.stdout.close()
        self._running = []


class SrtSender(Sender):
    """The same through libsrt: calls `url`, or waits there to be called."""

    def __init__(self, film: Path, url: str) -> None:
        super().__init__(film, "-", "mpegts")
        self._url = url

    def start(self) -> None:
        """Begins with the film's beginning."""
        source = subprocess.Popen(self._argv, stdout=subprocess.PIPE)
        words = [SRT, "-q", "-loglevel:fatal", f"-c:{MESSAGE}", "file://con", self._url]
        self._running = [source, subprocess.Popen(words, stdin=source.stdout)]


def main() -> None:
    """Until it is killed; who is not let in knocks again, as encoders do."""
    while True:
        with contextlib.suppress(av.error.FFmpegError):
            _send(*sys.argv[1:4])
        PACE.wait(AGAIN)


def _send(film: str, target: str, kind: str) -> None:
    """Until it is cut off."""
    goal: Any = sys.stdout.buffer if target == "-" else target
    options = HLS if kind == "hls" else {}
    with av.open(film) as first:
        kinds = list(first.streams)
        with av.open(goal, "w", format=kind, options=options) as out:
            own = [out.add_stream_from_template(one) for one in kinds]
            began = time.monotonic()
            for at, packet in _for_ever(film):
                PACE.wait(max(0.0, at - (time.monotonic() - began)))
                packet.stream = own[packet.stream.index]
                out.mux(packet)


def _for_ever(film: str) -> Iterator[tuple[float, Any]]:
    """The packets of a film again and again, each with its time (s) since we began."""
    shift = Fraction(0)
    while True:
        first: Fraction | None = None
        last = Fraction(0)
        with av.open(film) as source:
            for packet in source.demux():
                if packet.dts is None or packet.pts is None:
                    continue
                at = packet.dts * packet.time_base
                first = at if first is None else first
                moved = int((shift - first) / packet.time_base)
                packet.dts += moved
                packet.pts += moved
                end = (packet.duration or 0) * packet.time_base
                last = max(last, packet.dts * packet.time_base + end)
                yield float(packet.dts * packet.time_base), packet
        shift = last


if __name__ == "__main__":
    main()
