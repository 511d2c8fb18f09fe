"""Private talks by the rules: when they begin, who is in their room, when they end."""

import pytest

from nhipcau.live.rules.mirror import Seat
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import (
    MISSED,
    RINGS,
    TalkRow,
    meeting_of_talk,
    over,
    refuse_talk,
    talk_desired,
    talk_room,
)

OPEN = State(1, "open", 1, (1, 5, 7))
RINGING = TalkRow(talk=3, meeting=2, site=5, desk=10, started=0, answered=False)
ANSWERED = TalkRow(talk=3, meeting=2, site=5, desk=10, started=0, answered=True)


def test_it_lets_a_desk_call_a_site_that_is_there():
    assert refuse_talk(OPEN, 1, 5, {5}) is None
    # Before the opening there is most to talk about.
    assert refuse_talk(State(1, "waiting", 1, (1, 5)), 1, 5, {5}) is None


@pytest.mark.parametrize(
    ("state", "own", "site", "code"),
    [
        (State(1, "closed", 1, (1, 5)), 1, 5, "closed"),
        (OPEN, 1, 9, "site_not_in_meeting"),
        (OPEN, 1, 1, "talk_to_hub"),
        (OPEN, 5, 5, "talk_to_hub"),
        (State(1, "open", 1, (1, 5), (5,)), 1, 5, "talk_on_floor"),
        (OPEN, 1, 7, "talk_site_away"),
    ],
)
def test_it_says_why_a_desk_may_not_call(state, own, site, code):
    assert refuse_talk(state, own, site, {1, 5}).code == code


def test_it_lets_nobody_into_the_room_before_the_site_has_answered():
    seats = [Seat(1, 10, True), Seat(5, 20, True)]
    assert talk_desired(RINGING, seats).places == {}


def test_it_lets_in_the_desk_that_called_and_the_sites_main_device_alone():
    seats = [
        Seat(1, 10, main=False),
        Seat(1, 11, main=True),
        Seat(5, 20, main=True),
        Seat(5, 21, main=False),
        Seat(7, 30, main=True),
    ]
    places = talk_desired(ANSWERED, seats).places
    assert set(places) == {"site/1/10", "site/5/20"}
    # Sound and nothing else; not even a companion's screen.
    assert {place.sources for place in places.values()} == {frozenset({"microphone"})}


def test_it_ends_what_nobody_answers_after_a_minute():
    assert over(RINGING, OPEN, RINGS - 1, None) is None
    assert over(RINGING, OPEN, RINGS, None) == "unanswered"
    assert over(ANSWERED, OPEN, RINGS, None) is None


def test_it_ends_when_one_of_the_two_stays_away():
    assert over(ANSWERED, OPEN, 100_000, 100_001 - MISSED) is None
    assert over(ANSWERED, OPEN, 100_000, 100_000 - MISSED) == "lost"


@pytest.mark.parametrize("row", [RINGING, ANSWERED])
@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State(1, "closed", 1, (1, 5)), "closed"),
        (State(1, "open", 1, (1, 7)), "closed"),
        (State(1, "open", 1, (1, 5), (5,)), "floor"),
        (State(1, "open", 1, (1, 5), roll=(5, 7)), "floor"),
        (State(1, "open", 5, (1, 5)), "floor"),
        (State(1, "open", 1, (1, 5, 7), (7,)), None),
        (State(1, "open", 1, (1, 5), roll=(7, 5)), None),
    ],
)
def test_it_ends_when_the_site_is_called_or_the_meeting_closes(row, state, why):
    assert over(row, state, 1, None) == why


def test_it_knows_the_rooms_of_talks_by_their_names():
    assert meeting_of_talk(talk_room(2, 3)) == 2
    for other in ("meeting-2", "epoch-3", "talk-2", "talk-2-3-4", "talk-x-3"):
        assert meeting_of_talk(other) is None
