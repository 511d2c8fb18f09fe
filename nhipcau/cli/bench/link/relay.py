"""The relay of a laboratory: takes packets from one end, gives them to the other, late.

A process of its own (`python -m nhipcau.cli.bench.link.relay SITE,KNOWN,HUB…`), in a
network namespace in which it may do as it likes. Each site gets a namespace whose only
way out is a tunnel that ends here; the hub's ends, one for each of its addresses, are
in the relay's own. A site that knows the hub by another address is behind a router,
which the relay plays. Orders are lines of JSON on standard input, one line back for
each; it ends with its input.
"""

from __future__ import annotations

import contextlib
import heapq
import json
import os
import select
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from socket import IPPROTO_UDP, inet_aton, inet_ntoa
from typing import Any

from nhipcau.cli.bench.link.lane import Lane
from nhipcau.cli.bench.link.translation import SOURCE, TARGET, readdressed
from nhipcau.cli.bench.link.tunnel import Place, place, route, tunnel
from nhipcau.cli.bench.link.ways import Cut, Way

# So many packets of one end before the next end has its turn, and what is due goes.
AT_ONCE = 32
LARGEST = 65_536
# A packet waits this long (s) for the relay to wake up, before it is read and again
# when it is due (measured): so much earlier it is given on.
AWAKE = 0.0004


@dataclass
class Count:
    """What one lane was offered and what it let through; bytes are those of IP."""

    packets: int = 0
    bytes: int = 0
    dropped: int = 0


@dataclass
class Direction:
    """A lane with its counts."""

    lane: Lane
    count: Count = field(default_factory=Count)

    def offer(self, now: float, packet: bytes) -> float | None:
        """When it arrives; counted as carried once it does."""
        at = self.lane.offer(now, len(packet), udp=packet[9] == IPPROTO_UDP)
        if at is None:
            self.count.dropped += 1
        else:
            self.count.packets += 1
            self.count.bytes += len(packet)
        return at


@dataclass(frozen=True)
class Hub:
    """One of the hub's ends: its address, as in a packet, and its tunnel."""

    address: bytes
    tunnel: int


@dataclass
class Site:
    """One end of the laboratory, the hub's end for it, and the two directions."""

    place: Place
    hub: Hub
    # By which the site knows the hub.
    known: bytes
    up: Direction
    down: Direction


class Relay:
    """All sites and the packets that are under way between them and the hub."""

    def __init__(self, sites: Sequence[tuple[str, str, str]]) -> None:
        """Of each site: its address, the hub's as it knows it, and as the hub does."""
        # First, while there is one thread: the places are forked.
        places = [place(address) for address, _, _ in sites]
        hubs = {
            hub: Hub(inet_aton(hub), tunnel(f"hub{at}", hub))
            for at, hub in enumerate(dict.fromkeys(hub for _, _, hub in sites))
        }
        self._sites: dict[str, Site] = {}
        for number, (address, known, hub) in enumerate(sites):
            if known != hub:
                route(address, f"hub{list(hubs).index(hub)}")
            up, down = Direction(Lane(Way(), number)), Direction(Lane(Way(), ~number))
            self._sites[address] = Site(
                places[number], hubs[hub], inet_aton(known), up, down
            )
        self._hubs = {hub.tunnel for hub in hubs.values()}
        self._ends = {site.place.tunnel: site for site in self._sites.values()}
        # When it is due, its number (no two are equal), whereto, what.
        self._under_way: list[tuple[float, int, int, bytes]] = []
        self._number = 0
        self._lags: list[float] = []

    @property
    def holders(self) -> list[int]:
        """The process that holds each site's namespace, in the order of the sites."""
        return [site.place.holder for site in self._sites.values()]

    def carry(self, orders: int) -> None:
        """Until `orders`, a descriptor, ends."""
        heard = b""
        ends = [*self._hubs, *self._ends]
        while True:
            due = self._under_way[0][0] - AWAKE if self._under_way else None
            wait = 1 if due is None else due - time.monotonic()
            ready, _, _ = select.select([*ends, orders], [], [], max(0, wait))
            self._deliver()
            for end in ready:
                if end != orders:
                    self._take(end)
                    continue
                if not (more := os.read(orders, LARGEST)):
                    return
                *lines, heard = (heard + more).split(b"\n")
                for line in lines:
                    print(json.dumps(self._obey(json.loads(line))), flush=True)

    def _take(self, end: int) -> None:
        now = time.monotonic()
        for packet in _packets(end):
            source, target = packet[12:16], packet[16:20]
            up = end not in self._hubs
            site = self._ends[end] if up else self._sites.get(inet_ntoa(target))
            # A site knows the hub by one address: its others lead nowhere from there.
            if site is None or (target if up else source) != (
                site.known if up else site.hub.address
            ):
                continue
            if site.known != site.hub.address:
                there = (TARGET, site.hub.address) if up else (SOURCE, site.known)
                packet = readdressed(packet, *there)
            way = site.up if up else site.down
            at = way.offer(now, packet)
            if at is not None:
                self._number += 1
                to = site.hub.tunnel if up else site.place.tunnel
                heapq.heappush(self._under_way, (at, self._number, to, packet))

    def _deliver(self) -> None:
        while self._under_way and self._under_way[0][0] - AWAKE <= (
            now := time.monotonic()
        ):
            due, _, to, packet = heapq.heappop(self._under_way)
            self._lags.append((now - due) * 1000)
            # A site that is just being taken down has lost its cable.
            with contextlib.suppress(OSError):
                os.write(to, packet)

    def _obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """`{shape: address, up, down, cut}`, `{count: address}` or `{lag: …}`."""
        if address := order.get("shape"):
            site = self._sites[address]
            cut = Cut(**order["cut"]) if order.get("cut") else None
            site.up.lane.become(Way(**order["up"]), cut)
            site.down.lane.become(Way(**order["down"]), cut)
            return {}
        if address := order.get("count"):
            site = self._sites[address]
            return {"up": vars(site.up.count), "down": vars(site.down.count)}
        lags, self._lags = self._lags, []
        return {"lag_ms": lags}


def _packets(end: int) -> Iterator[bytes]:
    """Those of IPv4 that wait at one end."""
    for _ in range(AT_ONCE):
        try:
            packet = os.read(end, LARGEST)
        except OSError:
            return
        if packet[0] >> 4 == 4:
            yield packet


def main() -> None:
    """Makes all ends, says who holds them, and carries."""
    sites = [one.split(",") for one in sys.argv[1:]]
    relay = Relay([(site, known, hub) for site, known, hub in sites])
    print(json.dumps({"holders": relay.holders}), flush=True)
    relay.carry(sys.stdin.fileno())


if __name__ == "__main__":
    main()
