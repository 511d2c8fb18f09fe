"""Who may be heard: the modes of a meeting, and what the chair closes."""

from datetime import UTC, datetime

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import (
    CHAIR,
    ENGINE,
    Arrange,
    By,
    Grant,
    Lock,
    Lose,
    Mute,
    Request,
    Seat,
    SetMode,
    Unlock,
    Unmute,
)
from nhipcau.live.rules.stage import called, hears, stage
from nhipcau.live.rules.state import Picture, State

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HUB, HAI, TRA, LINK = 1, 5, 7, 9
OPEN = State(1, "open", HUB, (HUB, HAI, TRA, LINK), first=HUB)


def after(state, *orders):
    for order in orders:
        result = apply(state, order, CHAIR, NOW)
        assert not isinstance(result, Refusal), result
        state = result[0]
    return state


def shown(state):
    return tuple(tile.site for tile in stage(state))


def test_in_a_conference_the_chair_and_who_was_called_are_heard():
    assert hears(after(OPEN, Grant(HAI, ()))) == (HUB, HAI)


def test_in_a_discussion_all_may_open_their_microphone_but_nobody_s_opens_itself():
    state = after(OPEN, SetMode("discussion"))
    assert set(hears(state)) == {HUB, HAI, TRA, LINK}
    assert [site for site in state.sites if called(state, site)] == [HUB]
    assert called(after(state, Grant(HAI, ())), HAI)


def opening(state):
    """Whose microphones open by themselves."""
    return [site for site in state.sites if called(state, site)]


def test_in_a_training_one_microphone_opens_at_a_time():
    state = after(OPEN, SetMode("training"))
    assert opening(state) == [HUB]
    assert opening(after(state, Grant(HAI, ()))) == [HAI]


@pytest.mark.parametrize(
    "orders",
    [
        [SetMode("training"), Grant(HAI, ())],
        [SetMode("relay", LINK)],
        [SetMode("relay", LINK), Grant(HAI, ())],
        [SetMode("relay", LINK), Lock()],
    ],
)
def test_the_chair_gives_way_and_is_heard_when_it_opens_its_microphone(orders):
    state = after(OPEN, *orders)
    assert not called(state, HUB)
    assert HUB in hears(state)


@pytest.mark.parametrize("order", [Mute(HAI), Mute(), Lock()])
def test_in_a_training_the_chair_speaks_when_who_was_called_is_silenced(order):
    state = after(OPEN, SetMode("training"), Grant(HAI, ()), order)
    assert hears(state) == (HUB,)
    assert opening(state) == [HUB]


def test_in_a_training_the_chair_speaks_when_who_was_called_lost_the_line():
    state = after(OPEN, SetMode("training"), Grant(HAI, ()))
    lost, _ = apply(state, Lose(HAI, 0), ENGINE, NOW)
    assert opening(lost) == [HUB, HAI]


def test_in_questioning_two_sites_answer_each_other():
    state = after(OPEN, SetMode("questioning"), Grant(HAI, ()), Grant(TRA, (HAI,)))
    assert hears(state) == (HUB, HAI, TRA)
    assert shown(state) == (HAI, TRA, HUB)
    assert apply(state, Grant(LINK, (HAI, TRA)), CHAIR, NOW) == Refusal("floor_full")


def test_in_a_relay_the_other_meeting_is_the_stage_and_local_microphones_are_closed():
    state = after(OPEN, SetMode("relay", LINK))
    assert (opening(state), shown(state)) == ([LINK], (LINK, HUB))
    sent_up = after(state, Grant(TRA, ()))
    assert (opening(sent_up), shown(sent_up)) == ([TRA, LINK], (LINK, TRA, HUB))


def test_it_keeps_as_many_on_the_floor_as_the_new_mode_has_room_for():
    two = after(OPEN, SetMode("questioning"), Grant(HAI, ()), Grant(TRA, (HAI,)))
    state, events = apply(two, SetMode("conference"), CHAIR, NOW)
    assert state.floor == (HAI,)
    steps = [(event.kind, event.site) for event in events]
    assert steps == [("taken", TRA), ("mode", 0)]


def test_it_takes_the_floor_from_the_site_that_is_relayed_now():
    state = after(OPEN, Grant(LINK, ()), SetMode("relay", LINK))
    assert state.floor == ()


def test_who_is_relayed_does_not_wait_to_speak():
    asked = apply(OPEN, Request(), By("site", LINK), NOW)[0]
    state = after(asked, SetMode("relay", LINK))
    assert state.queue == ()
    again = apply(state, Request(), By("site", LINK), NOW)
    assert again == Refusal("site_is_relayed")


def test_it_goes_back_to_a_conference_when_the_relayed_site_is_removed():
    state = after(OPEN, SetMode("relay", LINK), Seat(HUB, (HUB, HAI)))
    assert (state.mode, state.relay) == ("conference", 0)
    kept = after(OPEN, SetMode("discussion"), Seat(HUB, (HUB, HAI)))
    assert kept.mode == "discussion"


def test_it_silences_one_site_until_it_is_called_or_released():
    muted = after(OPEN, SetMode("discussion"), Mute(HAI))
    assert set(hears(muted)) == {HUB, TRA, LINK}
    assert HAI in hears(after(muted, Unmute(HAI)))
    assert HAI in hears(after(muted, Grant(HAI, ())))


def test_it_silences_who_has_the_floor_without_taking_it():
    state = after(OPEN, Grant(HAI, ()), Mute(HAI))
    assert (state.floor, hears(state)) == ((HAI,), (HUB,))
    assert not called(state, HAI)


def test_it_silences_all_but_the_chair():
    state = after(OPEN, SetMode("discussion"), Mute())
    assert hears(state) == (HUB,)
    assert after(state, SetMode("conference")).muted == ()


def test_it_silences_all_but_the_meeting_that_is_relayed():
    state = after(OPEN, SetMode("relay", LINK), Grant(TRA, ()), Mute())
    assert hears(state) == (LINK, HUB)
    assert apply(state, Mute(), CHAIR, NOW) == Refusal("already_muted")
    assert hears(after(state, Mute(LINK))) == (HUB,)


def test_it_locks_every_microphone_but_the_chair_s():
    state = after(OPEN, SetMode("discussion"), Grant(HAI, ()), Lock())
    assert hears(state) == (HUB,)
    assert HAI in hears(after(state, Unlock()))


@pytest.mark.parametrize(
    ("state", "command", "code"),
    [
        (OPEN, SetMode("relay"), "relay_without_site"),
        (OPEN, SetMode("relay", HUB), "relay_without_site"),
        (OPEN, SetMode("conference"), "mode_already"),
        (OPEN, SetMode("conference", LINK), "mode_already"),
        (OPEN, Mute(HUB), "site_is_chair"),
        (OPEN, Mute(99), "site_not_in_meeting"),
        (after(OPEN, Mute(HAI)), Mute(HAI), "already_muted"),
        (after(OPEN, Mute()), Mute(), "already_muted"),
        (OPEN, Unmute(HAI), "not_muted"),
        (OPEN, Unlock(), "not_locked"),
        (after(OPEN, Lock()), Lock(), "already_locked"),
        (after(OPEN, SetMode("relay", LINK)), Grant(LINK, ()), "site_is_relayed"),
    ],
)
def test_it_refuses_what_does_not_apply(state, command, code):
    assert apply(state, command, CHAIR, NOW) == Refusal(code)


def test_it_shows_all_sites_in_their_order_on_a_wall():
    state = after(OPEN, Grant(HAI, ()), Arrange(Picture("wall")))
    assert [(tile.site, tile.role) for tile in stage(state)] == [
        (HUB, "chair"),
        (HAI, "speaker"),
        (TRA, "site"),
        (LINK, "site"),
    ]
    assert hears(state) == (HUB, HAI)
    again = apply(state, Arrange(Picture("wall")), CHAIR, NOW)
    assert again == Refusal("layout_already")


@pytest.mark.parametrize("command", [SetMode("training"), Mute(), Lock(), Unlock()])
def test_it_lets_nobody_but_the_chair_decide_who_is_heard(command):
    assert apply(OPEN, command, By("site", HAI), NOW) == Refusal("not_chair")
