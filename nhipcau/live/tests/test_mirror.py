"""The mirror: from any room there is to the room that the rows ask for."""

import asyncio
import json
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.engine.memory_rooms import MemoryRooms
from nhipcau.engine.port import Participant, Room, Track
from nhipcau.live.conductor.steps import perform
from nhipcau.live.rules.budget import LineUse
from nhipcau.live.rules.mirror import (
    EVERYTHING,
    NOTHING,
    SCREEN,
    SOUNDS,
    Create,
    Delete,
    MeetingRow,
    Mute,
    Permit,
    Remove,
    Seat,
    SetMetadata,
    Tell,
    desired,
    difference,
    identity_of,
    meeting_of,
    room_name,
    site_of,
)
from nhipcau.live.rules.state import State
from nhipcau.meetings.rules.size import SITE_LIMIT

HUB, TAM_HAI = Seat(1, 11, True), Seat(5, 51, True)
DESK = Seat(1, 12, False)
OPEN = State(7, "open", 1, (1, 5, 7), (5,))
ROW = MeetingRow(3, 2, OPEN, (HUB, DESK, TAM_HAI))
WANTED = desired(ROW)
SILENT = Participant(EVERYTHING, {"a": Track("microphone", True)})
SPEAKING = Participant(EVERYTHING, {"a": Track("microphone", False)})


def room(**participants):
    people = {name.replace("_", "/"): one for name, one in participants.items()}
    return Room(WANTED.name, WANTED.metadata, people)


def test_it_holds_epoch_words_and_state_in_the_metadata():
    assert json.loads(WANTED.metadata) == {
        "epoch": 2,
        "words": 0,
        "state": OPEN.value(),
    }


def test_it_lets_in_who_watches_and_puts_out_who_watches_no_more():
    watched = desired(MeetingRow(3, 2, OPEN, (HUB,), watchers=(9,)))
    silent = Participant(NOTHING)
    people = {"watch/9": silent, "watch/10": silent, "watch/x": silent}
    steps = difference(watched, Room(watched.name, watched.metadata, people))
    assert steps == (Remove("meeting-3", "watch/10"), Remove("meeting-3", "watch/x"))


def test_it_takes_who_watches_for_the_device_of_no_site():
    assert site_of("site/5/51") == 5
    assert [site_of(one) for one in ("watch/5", "site", "site/x/1", "")] == [0] * 4


def test_it_creates_a_room_that_is_missing_with_its_metadata():
    assert difference(WANTED, None) == (Create("meeting-3", WANTED.metadata),)


def test_it_asks_nothing_of_a_room_that_is_right():
    assert difference(WANTED, room(site_5_51=SPEAKING, site_1_11=SPEAKING)) == ()


def test_it_tells_a_new_state():
    stale = Room("meeting-3", '{"epoch":1}', {})
    assert difference(WANTED, stale) == (SetMetadata("meeting-3", WANTED.metadata),)


def test_it_keeps_the_room_while_the_closing_can_be_taken_back():
    row = MeetingRow(3, 2, State(9, "closed", 1, (1, 5), (5,)), ROW.seats)
    assert not any(place.speaks for place in desired(row).places.values())


def test_it_ends_the_room_of_a_meeting_that_is_over():
    closed = desired(MeetingRow(3, 2, State(9, "closed", 1, (1,), ()), (), True))
    assert closed is None
    assert difference(closed, room()) == (Delete("meeting-3"),)
    assert difference(closed, None) == ()


def test_it_mutes_a_microphone_that_is_open_without_the_floor():
    row = MeetingRow(3, 2, OPEN, (HUB, Seat(7, 71, True)))
    wanted = desired(row)
    seen = Room(wanted.name, wanted.metadata, {"site/7/71": SPEAKING})
    assert difference(wanted, seen) == (Mute("meeting-3", "site/7/71", "a"),)


def test_it_mutes_a_sound_that_calls_itself_a_picture():
    wanted = desired(MeetingRow(3, 2, OPEN, (Seat(7, 71, True),)))
    trick = Participant(EVERYTHING, {"x": Track("camera", False, True)})
    seen = Room(wanted.name, wanted.metadata, {"site/7/71": trick})
    assert difference(wanted, seen) == (Mute("meeting-3", "site/7/71", "x"),)


def test_it_lets_everyone_show_a_picture():
    wanted = desired(MeetingRow(3, 2, OPEN, (Seat(7, 71, True),)))
    shows = Participant(EVERYTHING, {"x": Track("camera", False, False)})
    seen = Room(wanted.name, wanted.metadata, {"site/7/71": shows})
    assert difference(wanted, seen) == ()


def test_it_removes_whoever_is_not_invited():
    assert difference(WANTED, room(site_9_91=SILENT)) == (
        Remove("meeting-3", "site/9/91"),
    )


def test_it_removes_a_device_of_a_site_that_was_removed():
    wanted = desired(MeetingRow(3, 2, State(8, "open", 1, (1, 7), ()), ROW.seats))
    seen = Room(wanted.name, wanted.metadata, {"site/5/51": SPEAKING})
    assert difference(wanted, seen) == (Remove("meeting-3", "site/5/51"),)


def test_it_withdraws_the_microphone_and_then_all_from_who_offends():
    pictures = EVERYTHING - SOUNDS
    for offences, sources in ((1, EVERYTHING), (2, pictures), (3, NOTHING)):
        wanted = desired(MeetingRow(3, 2, OPEN, (Seat(7, 71, True, offences),)))
        assert wanted.places["site/7/71"].sources == sources


def test_it_lets_a_companion_publish_its_screen_only():
    wrong = Participant(EVERYTHING, {})
    assert difference(WANTED, room(site_1_12=wrong)) == (
        Permit("meeting-3", "site/1/12", SCREEN),
    )


def test_it_holds_nothing_against_a_main_device_that_became_a_companion():
    was_main = Participant(EVERYTHING, {"TR_1": Track("microphone", muted=False)})
    assert difference(WANTED, room(site_1_12=was_main)) == (
        Permit("meeting-3", "site/1/12", SCREEN),
    )


def test_it_fits_the_widest_meeting_into_10_kb():
    sites = tuple(2**53 - site for site in range(SITE_LIMIT))
    state = State(2**31, "waiting", sites[0], sites, sites[:4])
    wanted = desired(MeetingRow(2**53, 2**31, state, ()))
    assert len(wanted.metadata.encode()) < 10_000


def test_it_knows_its_own_rooms_by_name():
    assert meeting_of(room_name(3)) == 3
    assert meeting_of("epoch-3") is None
    assert meeting_of("meeting-x") is None


seats = st.builds(
    Seat, st.integers(1, 4), st.integers(1, 3), st.booleans(), st.integers(0, 4)
)
states = st.builds(
    lambda rev, phase, floor: State(rev, phase, 1, (1, 2, 3), floor),
    st.integers(0, 9),
    st.sampled_from(["waiting", "open", "closed"]),
    st.sampled_from([(), (2,), (3,)]),
)
rows = st.builds(
    MeetingRow,
    st.just(3),
    st.integers(0, 3),
    states,
    st.lists(seats, max_size=6, unique_by=identity_of).map(tuple),
)
tracks = st.dictionaries(
    st.text(string.ascii_letters, min_size=1, max_size=2),
    st.builds(
        Track,
        st.sampled_from(["camera", "microphone", "screen_share", "other"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=3,
)
people = st.builds(Participant, st.sampled_from([NOTHING, SCREEN, EVERYTHING]), tracks)
identities = st.one_of(seats.map(identity_of), st.just("stranger"))
rooms = st.none() | st.builds(
    Room,
    st.just("meeting-3"),
    st.sampled_from(["", "{}"]),
    st.dictionaries(identities, people, max_size=4),
)


@settings(deadline=None)
@given(rows, rooms)
def test_it_reaches_the_desired_room_from_any_room_in_one_pass(row, actual):
    engine = MemoryRooms()
    if actual is not None:
        engine.seen[actual.name] = actual
    wanted = desired(row)
    for action in difference(wanted, actual):
        asyncio.run(perform(engine, action))
    reached = engine.seen.get("meeting-3")
    assert difference(wanted, reached) == ()
    assert (reached is None) == (wanted is None)
    if reached is not None:
        assert reached.metadata == wanted.metadata
        assert set(reached.participants) <= set(wanted.places)


def test_it_tells_all_how_a_site_sends_and_its_devices_what_they_are_pinned_to():
    companion = Seat(5, 52, False)
    lines = {5: LineUse(down="full", up="thin", pin="audio")}
    wanted = desired(MeetingRow(3, 2, OPEN, (TAM_HAI, companion), lines=lines))
    beside = Participant(SCREEN)
    there = room(site_5_51=SILENT, site_5_52=beside)
    steps = difference(wanted, there)
    assert {step.identity: step.words for step in steps if isinstance(step, Tell)} == {
        "site/5/51": {"pin": "audio", "up": "thin"},
        "site/5/52": {"pin": "audio"},
    }
    told = {"pin": "audio", "up": "thin", "missing": "camera"}
    known = Participant(EVERYTHING, SILENT.tracks, told)
    assert not difference(wanted, room(site_5_51=known))
    free = desired(MeetingRow(3, 2, OPEN, (TAM_HAI,)))
    (back,) = difference(free, room(site_5_51=known))
    assert back == Tell(free.name, "site/5/51", {"pin": "", "up": ""})
