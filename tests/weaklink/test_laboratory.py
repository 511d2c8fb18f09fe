"""The laboratory proves itself: what it says of a link is measured at its two ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nhipcau.cli.bench.installation import until
from nhipcau.cli.bench.link.laboratory import HUB, Laboratory
from nhipcau.cli.bench.link.proof import prove
from nhipcau.cli.bench.link.ways import LINKS, Link, Way, even

pytestmark = pytest.mark.weaklink

# What a site sends to the hub: packets of 128 bytes, for so many seconds.
SENDER = """
import socket, sys
from nhipcau.cli.bench.link.proof import fill
door, kbps, seconds = map(float, sys.argv[2:])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
    hub = (sys.argv[1], int(door))
    print(fill(end, hub, kbps, b"n", size=100, seconds=seconds))
"""
# What it reads over TCP: bytes, and how long that took.
READER = """
import socket, sys, time
with socket.create_connection((sys.argv[1], int(sys.argv[2])), 10) as end:
    begun, read = time.monotonic(), 0
    while more := end.recv(65536):
        read += len(more)
    print(read, time.monotonic() - begun)
"""


# A laboratory for a moment, and where its only site was.
HOLDER = """
from nhipcau.cli.bench.link.laboratory import laboratory
with laboratory(1) as made:
    [place] = [word for word in made.within(0) if word.startswith("--net=")]
    print(place.removeprefix("--net="))
"""


def sent(laboratory: Laboratory, kbps: int, seconds: float) -> tuple[int, list[int]]:
    """How many packets a site sends, and the numbers of those that arrive."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as near:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
        near.bind((HUB, 0))
        near.settimeout(3)
        words = [HUB, str(near.getsockname()[1]), str(kbps), str(seconds)]
        sender = subprocess.Popen(
            [*laboratory.within(0), sys.executable, "-c", SENDER, *words],
            stdout=subprocess.PIPE,
        )
        numbers = []
        try:
            while True:
                numbers.append(int(near.recv(200)[1:9]))
        except TimeoutError:
            pass
        said, _ = sender.communicate(timeout=10)
    return int(said), numbers


@pytest.mark.parametrize(
    "name", ["fibre", "adsl", "mountain-4g", "island-microwave", "cut-10s"]
)
def test_a_link_has_the_delay_and_the_rate_that_it_names(laboratory, name):
    found = prove(laboratory, 0, LINKS[name])
    assert found["faults"] == [], found
    for way in ("up", "down"):
        carried = found[way]["sent"] - found[way]["dropped"]
        # What neither the link lost nor its queue refused has arrived; a few words
        # about it were carried, or lost, too.
        assert abs(found[way]["arrived"] - carried) <= 8, found


@pytest.mark.parametrize(("loss", "burst"), [(0.05, 1), (0.1, 3)])
def test_a_link_loses_the_share_that_it_names(laboratory, loss, burst):
    laboratory.shape(0, even(Way(loss=loss, burst=burst)))
    before = laboratory.counts(0)["up"]["dropped"]
    # So many that chance alone moves the share by a seventieth.
    seconds = 4000 * (2 * burst - 1) / loss / 8000
    count, numbers = sent(laboratory, kbps=8 * 128 * 8, seconds=seconds)
    assert 1 - len(numbers) / count == pytest.approx(loss, rel=0.05)
    assert laboratory.counts(0)["up"]["dropped"] - before == count - len(numbers)
    assert numbers == sorted(numbers)


def test_both_directions_are_shaped_each_by_itself(laboratory):
    found = prove(laboratory, 0, Link(up=Way(kbps=200), down=Way(kbps=900)))
    assert found["faults"] == [], found


def test_without_udp_only_tcp_passes(laboratory):
    laboratory.shape(0, LINKS["tcp-only"])
    assert sent(laboratory, kbps=100, seconds=0.2)[1] == []
    with socket.create_server((HUB, 0)) as door:
        words = [HUB, str(door.getsockname()[1])]
        reader = subprocess.Popen(
            [*laboratory.within(0), sys.executable, "-c", READER, *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        end, _ = door.accept()
        with end:
            end.sendall(bytes(2_000_000))
        said, _ = reader.communicate(timeout=20)
    read, took = said.split()
    assert int(read) == 2_000_000
    # Never faster than its rate, and not by half slower.
    assert 0.8 * 0.99 < float(took) < 1.6


def test_a_link_that_is_narrowed_under_way_is_narrow_at_once(laboratory):
    laboratory.shape(0, even(Way()))
    count, numbers = sent(laboratory, kbps=400, seconds=1)
    assert len(numbers) == count
    laboratory.shape(0, even(Way(kbps=40, queue_ms=100)))
    _, numbers = sent(laboratory, kbps=400, seconds=1)
    # 128 bytes each: 39 of them a second, and those of the queue's tenth.
    assert 37 <= len(numbers) <= 48


def test_the_sites_see_the_hub_and_nothing_else_of_this_machine(laboratory):
    routes = subprocess.run(
        [*laboratory.within(1), "ip", "-o", "address"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    devices = {line.split()[1] for line in routes.splitlines()}
    assert devices == {"lo", "site"}


def test_it_leaves_nothing_running():
    # The hub's tunnel has one name: a second laboratory needs a namespace of its own.
    words = [sys.executable, "-c", HOLDER]
    argv = ["unshare", "--user", "--map-root-user", "--net", *words]
    said = subprocess.run(argv, capture_output=True, check=True, text=True).stdout
    path = Path(said.strip())
    until("the place is gone", lambda: not path.exists())
