"""Any commands in any order: no sequence breaks what a meeting promises."""

import json
from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules import commands
from nhipcau.live.rules.chair import apply, prepare
from nhipcau.live.rules.commands import CHAIR, ENGINE, By
from nhipcau.live.rules.events import Event, fold, milliseconds
from nhipcau.live.rules.stage import called, hears, stage
from nhipcau.live.rules.state import CHOSEN, Layout, Mode, Picture, State

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PLAIN = [
    *(commands.Open(), commands.Pause(), commands.Resume()),
    *(commands.Close(), commands.Reopen(), commands.Lock(), commands.Unlock()),
]
MODES = list(get_args(Mode))
OWN = [commands.Request(), commands.Withdraw(), commands.Release()]


class Meeting(RuleBasedStateMachine):
    """A chair and six sites that know, or do not know, what they do."""

    sites = st.integers(1, 6)
    floors = st.lists(st.integers(1, 6), max_size=2).map(tuple)
    people = st.one_of(st.just(CHAIR), st.builds(By, st.just("site"), sites))
    seconds = st.integers(-1, 400)
    pictures = st.builds(
        Picture,
        st.sampled_from(get_args(Layout)),
        st.lists(sites, max_size=2).map(tuple),
    )

    @initialize(first=sites, others=st.lists(sites, max_size=5, unique=True))
    def prepared(self, first, others):
        invited = [first, *(site for site in others if site != first)]
        self.now = START
        deputy = invited[1] if len(invited) > 2 else 0
        self.events = [prepare(first, invited, START, deputy)]
        self.state = fold(self.events)
        self.changes = 0

    def give(self, command, by=CHAIR):
        result = apply(self.state, command, by, self.now)
        if isinstance(result, Refusal):
            return
        before, (self.state, events) = self.state, result
        self.events += events
        self.changes += 1
        self.note(before)

    def note(self, before):
        """Who waits keeps the order, whatever happens to the others."""
        kept = [site for site in before.queue if site in self.state.queue]
        assert list(self.state.queue[: len(kept)]) == kept

    @rule(seconds=st.integers(0, 90))
    def passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule(command=st.sampled_from(PLAIN), by=people)
    def turns(self, command, by):
        self.give(command, by)

    @rule(mode=st.sampled_from(MODES), site=sites, by=people)
    def changes_the_mode(self, mode, site, by):
        self.give(commands.SetMode(mode, site), by)

    @rule(command=st.sampled_from([commands.Mute, commands.Unmute]), site=sites)
    def mutes(self, command, site):
        self.give(command(site))

    @rule(picture=pictures, by=people)
    def arranges(self, picture, by):
        self.give(commands.Arrange(picture), by)

    @rule(picture=st.none() | pictures, by=people)
    def makes_ready(self, picture, by):
        self.give(commands.Ready(picture), by)

    @rule(picture=pictures)
    def takes(self, picture):
        self.give(commands.Take(self.state.prepared or picture))

    @rule(command=st.sampled_from([commands.Share(), commands.Unshare()]), by=people)
    def shares(self, command, by):
        self.give(command, by)

    @rule(sites=st.lists(sites, max_size=4).map(tuple), by=people)
    def calls_the_roll(self, sites, by):
        self.give(commands.CallRoll(sites), by)

    @rule(site=sites, by=people)
    def marks(self, site, by):
        called = self.state.roll[0] if self.state.roll else site
        self.give(commands.MarkRoll(called, "online", 7, "đủ"), by)

    @rule()
    def ends_the_roll(self):
        self.give(commands.EndRoll())

    @rule(ago=st.integers(0, 90_000))
    def loses_the_chair(self, ago):
        self.give(commands.Miss(milliseconds(self.now) - ago), ENGINE)

    @rule(command=st.sampled_from([commands.Find(), commands.Succeed()]))
    def finds_or_replaces_the_chair(self, command):
        self.give(command, ENGINE)

    @rule(by=people)
    def presides(self, by):
        self.give(commands.Preside(), by)

    @rule()
    def mutes_all(self):
        self.give(commands.Mute())

    @rule(command=st.sampled_from(OWN), by=people)
    def speaks_for_itself(self, command, by):
        self.give(command, by)

    @rule(site=sites, floor=floors, by=people)
    def grants(self, site, floor, by):
        self.give(commands.Grant(site, floor), by)

    @rule(site=sites)
    def grants_knowing_the_floor(self, site):
        self.give(commands.Grant(site, self.state.floor))

    @rule(site=sites, floor=floors, by=people)
    def revokes(self, site, floor, by):
        self.give(commands.Revoke(site, floor), by)

    @rule(site=sites, ago=st.integers(0, 90_000))
    def loses_the_line(self, site, ago):
        self.give(commands.Lose(site, milliseconds(self.now) - ago), ENGINE)

    @rule(command=st.sampled_from([commands.Return, commands.Expire]), site=sites)
    def is_back_or_not(self, command, site):
        self.give(command(site), ENGINE)

    @rule(site=sites, by=people)
    def dismisses(self, site, by):
        self.give(commands.Dismiss(site), by)

    @rule(seconds=seconds, by=people)
    def limits(self, seconds, by):
        self.give(commands.Limit(seconds), by)

    @rule(seconds=seconds)
    def extends(self, seconds):
        self.give(commands.Extend(seconds, self.state.floor))

    @rule(
        first=sites,
        seats=st.lists(sites, max_size=6).map(tuple),
        deputy=st.integers(0, 6),
    )
    def seats(self, first, seats, deputy):
        self.give(commands.Seat(first, seats, deputy))

    @invariant()
    def the_history_yields_the_state(self):
        stored = json.loads(json.dumps([event.value() for event in self.events]))
        assert fold(map(Event.of, stored)) == self.state

    @invariant()
    def the_state_survives_storage(self):
        assert State.of(json.loads(json.dumps(self.state.value()))) == self.state

    @invariant()
    def only_invited_sites_speak_or_wait_and_never_the_chair(self):
        state = self.state
        others = set(state.sites) - {state.chair}
        assert state.chair in state.sites
        assert set(state.floor) | set(state.queue) <= others
        assert not set(state.floor) & set(state.queue)
        assert len(state.floor) == len(set(state.floor)) <= state.room_on_floor
        assert len(state.queue) == len(set(state.queue))

    @invariant()
    def each_change_is_one_revision(self):
        assert self.state.rev == self.changes

    @invariant()
    def nobody_is_heard_but_in_an_open_meeting(self):
        assert self.state.phase == "open" or not hears(self.state)
        assert self.state.phase != "waiting" or not self.state.floor

    @invariant()
    def nobody_is_heard_whom_the_chair_has_silenced(self):
        state = self.state
        assert not set(hears(state)) & set(state.muted)
        alone = {state.chair, state.relay, *state.roll[:1]}
        assert not state.locked or set(hears(state)) <= alone
        assert set(state.muted) <= set(state.sites) - {state.chair}

    @invariant()
    def the_chair_of_an_open_meeting_is_heard_whenever_it_wants(self):
        state = self.state
        if state.phase == "open":
            assert state.chair in hears(state)
        if state.phase == "open" and state.roll:
            assert set(hears(state)) == {state.chair, state.roll[0]}

    @invariant()
    def in_a_training_one_microphone_opens_by_itself(self):
        state = self.state
        if state.phase == "open" and state.mode == "training" and not state.roll:
            there = set(state.sites) - {one.site for one in state.away}
            assert len([site for site in there if called(state, site)]) == 1

    @invariant()
    def the_stage_is_made_of_invited_sites(self):
        state = self.state
        for picture in (state.picture, state.prepared or Picture()):
            assert len(picture.sites) == CHOSEN.get(picture.layout, 0)
            assert set(picture.sites) <= set(state.sites)
        assert {tile.site for tile in stage(state)} <= set(state.sites)
        assert state.phase != "open" or stage(state)

    @invariant()
    def only_who_may_speak_shares_a_screen(self):
        state = self.state
        assert state.screen in (0, *state.sites)
        assert state.phase != "closed" or not state.screen

    @invariant()
    def a_roll_call_calls_other_sites_once_and_leaves_nobody_speaking(self):
        state = self.state
        assert set(state.roll) <= set(state.sites) - {state.chair}
        assert len(state.roll) == len(set(state.roll))
        assert not (state.roll and state.floor)
        assert not state.roll or state.phase in ("open", "paused")

    @invariant()
    def the_first_or_its_deputy_presides(self):
        assert self.state.chair in (self.state.first, self.state.deputy)

    @invariant()
    def only_a_relay_has_a_relayed_site_and_it_is_invited(self):
        state = self.state
        assert (state.mode == "relay") == (state.relay != 0)
        assert not state.relay or state.relay in set(state.sites) - {state.chair}
        assert state.relay not in state.floor

    @invariant()
    def only_who_has_the_floor_is_away_from_it(self):
        away = [one.site for one in self.state.away]
        assert set(away) <= set(self.state.floor)
        assert len(away) == len(set(away))

    @invariant()
    def a_clock_runs_while_someone_speaks_and_only_then(self):
        turn = self.state.turn
        assert (turn is not None) == bool(self.state.floor)
        if turn is not None:
            speaks = self.state.phase == "open" and bool(self.state.present_floor)
            assert (turn.since is not None) == speaks
            whole = milliseconds(self.now) - milliseconds(START)
            assert 0 <= turn.spent_by(milliseconds(self.now)) <= whole


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
