"""A speaker loses the line: the stage goes back, the turn is kept for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import (
    CHAIR,
    ENGINE,
    By,
    Expire,
    Grant,
    Lose,
    Pause,
    Resume,
    Return,
    Revoke,
    SetMode,
)
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.lines import Lines
from nhipcau.live.rules.stage import hears, stage
from nhipcau.live.rules.state import Away, State

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MS = milliseconds(NOW)
HUB, HAI, TRA = 1, 5, 7
OPEN = State(1, "open", HUB, (HUB, HAI, TRA))


def after(state, command, by=ENGINE, seconds=0):
    result = apply(state, command, by, NOW + timedelta(seconds=seconds))
    assert not isinstance(result, Refusal), result
    return result[0]


SPEAKING = after(OPEN, Grant(HAI, ()), CHAIR)
LOST = after(SPEAKING, Lose(HAI, MS + 20_000), seconds=25)


def shown(state):
    return [tile.site for tile in stage(state)]


def test_the_stage_goes_back_to_the_chair_and_the_clock_stops_where_the_line_was_lost():
    assert LOST.floor == (HAI,)
    assert shown(LOST) == [HUB]
    assert (LOST.turn.since, LOST.turn.spent) == (None, 20_000)


def test_who_comes_back_goes_on_with_the_same_turn():
    back = after(LOST, Return(HAI), seconds=50)
    assert shown(back) == [HAI, HUB]
    assert back.turn.spent_by(MS + 60_000) == 30_000


def test_it_is_heard_at_once_when_it_is_back():
    assert HAI in hears(LOST)


def test_who_does_not_come_back_in_time_loses_the_floor():
    assert after(LOST, Expire(HAI), seconds=90).floor == ()


def test_another_site_gets_the_floor_and_the_kept_turn_is_forgotten():
    state = after(LOST, Grant(TRA, (HAI,)), CHAIR, seconds=30)
    assert (state.floor, state.away) == ((TRA,), ())
    assert state.turn.since == MS + 30_000


def test_the_clock_runs_on_while_the_partner_speaks():
    two = after(OPEN, SetMode("questioning"), CHAIR)
    two = after(after(two, Grant(HAI, ()), CHAIR), Grant(TRA, (HAI,)), CHAIR)
    one = after(two, Lose(HAI, MS + 5_000), seconds=10)
    assert one.turn.since == MS
    none = after(one, Lose(TRA, MS + 8_000), seconds=13)
    assert (none.turn.since, none.turn.spent) == (None, 8_000)
    left = after(none, Revoke(HAI, (HAI, TRA)), CHAIR, seconds=14)
    assert left.away == (Away(TRA, MS + 8_000),)


def test_a_break_does_not_start_the_clock_of_who_is_away():
    state = after(after(LOST, Pause(), CHAIR, 30), Resume(), CHAIR, 40)
    assert state.turn.since is None
    assert after(state, Return(HAI), seconds=50).turn.since == MS + 50_000


@pytest.mark.parametrize(
    ("state", "command", "by", "code"),
    [
        (SPEAKING, Lose(TRA, MS), ENGINE, "site_without_floor"),
        (SPEAKING, Return(HAI), ENGINE, "line_known"),
        (SPEAKING, Expire(HAI), ENGINE, "line_known"),
        (LOST, Lose(HAI, MS), ENGINE, "line_known"),
        (SPEAKING, Lose(HAI, MS), CHAIR, "not_chair"),
        (LOST, Return(HAI), By("site", HAI), "not_chair"),
    ],
)
def test_it_refuses_what_does_not_apply(state, command, by, code):
    assert apply(state, command, by, NOW) == Refusal(code)


def test_it_tells_of_a_lost_line_after_five_seconds_with_the_moment_it_was_lost():
    lines = Lines()
    assert lines.look(SPEAKING, {HUB, HAI}, 0) == []
    assert lines.look(SPEAKING, {HUB}, 1_000) == []
    assert lines.look(SPEAKING, {HUB}, 5_999) == []
    assert lines.look(SPEAKING, {HUB}, 6_000) == [Lose(HAI, 1_000)]


def test_it_forgets_a_short_cut():
    lines = Lines()
    lines.look(SPEAKING, {HUB}, 1_000)
    lines.look(SPEAKING, {HUB, HAI}, 4_000)
    assert lines.look(SPEAKING, {HUB}, 7_000) == []


def test_it_tells_of_the_return_and_of_the_end():
    lines = Lines()
    assert lines.look(LOST, {HUB, HAI}, MS + 30_000) == [Return(HAI)]
    assert lines.look(LOST, {HUB}, MS + 79_999) == []
    assert lines.look(LOST, {HUB}, MS + 80_000) == [Expire(HAI)]


def test_it_says_nothing_in_a_break():
    lines = Lines()
    paused = after(SPEAKING, Pause(), CHAIR)
    lines.look(paused, {HUB}, 0)
    assert lines.look(paused, {HUB}, 60_000) == []
