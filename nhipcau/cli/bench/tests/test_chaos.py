"""What a chaos run does is drawn from its seed; what it finds is judged by rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.cli.bench.checks import TRACE, VERBS, Logged, Rows, Sent, judge
from nhipcau.cli.bench.measure import PROCESSES
from nhipcau.cli.bench.plan import (
    LONGEST,
    SHORTEST,
    chair_order,
    kills,
    site_order,
    speakers,
)
from nhipcau.core.refusal import Refusal
from nhipcau.live.orders import Kind, Order, _command
from nhipcau.live.rules import commands
from nhipcau.live.rules.chair import apply, prepare
from nhipcau.live.rules.commands import CHAIR, By
from nhipcau.live.rules.events import fold
from nhipcau.live.services.commands import VERB_OF

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
SITES = (1, 2, 3, 4, 5)
seeds = st.integers(0, 10_000)


def test_every_kind_of_command_has_its_trace_and_its_word_in_the_log():
    kinds = {kind for literal in get_args(Kind) for kind in get_args(literal)}
    assert set(TRACE) == (kinds or set(get_args(Kind)))
    assert set(VERBS.values()) <= set(VERB_OF.values())


@given(seeds, st.integers(1, 200))
def test_the_same_seed_kills_the_same_processes_at_the_same_times(seed, count):
    drawn = kills(seed, count)
    assert drawn == kills(seed, count)
    assert len(drawn) == count
    assert {one.process for one in drawn} <= set(PROCESSES)
    gaps = [later.at - one.at for one, later in pairwise(drawn)]
    assert all(SHORTEST - 0.01 <= gap <= LONGEST + 0.01 for gap in gaps)


@given(seeds)
def test_chairs_command_about_as_often_as_all_sites_together(seed):
    drawn = list(islice(speakers(seed, 19), 1000))
    assert drawn == list(islice(speakers(seed, 19), 1000))
    assert 400 < sum(number < 2 for number in drawn) < 600
    assert set(drawn) == set(range(19))


def played(seed: int, count: int = 120):
    """A meeting in which all who command see the newest state; without the server."""
    dice = Random(seed)
    first = prepare(1, SITES, START, 2)
    assert not isinstance(first, Refusal)
    state, events, sent, log, answers = fold([first]), [first], [], [], {}
    for step in range(count):
        now = START + timedelta(seconds=step)
        site = dice.choice(SITES)
        chair = site == 1
        drawn = chair_order(dice, state) if chair else site_order(dice, state, site)
        order = Order(id=f"00000000-0000-4000-8000-{step:012}", **drawn)
        wanted = _command(order)
        if order.kind == "call":
            wanted = commands.CallRoll(tuple(s for s in SITES if s != state.chair))
        assert wanted is not None, drawn
        done = apply(state, wanted, CHAIR if chair else By("site", site), now)
        one = Sent(str(order.id), site, order.kind, 1, 409)
        sent.append(one)
        if isinstance(done, Refusal):
            continue
        state, more = done
        events += more
        one.status, one.rev = 200, state.rev
        log.append(Logged("person", site, VERB_OF[type(wanted)], state.rev))
        answers[one.id] = state.rev
    return sent, Rows(state, events, log, answers)


@given(seeds)
def test_a_sound_meeting_passes_and_most_commands_apply(seed):
    sent, rows = played(seed)
    assert judge(sent, rows).failures == []
    assert sum(one.acknowledged for one in sent) > len(sent) / 4


def test_every_kind_of_command_is_given_sooner_or_later():
    given = {one.kind for seed in range(30) for one in played(seed)[0]}
    assert given == set(TRACE)


def broken_by(check: str, sent: list[Sent], rows: Rows) -> bool:
    return check in {
        name for name, holds in judge(sent, rows).checks.items() if not holds
    }


@given(seeds, st.data())
def test_a_command_that_is_lost_doubled_or_invented_is_found(seed, data):
    sent, rows = played(seed)
    gone = data.draw(st.integers(0, len(rows.log) - 1))
    lost = replace(rows, log=[*rows.log[:gone], *rows.log[gone + 1 :]])
    twice = replace(rows, log=[*rows.log, rows.log[gone]])
    for wrong in (lost, twice):
        assert broken_by("exactly_once_in_log", sent, wrong)
        assert broken_by("revisions_without_gap", sent, wrong)
    invented = replace(rows, answers={**rows.answers, "another": 7})
    assert broken_by("same_answer_again", sent, invented)


@given(seeds, st.data())
def test_an_event_that_is_missing_or_changed_is_found(seed, data):
    sent, rows = played(seed)
    rev = data.draw(st.integers(1, rows.state.rev))
    kept = [event for event in rows.events if event.rev != rev]
    assert broken_by("revisions_without_gap", sent, replace(rows, events=kept))
    assert broken_by("exactly_once_in_events", sent, replace(rows, events=kept))
    other = replace(rows, state=replace(rows.state, limit=rows.state.limit + 1))
    assert broken_by("events_yield_state", sent, other)


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("answered", {"status": None}),
        ("only_rules_refuse", {"status": 500}),
        ("only_rules_refuse", {"status": 403}),
    ],
)
def test_a_command_without_answer_or_with_a_fault_is_found(check, change):
    sent, rows = played(1)
    assert broken_by(check, [replace(sent[0], **change), *sent[1:]], rows)


def test_what_was_done_without_an_answer_is_no_second_fault():
    sent, rows = played(1)
    done = next(place for place, one in enumerate(sent) if one.acknowledged)
    sent[done] = replace(sent[done], status=None, rev=0)
    wrong = [name for name, holds in judge(sent, rows).checks.items() if not holds]
    assert wrong == ["answered"]


def test_a_broken_chain_and_events_without_seal_are_found():
    sent, rows = played(1)
    assert broken_by("chain", sent, replace(rows, broken=3))
    assert broken_by("chain", sent, replace(rows, unsealed=1))
