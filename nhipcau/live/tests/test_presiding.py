"""Where the chair sits, when its line is lost and its deputy takes over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply, prepare
from nhipcau.live.rules.commands import (
    ENGINE,
    Arrange,
    Find,
    Grant,
    Miss,
    Mute,
    Pause,
    Preside,
    Request,
    Seat,
    SetMode,
    Succeed,
)
from nhipcau.live.rules.events import fold, milliseconds
from nhipcau.live.rules.lines import Lines
from nhipcau.live.rules.stage import hears, stage
from nhipcau.live.rules.state import Picture, State
from nhipcau.live.tests.giving import NOW, after, site

MS = milliseconds(NOW)
HUB, HAI, TRA, MY = 1, 5, 7, 9
SITES = (HUB, HAI, TRA, MY)
OPEN = State(1, "open", HUB, SITES, first=HUB, deputy=HAI)


def give(state, command, by, seconds=0):
    return apply(state, command, by, NOW + timedelta(seconds=seconds))


MISSED = after(OPEN, (Miss(MS), ENGINE))


def test_it_offers_the_chair_to_the_deputy_after_ten_seconds():
    lines, others = Lines(), {HAI, TRA}
    assert lines.look(OPEN, others, MS) == []
    assert lines.look(OPEN, others, MS + 9_999) == []
    assert lines.look(OPEN, others, MS + 10_000) == [Miss(MS)]


def test_it_gives_the_chair_to_the_deputy_after_thirty_seconds():
    lines, others = Lines(), {HAI, TRA}
    assert lines.look(MISSED, others, MS + 29_999) == []
    assert lines.look(MISSED, others, MS + 30_000) == [Succeed()]
    assert lines.look(MISSED, {TRA}, MS + 30_000) == []
    assert give(MISSED, Succeed(), ENGINE, 29) == Refusal("line_known")
    taken = after(MISSED, (Succeed(), ENGINE), seconds=30)
    assert (taken.chair, taken.first, taken.missed) == (HAI, HUB, None)
    assert hears(taken) == (HAI,)
    assert [tile.site for tile in stage(taken)] == [HAI]


def test_it_forgets_a_chair_that_is_back_in_time():
    lines = Lines()
    assert lines.look(MISSED, SITES, MS + 12_000) == [Find()]
    assert after(MISSED, (Find(), ENGINE)) == replace(OPEN, rev=3)
    assert lines.look(OPEN, {HAI}, MS + 20_000) == []
    assert lines.look(OPEN, {HAI}, MS + 30_000) == [Miss(MS + 20_000)]


def test_it_watches_the_chair_in_a_break_and_not_before_the_opening():
    waiting = State(0, "waiting", HUB, SITES, first=HUB, deputy=HAI)
    for state, told in ((after(OPEN, Pause()), [Miss(MS)]), (waiting, [])):
        lines = Lines()
        lines.look(state, {HAI}, MS)
        assert lines.look(state, {HAI}, MS + 10_000) == told
    assert give(waiting, Miss(MS), ENGINE) == Refusal("line_known")


def test_it_lets_the_deputy_take_the_chair_once_it_is_offered():
    assert give(OPEN, Preside(), site(HAI)) == Refusal("not_deputy")
    assert give(MISSED, Preside(), site(TRA)) == Refusal("not_deputy")
    assert after(MISSED, (Preside(), site(HAI))).chair == HAI


def test_it_lets_the_first_chair_take_its_place_back():
    away = after(MISSED, (Preside(), site(HAI)))
    assert give(away, Preside(), site(TRA)) == Refusal("not_deputy")
    back = after(away, (Preside(), site(HUB)))
    assert (back.chair, back.first) == (HUB, HUB)
    assert give(back, Preside(), site(HUB)) == Refusal("not_deputy")


def test_it_takes_the_turn_the_request_and_the_mute_from_who_presides():
    asked = after(OPEN, (Request(), site(TRA)), Grant(HAI, ()), Mute(HAI))
    taken = after(asked, (Miss(MS), ENGINE), (Preside(), site(HAI)))
    assert (taken.floor, taken.turn, taken.muted) == ((), None, ())
    assert taken.queue == (TRA,)


def test_it_ends_a_relay_of_the_site_that_presides():
    relayed = after(OPEN, SetMode("relay", HAI), (Miss(MS), ENGINE))
    taken = after(relayed, (Preside(), site(HAI)))
    assert (taken.mode, taken.relay) == ("conference", 0)


def test_it_keeps_the_picture_that_the_chair_had_chosen():
    picture = Picture("pair", (TRA, MY))
    taken = after(MISSED, Arrange(picture), (Preside(), site(HAI)))
    assert taken.picture == picture


def test_it_lets_a_deputy_go_on_until_the_plan_says_something_else():
    away = after(MISSED, (Preside(), site(HAI)))
    assert after(away, Seat(HUB, (HUB, HAI, TRA), HAI)).chair == HAI
    assert after(away, Seat(HUB, SITES, TRA)).chair == HUB
    assert after(away, Seat(MY, SITES, HAI)).chair == MY


@pytest.mark.parametrize("deputy", [99, HUB])
def test_it_refuses_a_deputy_that_is_not_another_invited_site(deputy):
    assert prepare(HUB, SITES, NOW, deputy) == Refusal("deputy_not_invited")


def test_it_begins_with_the_deputy_of_the_plan():
    assert fold([prepare(HUB, SITES, NOW, HAI)]).deputy == HAI


@pytest.mark.parametrize("command", [Miss(MS), Find(), Succeed()])
def test_it_believes_only_the_engine_about_lines(command):
    assert give(MISSED, command, site(HAI)) == Refusal("not_chair")
