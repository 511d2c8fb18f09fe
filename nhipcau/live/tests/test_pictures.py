"""The stage as the chair arranges it, the next one made ready, and shared screens."""

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import (
    CHAIR,
    ENGINE,
    Arrange,
    By,
    Close,
    Grant,
    Open,
    Pause,
    Ready,
    Revoke,
    Seat,
    Share,
    Take,
    Unshare,
)
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.lines import Lines
from nhipcau.live.rules.stage import Me, stage, view
from nhipcau.live.rules.state import Picture, State
from nhipcau.live.tests.giving import NOW, after, site

HUB, HAI, TRA, MY = 1, 5, 7, 9
SITES = (HUB, HAI, TRA, MY)
OPEN = State(1, "open", HUB, SITES, first=HUB)
PAIR = Picture("pair", (HAI, TRA))


def shown(state):
    return [(tile.site, tile.role) for tile in stage(state)]


def test_it_shows_one_chosen_site_alone():
    state = after(OPEN, Arrange(Picture("spotlight", (TRA,))))
    assert shown(state) == [(TRA, "site")]


def test_it_shows_two_sites_of_one_size():
    state = after(OPEN, Arrange(PAIR))
    assert shown(state) == [(HAI, "site"), (TRA, "site")]
    assert [one.size for one in view(state, Me(HUB, True)).see] == ["large", "large"]


def test_it_shows_who_speaks_over_a_strip_of_all_others():
    state = after(OPEN, Grant(HAI, ()), Arrange(Picture("strip")))
    assert shown(state) == [
        (HAI, "speaker"),
        (HUB, "chair"),
        (TRA, "site"),
        (MY, "site"),
    ]
    sizes = [one.size for one in view(state, Me(MY, True)).see]
    assert sizes == ["large", "tile", "tile"]


def test_it_shows_who_is_called_though_the_chair_had_chosen_others():
    hidden = after(OPEN, Arrange(PAIR), Grant(MY, ()))
    assert hidden.picture == Picture()
    chosen = after(OPEN, Arrange(PAIR), Grant(HAI, ()))
    assert chosen.picture == PAIR


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Picture(), "layout_already"),
        (Picture("spotlight"), "layout_needs_sites"),
        (Picture("pair", (HAI,)), "layout_needs_sites"),
        (Picture("pair", (HAI, HAI)), "layout_needs_sites"),
        (Picture("wall", (HAI,)), "layout_needs_sites"),
        (Picture("spotlight", (99,)), "site_not_in_meeting"),
        (Picture("screen"), "nothing_shared"),
    ],
)
def test_it_refuses_a_picture_that_cannot_be(picture, code):
    refusal = apply(OPEN, Arrange(picture), CHAIR, NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_it_shows_what_was_made_ready_and_makes_ready_what_was_shown():
    ready = after(OPEN, Ready(PAIR))
    assert shown(ready) == shown(OPEN)
    assert view(ready, Me(MY, True)).warm == (HAI, TRA)
    taken = after(ready, Take(PAIR))
    assert (taken.picture, taken.prepared) == (PAIR, Picture())
    assert after(taken, Take(Picture())).picture == Picture()


def test_it_takes_only_what_the_chair_saw_ready():
    assert apply(OPEN, Take(PAIR), CHAIR, NOW) == Refusal("nothing_prepared")
    other = after(OPEN, Ready(Picture("wall")))
    assert apply(other, Take(PAIR), CHAIR, NOW) == Refusal("prepared_changed")


def test_it_clears_what_was_made_ready():
    assert after(OPEN, Ready(PAIR), Ready(None)).prepared is None
    assert apply(OPEN, Ready(None), CHAIR, NOW) == Refusal("layout_already")


def test_it_drops_pictures_of_sites_that_are_not_invited_any_more():
    state = after(OPEN, Arrange(PAIR), Ready(PAIR), Seat(HUB, (HUB, HAI, MY)))
    assert (state.picture, state.prepared) == (Picture(), None)


def test_it_shows_the_screen_of_who_speaks_before_all_else():
    state = after(OPEN, Grant(HAI, ()), (Share(), site(HAI)))
    assert shown(state) == [(HAI, "screen"), (HAI, "speaker"), (HUB, "chair")]
    assert view(state, Me(TRA, True)).screen_sound == HAI
    assert view(state, Me(TRA, False)).screen_sound == 0


def test_it_shows_a_screen_to_its_own_room_and_never_plays_it_there():
    state = after(OPEN, (Share(), By("chair", HUB)))
    mine = view(state, Me(HUB, True))
    assert [(one.site, one.source) for one in mine.see] == [(HUB, "screen")]
    assert mine.screen_sound == 0


def test_it_shows_a_screen_alone():
    state = after(OPEN, (Share(), By("chair", HUB)), Arrange(Picture("screen")))
    assert shown(state) == [(HUB, "screen")]
    ended = after(state, Unshare())
    assert shown(ended) == [(HUB, "speaker")]


def test_it_ends_a_screen_with_the_turn_the_meeting_and_the_seat():
    state = after(OPEN, Grant(HAI, ()), (Share(), site(HAI)))
    assert after(state, Revoke(HAI, (HAI,))).screen == 0
    assert after(state, Close()).screen == 0
    assert after(state, Seat(HUB, (HUB, TRA))).screen == 0
    assert after(state, Pause()).screen == HAI


@pytest.mark.parametrize(
    ("state", "command", "by", "code"),
    [
        (OPEN, Share(), site(HAI), "may_not_share"),
        (OPEN, Share(), site(99), "site_not_in_meeting"),
        (State(0, "waiting", HUB, SITES), Share(), site(HUB), "not_open"),
        (after(OPEN, Pause()), Share(), site(HUB), "paused"),
        (OPEN, Unshare(), CHAIR, "nothing_shared"),
    ],
)
def test_it_refuses_a_screen_that_may_not_be_shown(state, command, by, code):
    assert apply(state, command, by, NOW) == Refusal(code)


def test_it_lets_only_its_site_the_chair_and_the_engine_end_a_screen():
    state = after(OPEN, Grant(HAI, ()), (Share(), site(HAI)))
    assert apply(state, Share(), site(HAI), NOW) == Refusal("already_shared")
    assert apply(state, Unshare(), site(TRA), NOW) == Refusal("nothing_shared")
    for by in (site(HAI), CHAIR, ENGINE):
        assert after(state, (Unshare(), by)).screen == 0


def test_it_ends_a_screen_that_no_device_publishes_any_more():
    state = after(OPEN, (Share(), By("chair", HUB)))
    lines, now = Lines(), milliseconds(NOW)
    assert lines.look(state, SITES, now, {HUB}) == []
    assert lines.look(state, SITES, now, set()) == []
    assert lines.look(state, SITES, now + 4_999, set()) == []
    assert lines.look(state, SITES, now + 5_000, set()) == [Unshare()]


def test_it_survives_storage_with_every_picture():
    state = after(OPEN, Arrange(PAIR), Ready(Picture("wall")))
    assert State.of(state.value()) == state
    assert after(State(0, "waiting", HUB, SITES, first=HUB), Open()) == OPEN
