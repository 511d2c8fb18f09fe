"""What the engine should have of a device and lacks is told to it, and unsaid again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.engine.port import Participant, Source, Track
from nhipcau.live.rules.health import PATIENCE_MS, STANDING, Gaps
from nhipcau.live.rules.mirror import Place

WHO = "site/5/12"
PLACES = {WHO: Place(STANDING | {"screen_share"}, speaks=False)}


def person(*sources: Source, told: str = "") -> dict[str, Participant]:
    tracks = {source: Track(source, muted=True) for source in sources}
    return {WHO: Participant(STANDING, tracks, {"missing": told} if told else {})}


def test_it_tells_what_is_missing_for_three_seconds():
    gaps = Gaps()
    assert gaps.look(PLACES, person("camera"), 0) == {}
    assert gaps.look(PLACES, person("camera"), PATIENCE_MS - 1) == {}
    told = gaps.look(PLACES, person("camera"), PATIENCE_MS)
    assert told == {WHO: "microphone"}


def test_it_says_nothing_twice_and_takes_it_back_at_once():
    gaps = Gaps()
    gaps.look(PLACES, person("camera"), 0)
    known = person("camera", told="microphone")
    assert gaps.look(PLACES, known, PATIENCE_MS) == {}
    back = person("camera", "microphone", told="microphone")
    assert gaps.look(PLACES, back, PATIENCE_MS + 1) == {WHO: ""}


def test_it_begins_anew_with_a_device_that_was_away():
    gaps = Gaps()
    gaps.look(PLACES, person(), 0)
    gaps.look(PLACES, {}, PATIENCE_MS)
    assert gaps.look(PLACES, person(), PATIENCE_MS + 1) == {}


def test_it_misses_nothing_of_who_may_not_publish_it():
    gaps = Gaps()
    places = {WHO: Place(frozenset({"screen_share"}), speaks=False, main=False)}
    gaps.look(places, person(), 0)
    assert gaps.look(places, person(), PATIENCE_MS) == {}


def test_it_misses_no_camera_where_the_line_carries_only_a_voice():
    gaps = Gaps()
    alone = {WHO: Participant(STANDING, {}, {"up": "audio"})}
    gaps.look(PLACES, alone, 0)
    assert gaps.look(PLACES, alone, PATIENCE_MS) == {WHO: "microphone"}


def test_it_knows_nothing_of_who_has_no_place():
    gaps = Gaps()
    gaps.look({}, person(), 0)
    assert gaps.look({}, person(), PATIENCE_MS) == {}


@given(
    st.lists(
        st.tuples(
            st.frozensets(st.sampled_from(sorted(STANDING))), st.integers(1, 2 * 3000)
        )
    )
)
def test_it_never_tells_of_a_track_that_is_there(steps):
    gaps, now, told = Gaps(), 0, ""
    for published, later in steps:
        now += later
        news = gaps.look(PLACES, person(*published, told=told), now)
        told = news.get(WHO, told)
        assert not {*told.split()} & published
