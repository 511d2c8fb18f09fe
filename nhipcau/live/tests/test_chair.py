"""The chair's commands: what each one does, and when it does not apply."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import LONGEST_TURN, apply, prepare
from nhipcau.live.rules.commands import (
    CHAIR,
    By,
    Close,
    Dismiss,
    Extend,
    Grant,
    Limit,
    Open,
    Pause,
    Release,
    Reopen,
    Request,
    Resume,
    Revoke,
    Seat,
    Withdraw,
)
from nhipcau.live.rules.events import Event, fold, milliseconds
from nhipcau.live.rules.state import State, Turn

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MS = milliseconds(NOW)
HUB, TAM_HAI, TAM_TRA, TAM_MY, ELSEWHERE = 1, 5, 7, 9, 99
SITES = (HUB, TAM_HAI, TAM_TRA, TAM_MY)
WAITING = State(0, "waiting", HUB, SITES, first=HUB)
OPEN = State(1, "open", HUB, SITES, first=HUB)
SPEAKING = State(2, "open", HUB, SITES, (TAM_HAI,), turn=Turn(MS), first=HUB)
ASKED = State(3, "open", HUB, SITES, queue=(TAM_HAI, TAM_TRA), first=HUB)
PAUSED = State(3, "paused", HUB, SITES, (TAM_HAI,), turn=Turn(None, 5000), first=HUB)
CLOSED = State(9, "closed", HUB, SITES, closed=MS, first=HUB)


def site(number):
    return By("site", number)


def after(state, command, by=CHAIR, seconds=0):
    result = apply(state, command, by, NOW + timedelta(seconds=seconds))
    assert not isinstance(result, Refusal), result
    return result[0]


def test_it_opens():
    assert after(WAITING, Open()) == OPEN


def test_it_gives_the_floor_to_one_site_and_starts_its_clock():
    assert after(OPEN, Grant(TAM_HAI, ())) == SPEAKING


def test_it_replaces_the_floor_in_one_revision_with_a_new_clock():
    order = Grant(TAM_TRA, (TAM_HAI,))
    state, events = apply(SPEAKING, order, CHAIR, NOW + timedelta(seconds=30))
    assert state.floor == (TAM_TRA,)
    assert state.turn == Turn(MS + 30_000)
    assert [(event.kind, event.rev, event.site) for event in events] == [
        ("taken", 3, TAM_HAI),
        ("given", 3, TAM_TRA),
    ]


def test_it_takes_the_floor():
    state = after(SPEAKING, Revoke(TAM_HAI, (TAM_HAI,)))
    assert (state.floor, state.turn) == ((), None)


def test_it_keeps_the_order_in_which_hands_were_raised():
    state = OPEN
    for number in (TAM_TRA, TAM_MY, TAM_HAI):
        state = after(state, Request(), site(number))
    assert state.queue == (TAM_TRA, TAM_MY, TAM_HAI)
    assert after(state, Withdraw(), site(TAM_MY)).queue == (TAM_TRA, TAM_HAI)


@pytest.mark.parametrize("state", [WAITING, OPEN, PAUSED])
def test_it_takes_requests_before_the_opening_and_in_a_break(state):
    assert after(state, Request(), site(TAM_TRA)).queue == (TAM_TRA,)


def test_it_keeps_the_others_waiting_when_one_gets_the_floor():
    state = after(ASKED, Grant(TAM_HAI, ()))
    assert (state.floor, state.queue) == ((TAM_HAI,), (TAM_TRA,))


def test_it_takes_a_site_off_the_list():
    assert after(ASKED, Dismiss(TAM_HAI)).queue == (TAM_TRA,)


def test_it_lets_a_site_give_the_floor_back():
    assert after(SPEAKING, Release(), site(TAM_HAI)).floor == ()


def test_it_stops_the_clock_in_a_break_and_goes_on_with_it():
    paused = after(SPEAKING, Pause(), seconds=20)
    assert (paused.phase, paused.floor) == ("paused", (TAM_HAI,))
    assert paused.turn == Turn(None, 20_000)
    resumed = after(paused, Resume(), seconds=600)
    assert resumed.turn == Turn(MS + 600_000, 20_000)
    assert resumed.turn.spent_by(MS + 601_000) == 21_000


def test_it_gives_each_turn_the_time_that_was_set_before_it():
    state = after(after(OPEN, Limit(300)), Grant(TAM_HAI, ()))
    assert state.turn == Turn(MS, 0, 300)
    longer = after(after(state, Limit(60)), Extend(120, (TAM_HAI,)))
    assert (longer.turn.limit, longer.limit) == (420, 60)


def test_it_takes_the_closing_back_within_a_minute():
    closed = after(SPEAKING, Close(), seconds=10)
    assert closed.phase == "closed"
    assert not closed.over(closed.closed + 59_999)
    assert closed.over(closed.closed + 60_000)
    back = after(closed, Reopen(), seconds=69)
    assert (back.phase, back.floor, back.closed) == ("open", (TAM_HAI,), None)
    assert back.turn == Turn(MS + 69_000, 10_000)
    late = apply(closed, Reopen(), CHAIR, NOW + timedelta(seconds=70))
    assert late == Refusal("closed")


def test_it_closes_in_a_break_and_takes_that_back_to_the_break():
    closed = after(PAUSED, Close())
    assert closed.phase == "closed"
    assert after(closed, Reopen(), seconds=30) == replace(PAUSED, rev=5)


def test_it_takes_floor_and_place_in_the_queue_from_a_site_that_is_removed():
    asked = after(SPEAKING, Request(), site(TAM_TRA))
    state = after(asked, Seat(HUB, (HUB, TAM_MY)))
    assert (state.sites, state.floor, state.queue) == ((HUB, TAM_MY), (), ())
    assert state.rev == asked.rev + 1


def test_it_leaves_the_floor_when_another_site_is_removed():
    assert after(SPEAKING, Seat(HUB, (HUB, TAM_HAI))).floor == (TAM_HAI,)


def test_it_takes_the_floor_from_the_site_to_which_the_chair_moves():
    state = after(SPEAKING, Seat(TAM_HAI, SITES))
    assert (state.chair, state.floor) == (TAM_HAI, ())


@pytest.mark.parametrize(
    ("state", "command", "code"),
    [
        (OPEN, Open(), "already_open"),
        (PAUSED, Open(), "already_open"),
        (CLOSED, Open(), "closed"),
        (CLOSED, Grant(TAM_HAI, ()), "closed"),
        (CLOSED, Seat(HUB, (HUB,)), "closed"),
        (WAITING, Pause(), "not_open"),
        (WAITING, Close(), "not_open"),
        (PAUSED, Pause(), "already_paused"),
        (OPEN, Resume(), "not_paused"),
        (OPEN, Reopen(), "not_closed"),
        (WAITING, Grant(TAM_HAI, ()), "not_open"),
        (WAITING, Revoke(TAM_HAI, ()), "not_open"),
        (PAUSED, Grant(TAM_TRA, (TAM_HAI,)), "paused"),
        (OPEN, Grant(ELSEWHERE, ()), "site_not_in_meeting"),
        (OPEN, Grant(HUB, ()), "site_is_chair"),
        (SPEAKING, Grant(TAM_HAI, (TAM_HAI,)), "site_has_floor"),
        (SPEAKING, Grant(TAM_HAI, ()), "site_has_floor"),
        (SPEAKING, Grant(TAM_TRA, ()), "floor_changed"),
        (SPEAKING, Revoke(TAM_HAI, ()), "floor_changed"),
        (OPEN, Revoke(TAM_HAI, ()), "site_without_floor"),
        (OPEN, Revoke(ELSEWHERE, ()), "site_not_in_meeting"),
        (OPEN, Dismiss(TAM_HAI), "not_requested"),
        (OPEN, Extend(60, ()), "nobody_speaks"),
        (SPEAKING, Extend(60, (TAM_TRA,)), "floor_changed"),
        (SPEAKING, Extend(60, (TAM_HAI,)), "turn_without_limit"),
        (OPEN, Seat(HUB, (TAM_HAI,)), "chair_not_invited"),
        (OPEN, Seat(HUB, (HUB, TAM_HAI, TAM_HAI)), "site_invited_twice"),
    ],
)
def test_it_refuses_the_chair_what_does_not_apply(state, command, code):
    assert apply(state, command, CHAIR, NOW) == Refusal(code)


@pytest.mark.parametrize(
    ("state", "command", "number", "code"),
    [
        (OPEN, Request(), ELSEWHERE, "site_not_in_meeting"),
        (OPEN, Request(), HUB, "site_is_chair"),
        (SPEAKING, Request(), TAM_HAI, "site_has_floor"),
        (ASKED, Request(), TAM_HAI, "already_requested"),
        (OPEN, Withdraw(), TAM_HAI, "not_requested"),
        (OPEN, Release(), TAM_HAI, "site_without_floor"),
        (CLOSED, Request(), TAM_HAI, "closed"),
    ],
)
def test_it_refuses_a_site_what_does_not_apply(state, command, number, code):
    assert apply(state, command, site(number), NOW) == Refusal(code)


@pytest.mark.parametrize("seconds", [-1, LONGEST_TURN + 1])
def test_it_refuses_a_turn_that_no_meeting_has(seconds):
    assert apply(OPEN, Limit(seconds), CHAIR, NOW) == Refusal("turn_too_long", hours=4)
    timed = after(after(OPEN, Limit(60)), Grant(TAM_HAI, ()))
    refusal = apply(timed, Extend(seconds, (TAM_HAI,)), CHAIR, NOW)
    assert refusal == Refusal("turn_too_long", hours=4)


def test_it_refuses_more_sites_than_one_meeting_holds():
    refusal = apply(OPEN, Seat(HUB, tuple(range(1, 66))), CHAIR, NOW)
    assert refusal == Refusal("too_many_sites", limit=64)


@pytest.mark.parametrize(
    "command",
    [
        *(Open(), Pause(), Resume(), Close(), Limit(60), Dismiss(TAM_HAI)),
        *(Grant(TAM_HAI, ()), Revoke(TAM_HAI, ()), Extend(60, ())),
    ],
)
def test_it_lets_nobody_but_the_chair_command(command):
    assert apply(OPEN, command, site(TAM_HAI), NOW) == Refusal("not_chair")
    assert apply(CLOSED, Reopen(), site(TAM_HAI), NOW) == Refusal("not_chair")


def test_it_prepares_a_meeting():
    event = prepare(HUB, SITES, NOW)
    assert fold([event]) == WAITING


def test_it_prepares_no_meeting_without_its_chair():
    assert prepare(HUB, [TAM_HAI], NOW) == Refusal("chair_not_invited")


def test_it_reads_no_history_without_a_beginning():
    with pytest.raises(ValueError, match="begins with its preparation"):
        fold([Event("opened", 1, NOW)])


def test_it_reads_no_event_that_it_does_not_know():
    with pytest.raises(ValueError, match="unknown event"):
        fold([prepare(HUB, SITES, NOW), Event("adjourned", 1, NOW)])


@pytest.mark.parametrize("change", [{"schema": 4}, {"phase": "adjourned"}])
def test_it_reads_no_state_that_it_does_not_know(change):
    with pytest.raises(ValueError, match="unknown chair state"):
        State.of(OPEN.value() | change)


def test_it_reads_the_states_of_the_first_release():
    old = {
        "schema": 1,
        "rev": 2,
        "phase": "open",
        "chair": 1,
        "sites": [1],
        "floor": [],
    }
    assert State.of(old) == State(2, "open", 1, (1,), first=1)
