"""What a link does to packets, and the links that communes have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """One direction of a link; nothing given: a cable that does nothing."""

    # Bytes of IP packets, headers included; 0: no limit.
    kbps: float = 0
    # A queue longer than this (ms at that rate) drops what comes.
    queue_ms: float = 300
    # As a ping would share it: half of its time each way.
    delay_ms: float = 0
    # The delay wanders between `delay_ms` minus and plus this.
    jitter_ms: float = 0
    # Share of packets, and how many in a row are lost (mean).
    loss: float = 0
    burst: float = 1
    udp: bool = True


@dataclass(frozen=True)
class Cut:
    """Every so many seconds nothing passes for some (s)."""

    every: float
    lasts: float


@dataclass(frozen=True)
class Link:
    """What lies between a site and the hub, seen from the site."""

    up: Way
    down: Way
    cut: Cut | None = None


def even(way: Way, cut: Cut | None = None) -> Link:
    """The same both ways."""
    return Link(way, way, cut)


# Times are those of one way: a ping over `mountain-4g` takes 150 ± 40 ms.
LINKS = {
    "fibre": even(Way(kbps=20_000, queue_ms=100, delay_ms=8, jitter_ms=0.5)),
    "adsl": Link(
        up=Way(kbps=640, queue_ms=400, delay_ms=20, jitter_ms=3, loss=0.002),
        down=Way(kbps=6_000, queue_ms=150, delay_ms=20, jitter_ms=3, loss=0.002),
    ),
    "mountain-4g": Link(
        up=Way(300, queue_ms=500, delay_ms=75, jitter_ms=20, loss=0.02, burst=4),
        down=Way(600, queue_ms=500, delay_ms=75, jitter_ms=20, loss=0.02, burst=4),
    ),
    # Fading: seldom, but then many packets in a row.
    "island-microwave": even(
        Way(2_000, queue_ms=200, delay_ms=15, jitter_ms=5, loss=0.01, burst=12)
    ),
    "cut-10s": even(Way(kbps=8_000, delay_ms=15, jitter_ms=2), Cut(60, 10)),
    "tcp-only": even(Way(kbps=20_000, delay_ms=8, jitter_ms=1, udp=False)),
}
