"""The roll call that runs on the stage, site after site."""

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import (
    CHAIR,
    By,
    CallRoll,
    Close,
    EndRoll,
    Grant,
    Lock,
    MarkRoll,
    Mute,
    Pause,
    Request,
    Resume,
)
from nhipcau.live.rules.stage import called, hears, soon, stage
from nhipcau.live.rules.state import State
from nhipcau.live.tests.giving import NOW, after

HUB, HAI, TRA, MY = 1, 5, 7, 9
OPEN = State(1, "open", HUB, (HUB, HAI, TRA, MY), first=HUB)


CALLING = after(OPEN, CallRoll((HAI, TRA)))


def test_it_brings_each_site_to_the_stage_in_turn():
    assert [(tile.site, tile.role) for tile in stage(CALLING)] == [
        (HAI, "speaker"),
        (HUB, "chair"),
    ]
    assert hears(CALLING) == (HUB, HAI)
    assert called(CALLING, HAI)
    assert soon(CALLING)[0] == TRA
    following = after(CALLING, MarkRoll(HAI, "online"))
    assert following.roll == (TRA,)
    assert stage(following)[0].site == TRA


def test_it_ends_with_the_last_site_or_when_the_chair_stops_it():
    marks = (MarkRoll(HAI, "online"), MarkRoll(TRA, "absent"))
    assert after(CALLING, *marks).roll == ()
    assert after(CALLING, EndRoll()).roll == ()
    assert after(CALLING, Close()).roll == ()


def test_it_hears_who_is_called_though_all_are_muted_and_locked():
    state = after(OPEN, Mute(), Lock(), CallRoll((HAI, TRA)))
    assert hears(state) == (HUB, HAI)
    assert hears(after(state, MarkRoll(HAI, "online"))) == (HUB, TRA)


def test_it_takes_the_floor_back_before_it_calls():
    state = after(OPEN, Grant(MY, ()), CallRoll((HAI,)))
    assert (state.floor, state.turn) == ((), None)


def test_it_goes_on_after_a_break():
    assert after(CALLING, Pause(), Resume()).roll == (HAI, TRA)


def test_it_lets_sites_ask_for_the_floor_meanwhile():
    assert after(CALLING, (Request(), By("site", TRA))).queue == (TRA,)


@pytest.mark.parametrize(
    ("state", "command", "code"),
    [
        (OPEN, CallRoll(()), "nobody_to_call"),
        (OPEN, CallRoll((HUB,)), "site_not_in_meeting"),
        (OPEN, CallRoll((99,)), "site_not_in_meeting"),
        (OPEN, CallRoll((HAI, HAI)), "site_invited_twice"),
        (OPEN, MarkRoll(HAI, "online"), "no_roll"),
        (OPEN, EndRoll(), "no_roll"),
        (CALLING, CallRoll((MY,)), "roll_runs"),
        (CALLING, MarkRoll(TRA, "online"), "roll_moved"),
        (CALLING, Grant(MY, ()), "roll_runs"),
        (after(CALLING, Pause()), MarkRoll(HAI, "online"), "paused"),
        (State(0, "waiting", HUB, (HUB, HAI)), CallRoll((HAI,)), "not_open"),
    ],
)
def test_it_refuses_what_does_not_apply(state, command, code):
    assert apply(state, command, CHAIR, NOW) == Refusal(code)


@pytest.mark.parametrize(
    "command", [CallRoll((HAI,)), MarkRoll(HAI, "online"), EndRoll()]
)
def test_it_is_the_chair_who_calls(command):
    assert apply(CALLING, command, By("site", HAI), NOW) == Refusal("not_chair")
