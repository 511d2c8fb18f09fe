"""Measures a link of the laboratory from its two ends: is it what it says?

The far end is a process at the site (`python -m nhipcau.cli.bench.link.proof`).
"""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from nhipcau.cli.bench.link.laboratory import HUB, Laboratory
from nhipcau.cli.bench.link.ways import Link, Way
from nhipcau.supervisor.binaries import ROOT

TOLERANCE = 0.05
PINGS = 120
# Between two pings (s); together they last longer than the delay wanders one way.
PAUSE = 0.037
# How long each direction is filled (s), with packets of so many bytes.
FILLING = 3.0
SIZE = 1000
# Of IP and UDP, which the link carries too.
HEADERS = 28
# More than the link takes, so that its queue is never empty.
OVER = 1.3
FASTEST = 30_000
# How often the end of a filling is told.
LAST_WORDS = 5
_SO_TIMESTAMPNS = 35
_ECHO, _ECHO_REPLY = 8, 0


@dataclass
class Arrived:
    """What came through one direction."""

    bytes: int = 0
    times: list[float] = field(default_factory=list)

    def take(self, size: int) -> None:
        """One packet, now."""
        self.times.append(time.monotonic())
        self.bytes += size + HEADERS

    @property
    def packets(self) -> int:
        """How many."""
        return len(self.times)

    @property
    def kbps(self) -> float:
        """Of what came after the first packet."""
        if len(self.times) < 2:
            return 0
        share = (self.packets - 1) / self.packets
        return self.bytes * share * 8 / (self.times[-1] - self.times[0]) / 1000


def prove(laboratory: Laboratory, site: int, link: Link) -> dict[str, Any]:
    """Round trip, rate and loss as asked and as found; `faults` says what is not so.

    Without UDP only the round trip is found. A link with cuts: ask soon after the
    last one.
    """
    laboratory.shape(site, link)
    trip = _at(laboratory, site)["rtt_ms"]
    before = laboratory.counts(site)
    with _hub() as (door, arrived):
        found = _at(laboratory, site, door, _rate(link.up), _rate(link.down))
    after = laboratory.counts(site)
    found["up"] |= {"kbps": arrived.kbps, "arrived": arrived.packets}
    return _judged(link, trip, found, before, after)


def _at(laboratory: Laboratory, site: int, *words: float) -> dict[str, Any]:
    """What the far end says: without words of a round trip, else of both directions."""
    argv = [*laboratory.within(site), sys.executable, "-m", __name__]
    done = subprocess.run(
        [*argv, *map(str, words)], cwd=ROOT, capture_output=True, check=True, text=True
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _judged(
    link: Link,
    trip: float,
    found: dict[str, Any],
    before: dict[str, dict[str, int]],
    after: dict[str, dict[str, int]],
) -> dict[str, Any]:
    faults = []
    figures: dict[str, Any] = {}
    asked = round(sum(way.delay_ms + _wire_ms(way) for way in (link.up, link.down)), 2)
    figures["rtt_ms"] = {"asked": asked, "found": round(trip, 2)}
    # The relay itself takes some tenths.
    if abs(trip - asked) > max(1.0, TOLERANCE * asked):
        faults.append(f"round trip {trip:.1f} ms, not {asked}")
    for name, way in (("up", link.up), ("down", link.down)):
        kbps = found[name]["kbps"]
        figures[name] = {
            "asked_kbps": way.kbps,
            "kbps": round(kbps, 1),
            "asked_loss": way.loss,
            "dropped": after[name]["dropped"] - before[name]["dropped"],
            "sent": found[name]["sent"],
            "arrived": found[name]["arrived"],
        }
        if way.udp and way.kbps and abs(kbps - way.kbps) > TOLERANCE * way.kbps:
            faults.append(f"{name} {kbps:.0f} kbit/s, not {way.kbps}")
    return {**figures, "faults": faults}


def _wire_ms(way: Way) -> float:
    """How long a ping is on the wire."""
    return HEADERS * 8 / way.kbps if way.kbps else 0.0


def _rate(way: Way) -> float:
    return min(FASTEST, way.kbps * OVER) if way.kbps else 2_000


@contextmanager
def _hub() -> Iterator[tuple[int, Arrived]]:
    """Counts what fills the way up, fills the way down when asked."""
    arrived = Arrived()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as near:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        near.bind((HUB, 0))

        def serve() -> None:
            while True:
                packet, whose = near.recvfrom(2048)
                match packet[:1]:
                    case b"u":
                        arrived.take(len(packet))
                    case b"d":
                        sent = fill(near, whose, float(packet[1:]), b"d")
                        # Once the queue is empty, and more than once: it may be lost.
                        for _ in range(LAST_WORDS):
                            time.sleep(0.3)
                            near.sendto(b"e%d" % sent, whose)
                    case _:
                        return

        server = threading.Thread(target=serve)
        server.start()
        try:
            yield near.getsockname()[1], arrived
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as self:
                self.sendto(b"x", near.getsockname())
            server.join()


def fill(
    end: socket.socket,
    whose: tuple[str, int],
    kbps: float,
    mark: bytes,
    *,
    size: int = SIZE,
    seconds: float = FILLING,
) -> int:
    """Sends numbered packets at this rate of IP bytes for a while; how many."""
    each = (size + HEADERS) * 8 / (kbps * 1000)
    begun, sent = time.monotonic(), 0
    while (now := time.monotonic()) < begun + seconds:
        while begun + sent * each <= now:
            end.sendto((mark + b"%08d" % sent).ljust(size, b"."), whose)
            sent += 1
        time.sleep(min(each, 0.002))
    return sent


def _site(door: int, up: float, down: float) -> dict[str, Any]:
    """The far end: fills, counts."""
    hub = (HUB, door)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
        far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        far.settimeout(1.0)
        sent = fill(far, hub, up, b"u")
        # What waits in the queue before the link has to be gone.
        time.sleep(1)
        came = Arrived()
        down_sent = 0
        for _ in range(5):
            # The question may be lost on the way.
            far.sendto(b"d%f" % down, hub)
            down_sent = _count(far, came)
            if came.packets:
                break
    return {
        "up": {"sent": sent},
        "down": {"kbps": came.kbps, "sent": down_sent, "arrived": came.packets},
    }


def _pings() -> list[float]:
    """Round trips in ms, answered by the hub's kernel, timed by our own.

    Programs at both ends would add the time that they take to wake up.
    """
    sent: list[float] = []
    trips: list[float] = []
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as far:
        far.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        far.settimeout(1.0)

        def listen() -> None:
            try:
                while len(trips) < PINGS:
                    packet, extra, _, _ = far.recvmsg(2048, 64)
                    kind, number = packet[20], int.from_bytes(packet[26:28], "big")
                    if kind == _ECHO_REPLY and extra:
                        seconds, nanos = struct.unpack("qq", extra[0][2])
                        trips.append((seconds + nanos / 1e9 - sent[number]) * 1000)
            except TimeoutError:
                return

        listener = threading.Thread(target=listen)
        listener.start()
        for number in range(PINGS):
            sent.append(time.time())
            far.sendto(_echo(number), (HUB, 0))
            time.sleep(PAUSE)
        listener.join()
    return trips


def _echo(number: int) -> bytes:
    """An ICMP echo request (RFC 792)."""
    identifier = 7
    total = (_ECHO << 8) + identifier + number
    total = (total & 0xFFFF) + (total >> 16)
    return struct.pack(">BBHHH", _ECHO, 0, ~total & 0xFFFF, identifier, number)


def _count(far: socket.socket, came: Arrived) -> int:
    """Takes all until the last word, which says how many were sent."""
    try:
        while True:
            packet = far.recv(2048)
            if packet[:1] == b"d":
                came.take(len(packet))
            elif packet[:1] == b"e":
                return int(packet[1:])
    except TimeoutError:
        return came.packets


def main() -> None:
    """The far end, as it was asked."""
    if len(sys.argv) > 1:
        found = _site(int(sys.argv[1]), *map(float, sys.argv[2:]))
    else:
        found = {"rtt_ms": median(_pings() or [0.0])}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
