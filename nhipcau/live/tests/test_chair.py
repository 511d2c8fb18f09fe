"""The chair state: what each command does, and that no sequence breaks it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import (
    FLOOR_LIMIT,
    Event,
    Grant,
    Open,
    Revoke,
    Seat,
    State,
    apply,
    fold,
    prepare,
)

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HUB, TAM_HAI, TAM_TRA, ELSEWHERE = 1, 5, 7, 99
WAITING = State(0, "waiting", HUB, (HUB, TAM_HAI, TAM_TRA), ())
OPEN = State(1, "open", HUB, (HUB, TAM_HAI, TAM_TRA), ())
SPEAKING = State(2, "open", HUB, (HUB, TAM_HAI, TAM_TRA), (TAM_HAI,))
CLOSED = State(9, "closed", HUB, (HUB, TAM_HAI, TAM_TRA), ())


def after(state, command, role="chair"):
    result = apply(state, command, role, NOW)
    assert not isinstance(result, Refusal), result
    return result[0]


def test_it_opens():
    assert after(WAITING, Open()) == OPEN


def test_it_gives_the_floor_to_one_site():
    assert after(OPEN, Grant(TAM_HAI, ())) == SPEAKING


def test_it_replaces_the_floor_in_one_revision():
    state, events = apply(SPEAKING, Grant(TAM_TRA, (TAM_HAI,)), "chair", NOW)
    assert state.floor == (TAM_TRA,)
    assert [(event.kind, event.rev, event.site) for event in events] == [
        ("taken", 3, TAM_HAI),
        ("given", 3, TAM_TRA),
    ]


def test_it_takes_the_floor():
    assert after(SPEAKING, Revoke(TAM_HAI, (TAM_HAI,))).floor == ()


def test_it_takes_the_floor_from_a_site_that_is_removed():
    state = after(SPEAKING, Seat(HUB, (HUB, TAM_TRA)))
    assert state.sites == (HUB, TAM_TRA)
    assert state.floor == ()
    assert state.rev == 3


def test_it_leaves_the_floor_when_another_site_is_removed():
    assert after(SPEAKING, Seat(HUB, (HUB, TAM_HAI))).floor == (TAM_HAI,)


def test_it_takes_the_floor_from_the_site_to_which_the_chair_moves():
    state = after(SPEAKING, Seat(TAM_HAI, (HUB, TAM_HAI, TAM_TRA)))
    assert state.chair == TAM_HAI
    assert state.floor == ()


@pytest.mark.parametrize(
    ("state", "command", "code"),
    [
        (OPEN, Open(), "already_open"),
        (CLOSED, Open(), "closed"),
        (CLOSED, Grant(TAM_HAI, ()), "closed"),
        (CLOSED, Seat(HUB, (HUB,)), "closed"),
        (WAITING, Grant(TAM_HAI, ()), "not_open"),
        (WAITING, Revoke(TAM_HAI, ()), "not_open"),
        (OPEN, Grant(ELSEWHERE, ()), "site_not_in_meeting"),
        (OPEN, Grant(HUB, ()), "site_is_chair"),
        (SPEAKING, Grant(TAM_HAI, (TAM_HAI,)), "site_has_floor"),
        (SPEAKING, Grant(TAM_HAI, ()), "site_has_floor"),
        (SPEAKING, Grant(TAM_TRA, ()), "floor_changed"),
        (SPEAKING, Revoke(TAM_HAI, ()), "floor_changed"),
        (OPEN, Revoke(TAM_HAI, ()), "site_without_floor"),
        (OPEN, Revoke(ELSEWHERE, ()), "site_not_in_meeting"),
        (OPEN, Seat(HUB, (TAM_HAI,)), "chair_not_invited"),
        (OPEN, Seat(HUB, (HUB, TAM_HAI, TAM_HAI)), "site_invited_twice"),
    ],
)
def test_it_refuses_what_does_not_apply(state, command, code):
    assert apply(state, command, "chair", NOW) == Refusal(code)


def test_it_refuses_more_sites_than_one_meeting_holds():
    refusal = apply(OPEN, Seat(HUB, tuple(range(1, 66))), "chair", NOW)
    assert refusal == Refusal("too_many_sites", limit=64)


@pytest.mark.parametrize("command", [Open(), Grant(TAM_HAI, ()), Revoke(TAM_HAI, ())])
def test_it_lets_nobody_but_the_chair_command(command):
    assert apply(OPEN, command, "site", NOW) == Refusal("not_chair")


def test_it_prepares_a_meeting():
    event = prepare(HUB, [HUB, TAM_HAI, TAM_TRA], NOW)
    assert fold([event]) == WAITING


def test_it_prepares_no_meeting_without_its_chair():
    assert prepare(HUB, [TAM_HAI], NOW) == Refusal("chair_not_invited")


def test_it_reads_no_history_without_a_beginning():
    with pytest.raises(ValueError, match="begins with its preparation"):
        fold([Event("opened", 1, NOW)])


@pytest.mark.parametrize("change", [{"schema": 2}, {"phase": "adjourned"}])
def test_it_reads_no_state_that_it_does_not_know(change):
    with pytest.raises(ValueError, match="unknown chair state"):
        State.of(OPEN.value() | change)


class Meeting(RuleBasedStateMachine):
    """Any commands in any order, with any assumption about the floor."""

    sites = st.integers(1, 6)
    floors = st.lists(st.integers(1, 6), max_size=2).map(tuple)
    roles = st.sampled_from(["chair", "chair", "chair", "site"])

    @initialize(chair=sites, others=st.lists(sites, max_size=5, unique=True))
    def prepared(self, chair, others):
        invited = [chair, *(site for site in others if site != chair)]
        self.events = [prepare(chair, invited, NOW)]
        self.state = fold(self.events)
        self.changes = 0

    def give(self, command, role):
        result = apply(self.state, command, role, NOW)
        if isinstance(result, Refusal):
            return
        self.state, events = result
        self.events += events
        self.changes += 1

    @rule(role=roles)
    def opens(self, role):
        self.give(Open(), role)

    @rule(site=sites, floor=floors, role=roles)
    def grants(self, site, floor, role):
        self.give(Grant(site, floor), role)

    @rule(site=sites, role=roles)
    def grants_knowing_the_floor(self, site, role):
        self.give(Grant(site, self.state.floor), role)

    @precondition(lambda self: self.state.floor)
    @rule(role=roles)
    def revokes_knowing_the_floor(self, role):
        self.give(Revoke(self.state.floor[0], self.state.floor), role)

    @rule(site=sites, floor=floors, role=roles)
    def revokes(self, site, floor, role):
        self.give(Revoke(site, floor), role)

    @rule(chair=sites, seats=st.lists(sites, max_size=6).map(tuple), role=roles)
    def seats(self, chair, seats, role):
        self.give(Seat(chair, seats), role)

    @invariant()
    def the_history_yields_the_state(self):
        stored = json.loads(json.dumps([event.value() for event in self.events]))
        assert fold(map(Event.of, stored)) == self.state

    @invariant()
    def the_state_survives_storage(self):
        assert State.of(json.loads(json.dumps(self.state.value()))) == self.state

    @invariant()
    def only_invited_sites_have_the_floor_and_never_the_chair(self):
        assert set(self.state.floor) <= set(self.state.sites) - {self.state.chair}
        assert self.state.chair in self.state.sites
        assert len(self.state.floor) == len(set(self.state.floor)) <= FLOOR_LIMIT

    @invariant()
    def each_change_is_one_revision(self):
        assert self.state.rev == self.changes

    @invariant()
    def nobody_has_the_floor_before_the_opening(self):
        assert self.state.phase == "open" or not self.state.floor


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@given(st.sampled_from([WAITING, OPEN, SPEAKING]), st.integers(0, 9), st.booleans())
def test_it_changes_nothing_when_it_refuses(state, site, knows):
    floor = state.floor if knows else (site,)
    result = apply(state, Grant(site, floor), "site", NOW)
    assert result == Refusal("not_chair")
