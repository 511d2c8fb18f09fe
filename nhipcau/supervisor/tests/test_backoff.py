"""How long a dead process waits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.supervisor.backoff import FIRST, HEALTHY, LONGEST, Backoff

shares = st.floats(0, 1, exclude_max=True)


def test_it_restarts_at_once_after_the_first_death():
    assert Backoff(lambda: 0.0).died(0, 0) == 0


def test_it_doubles_the_wait_up_to_the_longest():
    backoff = Backoff(lambda: 0.0)
    waits = [backoff.died(now, 0) for now in range(12)]
    assert waits[:5] == [0, FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert waits[-1] == LONGEST


def test_it_begins_anew_after_a_healthy_life():
    backoff = Backoff(lambda: 0.0)
    for now in range(5):
        backoff.died(now, 0)
    assert backoff.died(6, HEALTHY) == 0


def test_it_calls_five_deaths_within_a_minute_degraded():
    backoff = Backoff(lambda: 0.0)
    for now in range(4):
        backoff.died(now, 0)
    assert not backoff.degraded(4)
    backoff.died(59, 0)
    assert backoff.degraded(60)
    assert not backoff.degraded(61)


@given(st.lists(st.tuples(st.floats(0, 9), shares), max_size=60), shares)
def test_it_never_waits_longer_than_the_longest(deaths, jitter):
    backoff = Backoff(lambda: jitter)
    for now, (ready_for, _) in enumerate(deaths):
        assert 0 <= backoff.died(now, ready_for) <= LONGEST


@given(shares)
def test_it_uses_jitter_only_to_shorten(jitter):
    backoff = Backoff(lambda: jitter)
    backoff.died(0, 0)
    assert 0.75 * FIRST <= backoff.died(1, 0) <= FIRST
