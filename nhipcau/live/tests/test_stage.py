"""The stage, held to the vectors that the browser's code is held to as well."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.live.rules.budget import LIMIT, PICTURE, SCREEN_SOUND, VOICE, VOICES
from nhipcau.live.rules.stage import Me, called, hears, shown, speaks, stage, view
from nhipcau.live.rules.state import CHOSEN, Layout, Mode, Phase, Picture, State

VECTORS = json.loads(
    (Path(__file__).parents[3] / "tests" / "vectors" / "stage.json").read_text()
)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_it_agrees_with_the_shared_vectors(case):
    state = State.of(case["state"])
    me = Me(**case["me"])
    seen = json.loads(json.dumps(asdict(view(state, me))))
    assert [asdict(tile) for tile in stage(state)] == case["stage"]
    assert list(hears(state)) == case["hears"]
    assert seen == case["view"]
    assert speaks(state, me.site) is case["speaks"]
    assert called(state, me.site) is case["called"]


@st.composite
def states(draw):
    sites = draw(st.lists(st.integers(1, 99), min_size=1, max_size=9, unique=True))
    some = st.lists(st.sampled_from(sites), max_size=4, unique=True).map(tuple)
    chair = draw(st.sampled_from(sites))
    mode = draw(st.sampled_from(get_args(Mode)))
    others = [site for site in sites if site != chair]
    relay = draw(st.sampled_from(others)) if mode == "relay" and others else 0
    return State(
        draw(st.integers(0, 99)),
        draw(st.sampled_from(get_args(Phase))),
        chair,
        tuple(sites),
        draw(some),
        draw(some),
        mode=mode if relay else "conference",
        relay=relay,
        muted=draw(some),
        locked=draw(st.booleans()),
        picture=draw(pictures(sites)),
        prepared=draw(st.none() | pictures(sites)),
        screen=draw(st.sampled_from([0, *sites])),
        roll=draw(some),
    )


@st.composite
def pictures(draw, sites):
    layout = draw(st.sampled_from(get_args(Layout)))
    count = CHOSEN.get(layout, 0)
    if count > len(sites):
        return Picture()
    chosen = st.lists(
        st.sampled_from(sites), min_size=count, max_size=count, unique=True
    )
    return Picture(layout, tuple(draw(chosen)))


@given(states(), st.booleans(), st.data())
def test_it_never_shows_or_plays_a_site_to_itself(state, main, data):
    site = data.draw(st.sampled_from(state.sites))
    mine = view(state, Me(site, main))
    assert site not in {seen.site for seen in mine.see if seen.source == "camera"}
    assert site != mine.screen_sound
    assert site not in mine.hear
    assert site not in mine.warm
    assert site not in mine.warm_sound


@given(states())
def test_it_shows_and_plays_to_who_watches_all_that_is_staged_and_heard(state):
    mine = view(state, Me(0, True))
    assert [seen.site for seen in mine.see] == [tile.site for tile in stage(state)]
    assert_as_many_as_a_line_carries(mine.hear, hears(state))


def assert_as_many_as_a_line_carries(heard, candidates):
    assert set(heard) <= set(candidates)
    assert len(heard) == min(len(candidates), VOICES["full"])
    assert sorted(heard, key=candidates.index) == list(heard)


@given(states())
def test_it_shows_a_wall_every_site_in_its_order(state):
    mine = view(state, Me(0, True, wall=True))
    shown = state.sites if state.phase == "open" else ()
    assert tuple(seen.site for seen in mine.see) == shown
    assert {seen.size for seen in mine.see} <= {"tile"}
    assert_as_many_as_a_line_carries(mine.hear, hears(state))


@given(states(), st.data())
def test_it_plays_to_a_main_device_all_who_may_speak_but_its_own_site(state, data):
    site = data.draw(st.sampled_from(state.sites))
    speaking = [other for other in hears(state) if other != site]
    assert_as_many_as_a_line_carries(view(state, Me(site, True)).hear, speaking)


@given(states(), st.data())
def test_it_shows_one_large_picture_or_a_wall_of_equal_ones(state, data):
    site = data.draw(st.sampled_from(state.sites))
    sizes = [seen.size for seen in view(state, Me(site, True)).see]
    if state.picture.layout == "wall":
        assert set(sizes) <= {"tile"}
        return
    equal = state.picture.layout == "pair" and not state.roll
    assert sizes.count("large") == (len(sizes) if equal else min(1, len(sizes)))
    assert not sizes or sizes[0] == "large"


@given(states(), st.data())
def test_it_keeps_a_companion_silent(state, data):
    site = data.draw(st.sampled_from(state.sites))
    mine = view(state, Me(site, False))
    assert mine.hear == ()
    assert mine.screen_sound == 0


@given(states(), st.data())
def test_it_plays_the_sound_of_a_screen_only_to_rooms_that_see_it(state, data):
    mine = view(state, Me(data.draw(st.sampled_from(state.sites)), True))
    screens = {seen.site for seen in mine.see if seen.source == "screen"}
    assert not mine.screen_sound or mine.screen_sound in screens & set(mine.hear)


@st.composite
def viewers(draw, state):
    some = st.lists(st.sampled_from(state.sites), unique=True).map(tuple)
    return Me(
        draw(st.sampled_from(state.sites)),
        draw(st.booleans()),
        desk=draw(st.booleans()),
        wall=draw(st.booleans()),
        second=draw(st.booleans()),
        profile=draw(st.sampled_from([*LIMIT])),
        loud=draw(some),
        open=draw(some),
    )


@given(states(), st.data())
def test_all_that_a_device_gets_fits_through_its_line(state, data):
    me = data.draw(viewers(state))
    mine = view(state, me)
    cost = sum(PICTURE[seen.quality] for seen in mine.see) + VOICE * len(mine.hear)
    assert len(mine.hear) <= VOICES[me.profile]
    assert cost + SCREEN_SOUND * bool(mine.screen_sound) <= LIMIT[me.profile]


@given(states(), st.data())
def test_it_hears_who_is_loud_before_who_has_the_floor_before_an_open_microphone(
    state, data
):
    me = data.draw(viewers(state))
    mine = view(state, me)

    def rank(site):
        order = (me.loud, state.speakers, me.open, state.sites)
        return next(place for place, some in enumerate(order) if site in some)

    if mine.hear:
        missed = {*hears(state)} - {*mine.hear, me.site}
        worst = max(rank(site) for site in mine.hear)
        assert all(rank(site) >= worst for site in missed)


@given(states(), st.data())
def test_pictures_of_one_size_are_sharp_alike(state, data):
    mine = view(state, data.draw(viewers(state)))
    for size in ("large", "small"):
        cameras = [one for one in mine.see if one.source == "camera"]
        found = {one.quality for one in cameras if one.size == size}
        assert len(found) < 2 or found <= {"low", "still", "none"}


@given(states(), st.data())
def test_on_a_thin_line_only_who_speaks_moves_among_many(state, data):
    me = replace(data.draw(viewers(state)), profile="thin")
    mine = view(state, me)
    tiles = [one for one in mine.see if one.size == "tile" and one.source == "camera"]
    assert all(one.quality in ("low", "still") for one in tiles)
    assert {one.site for one in tiles if one.moves} <= {*state.speakers}


@given(states(), st.data())
def test_an_audio_line_gets_slides_as_stills_and_no_other_picture(state, data):
    me = replace(data.draw(viewers(state)), profile="audio")
    for one in view(state, me).see:
        assert one.quality == ("still" if one.source == "screen" else "none")


@given(states(), st.data())
def test_it_may_be_sent_the_stills_of_what_it_shows_alone(state, data):
    me = data.draw(viewers(state))
    either = (me, replace(me, second=True))
    see = {(one.site, one.source) for some in either for one in view(state, some).see}
    assert shown(state, me) == see


@given(states(), st.data())
def test_a_second_display_takes_the_screen_and_nothing_else_off_the_first(state, data):
    me = replace(data.draw(viewers(state)), second=False)
    alone, both = view(state, me), view(state, replace(me, second=True))
    pictures = {(one.site, one.source) for one in both.see}
    assert {(one.site, one.source) for one in alone.see} <= pictures
    assert both.hear == alone.hear
    shared = state.phase == "open" and state.screen
    assert ((state.screen, "screen") in pictures) == bool(shared)


def test_a_desk_with_a_second_display_has_no_site_twice():
    picture = Picture("screen")
    state = State(1, "open", 1, (1, 5, 7, 9), (5,), picture=picture, screen=7)
    see = view(state, Me(1, True, desk=True, second=True)).see
    found = [(one.site, one.source) for one in see]
    assert found == [(7, "screen"), (5, "camera"), (7, "camera"), (9, "camera")]
