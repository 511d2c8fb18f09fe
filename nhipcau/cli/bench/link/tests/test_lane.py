"""What a lane does to packets, over many packets and all kinds of ways."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.cli.bench.link.lane import Lane
from nhipcau.cli.bench.link.ways import LINKS, Cut, Way

ways = st.builds(
    Way,
    kbps=st.sampled_from([0, 64, 300, 2000]),
    queue_ms=st.floats(0, 800),
    delay_ms=st.floats(20, 200),
    jitter_ms=st.floats(0, 20),
    loss=st.sampled_from([0, 0.02, 0.3]),
    burst=st.floats(1, 10),
)
# Pause before the packet (s), its size.
packets = st.lists(
    st.tuples(st.floats(0, 0.5), st.integers(40, 1500)), min_size=1, max_size=80
)


def offered(lane: Lane, found: list[tuple[float, int]]) -> list[tuple[float, float]]:
    """Came and went, of those that arrive."""
    now, through = 100.0, []
    for pause, size in found:
        now += pause
        at = lane.offer(now, size, udp=True)
        if at is not None:
            through.append((now, at))
    return through


@given(ways, packets, st.integers())
def test_no_packet_overtakes_another(way, found, seed):
    through = offered(Lane(way, seed), found)
    assert all(a <= b + 1e-9 for (_, a), (_, b) in pairwise(through))


@given(ways, packets, st.integers())
def test_no_packet_waits_longer_than_the_queue_and_the_way(way, found, seed):
    wire = 1500 * 8 / way.kbps if way.kbps else 0
    longest = way.queue_ms + wire + way.delay_ms + way.jitter_ms
    for came, went in offered(Lane(way, seed), found):
        waited = (went - came) * 1000
        assert way.delay_ms - way.jitter_ms - 1e-6 <= waited <= longest + 1e-6


@given(packets, st.sampled_from([64, 300, 2000]))
def test_the_wire_never_carries_more_than_its_rate(found, kbps):
    lane, sizes, now = Lane(Way(kbps=kbps), 1), [], 0.0
    for pause, size in found:
        now += pause
        at = lane.offer(now, size, udp=True)
        if at is not None:
            sizes.append((at, size))
    for begin in range(len(sizes)):
        carried = sum(size for _, size in sizes[begin + 1 :])
        took = sizes[-1][0] - sizes[begin][0]
        assert carried * 8 <= took * kbps * 1000 + 1e-3


@pytest.mark.parametrize(("loss", "burst"), [(0.01, 1), (0.05, 1), (0.1, 8)])
def test_it_loses_the_share_it_is_told_in_rows_as_long_as_told(loss, burst):
    lane = Lane(Way(loss=loss, burst=burst), 5)
    # So many that chance alone moves the share by a fiftieth.
    count = round(2000 * (2 * burst - 1) / loss)
    lost = [lane.offer(n / 1000, 100, udp=True) is None for n in range(count)]
    rows = [len(list(row)) for is_lost, row in groupby(lost) if is_lost]
    assert sum(lost) / len(lost) == pytest.approx(loss, rel=0.05)
    assert sum(rows) / len(rows) == pytest.approx(max(burst, 1 / (1 - loss)), rel=0.05)


def test_its_delay_wanders_around_the_one_it_is_told():
    way = LINKS["mountain-4g"].down
    lane = Lane(Way(delay_ms=way.delay_ms, jitter_ms=way.jitter_ms), 3)
    waits = [lane.offer(n / 50, 100, udp=True) - n / 50 for n in range(20_000)]
    assert sum(waits) / len(waits) * 1000 == pytest.approx(way.delay_ms, rel=0.02)
    assert max(waits) * 1000 > way.delay_ms + 0.9 * way.jitter_ms
    assert min(waits) * 1000 < way.delay_ms - 0.9 * way.jitter_ms


def test_nothing_passes_during_a_cut_and_all_before_and_after():
    lane = Lane(Way(), 1, Cut(every=60, lasts=10))
    through = [lane.offer(7 + s, 100, udp=True) is not None for s in range(120)]
    assert through == ([True] * 50 + [False] * 10) * 2


def test_udp_is_blocked_and_nothing_else():
    lane = Lane(LINKS["tcp-only"].up, 1)
    assert lane.offer(1, 100, udp=True) is None
    assert lane.offer(1, 100, udp=False) is not None


def test_a_link_that_narrows_takes_what_comes_from_then_on():
    lane = Lane(Way(), 1)
    assert lane.offer(1, 1500, udp=True) == 1
    lane.become(Way(kbps=300))
    assert lane.offer(1, 1500, udp=True) == pytest.approx(1.04)
    lane.become(Way())
    assert lane.offer(2, 1500, udp=True) == 2
