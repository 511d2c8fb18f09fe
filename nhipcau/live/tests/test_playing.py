"""Played rooms behave like rooms: no order that is refused, one lost line at a time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import (
    CHAIR,
    By,
    Grant,
    Pause,
    Release,
    Request,
    Withdraw,
)
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.playing import LINE_EVERY, LONG_QUEUE, acts, lost, speech
from nhipcau.live.rules.state import State

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
MS = milliseconds(NOW)
HUB, CAST = 1, tuple(range(2, 19))
OPEN = State(1, "open", HUB, (HUB, *CAST))
SEEDS = st.integers(0, 10_000)


def after(state, command, by, ms):
    result = apply(state, command, by, NOW + timedelta(milliseconds=ms))
    assert not isinstance(result, Refusal), result
    return result[0]


def play(seed, seconds, step=1000, state=OPEN):
    """A meeting whose chair calls the first in the queue whenever nobody speaks."""
    told = []
    for at in range(0, seconds * 1000, step):
        for act in acts(seed, CAST, state, MS + at - step, MS + at):
            state = after(state, act.order, By("site", act.site), at)
            told.append((at, act, state))
        if not state.floor and state.queue:
            state = after(state, Grant(state.queue[0], ()), CHAIR, at)
    return told


@given(SEEDS, st.sampled_from([250, 1000, 3000]))
@settings(max_examples=15, deadline=None)
def test_no_order_of_a_room_is_ever_refused(seed, step):
    play(seed, 600, step)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_rooms_ask_now_and_then_and_keep_the_queue_short(seed):
    told = play(seed, 1200)
    asked = [at for at, act, _ in told if isinstance(act.order, Request)]
    # Once in about 25 s on average: neither silence nor a crowd.
    assert 15 < len(asked) < 90
    assert all(len(state.queue) <= LONG_QUEUE for _, _, state in told)


def test_some_give_up_waiting():
    told = [act for seed in range(5) for _, act, _ in play(seed, 1200)]
    assert any(isinstance(act.order, Withdraw) for act in told)


@given(SEEDS, st.sampled_from(CAST))
@settings(max_examples=25, deadline=None)
def test_who_is_called_speaks_15_to_40_seconds_and_gives_the_floor_back(seed, site):
    state = after(OPEN, Grant(site, ()), CHAIR, 0)
    for at in range(0, 60_000, 500):
        found = [
            act
            for act in acts(seed, CAST, state, MS + at - 500, MS + at)
            if isinstance(act.order, Release)
        ]
        if found:
            break
    assert [act.site for act in found] == [site]
    # A lost line may hold the last word back for as long as it lasts.
    assert 15_000 <= at <= 48_500


@given(SEEDS, st.integers(0, 10**12))
def test_a_speech_has_its_length_from_the_beginning(seed, begun):
    assert 15_000 <= speech(seed, 4, begun) <= 40_000
    assert speech(seed, 4, begun) == speech(seed, 4, begun)


@given(SEEDS, st.integers(0, 10**9))
@settings(max_examples=30, deadline=None)
def test_one_room_loses_its_line_for_8_seconds_in_two_minutes(seed, span):
    begin = span * LINE_EVERY
    gone = [lost(seed, CAST, begin + at) for at in range(0, LINE_EVERY, 100)]
    away = [site for site in gone if site is not None]
    assert len(set(away)) == 1
    assert 78 <= len(away) <= 81


def test_who_has_no_line_does_nothing():
    begin = MS - MS % LINE_EVERY
    moments = range(begin, begin + LINE_EVERY, 100)
    now = next(at for at in moments if lost(1, CAST, at) is not None)
    site = lost(1, CAST, now)
    state = after(OPEN, Grant(site, ()), CHAIR, 0)
    done = acts(1, CAST, state, now + 60_000, now + 60_000)
    assert lost(1, CAST, now + 60_000) != site
    assert [act.site for act in done] == [site]
    assert acts(1, CAST, state, now, now) == ()


def test_nobody_moves_in_a_break_or_where_nobody_plays():
    paused = after(OPEN, Pause(), CHAIR, 0)
    assert acts(1, CAST, paused, MS, MS + 60_000) == ()
    assert acts(1, (), OPEN, MS, MS + 60_000) == ()
    assert lost(1, (), MS) is None


def test_rooms_speak_only_for_themselves():
    state = after(OPEN, Grant(CAST[0], ()), CHAIR, 0)
    others = CAST[1:]
    done = acts(1, others, state, MS, MS + 100_000)
    assert all(act.site in others for act in done)
    stranger = 99
    assert all(
        act.site != stranger
        for at in range(0, 600_000, 1000)
        for act in acts(1, (stranger,), OPEN, MS + at - 1000, MS + at)
    )


def test_two_looks_at_one_moment_decide_the_same():
    for at in range(0, 300_000, 1000):
        one = acts(7, CAST, OPEN, MS + at, MS + at + 1000)
        assert one == acts(7, CAST, OPEN, MS + at, MS + at + 1000)
