"""Played rooms read one after the other, some write back, and calls ring a while."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.live.rules.answering import (
    APART,
    RINGS,
    UNREAD,
    Letter,
    Reads,
    TakesCall,
    answers,
)
from nhipcau.live.rules.talks import TalkRow

AT = 1_795_600_000_000
CAST = tuple(range(2, 19))
PHRASES = ("đã rõ", "xin chờ")
SEEDS = st.integers(0, 10_000)
MESSAGES = st.integers(1, 10**6)


def readings(seed, letter, cast=CAST):
    return answers(seed, cast, [letter], [], PHRASES)


@given(SEEDS, MESSAGES)
def test_what_went_to_all_is_read_by_each_room_once_and_never_by_two_at_once(
    seed, message
):
    owed = readings(seed, Letter(message, None, AT))
    assert {one.site for _, one in owed} == {*CAST}
    assert len(owed) == len(CAST)
    moments = [moment - AT for moment, _ in owed]
    assert moments[0] >= UNREAD
    assert moments[-1] <= UNREAD + APART * len(CAST)
    assert all(later - one >= 200 for one, later in pairwise(moments))


@given(SEEDS, MESSAGES, st.sampled_from(CAST))
def test_what_went_to_one_room_is_read_there_alone_within_three_seconds(
    seed, message, site
):
    [(moment, one)] = readings(seed, Letter(message, site, AT))
    assert one.site == site
    assert UNREAD <= moment - AT <= 3_000


@given(SEEDS, MESSAGES, st.sets(st.sampled_from(CAST)))
def test_who_has_read_owes_nothing_and_the_others_keep_their_moments(
    seed, message, read
):
    before = readings(seed, Letter(message, None, AT))
    after = readings(seed, Letter(message, None, AT, frozenset(read)))
    assert after == [owed for owed in before if owed[1].site not in read]


@given(SEEDS, MESSAGES)
def test_where_a_human_sits_no_machine_reads(seed, message):
    human = CAST[0]
    assert readings(seed, Letter(message, human, AT), CAST[1:]) == []
    rest = readings(seed, Letter(message, None, AT), CAST[1:])
    assert human not in {one.site for _, one in rest}


def written_back(letters):
    owed = answers(17, CAST, letters, [], PHRASES)
    phrases = [one.phrase for _, one in owed if isinstance(one, Reads)]
    assert {*phrases} == {"", *PHRASES}
    return sum(map(bool, phrases)) / len(phrases)


def test_some_write_back_more_often_to_what_was_meant_for_them_alone():
    to_all = [Letter(number, None, AT) for number in range(200)]
    alone = [Letter(n, site, AT) for n in range(200) for site in CAST]
    assert 0.1 < written_back(to_all) < 0.2
    assert 0.5 < written_back(alone) < 0.7


def test_rooms_do_not_always_read_in_the_same_order():
    orders = {
        tuple(one.site for _, one in readings(17, Letter(number, None, AT)))
        for number in range(20)
    }
    assert len(orders) == 20


def talk(site, answered=False):
    return TalkRow(5, 1, site, 9, AT, answered)


def test_a_call_rings_two_seconds_and_is_taken_where_a_machine_sits():
    ringing = answers(1, CAST, [], [talk(CAST[3])], PHRASES)
    assert ringing == [(AT + RINGS, TakesCall(CAST[3], 5))]
    assert RINGS == 2_000
    assert answers(1, CAST, [], [talk(CAST[3], answered=True)], PHRASES) == []
    assert answers(1, CAST, [], [talk(99)], PHRASES) == []


@given(SEEDS, MESSAGES)
def test_what_is_owed_comes_in_the_order_of_its_moments(seed, message):
    letters = [Letter(message, None, AT), Letter(message + 1, CAST[0], AT - 5_000)]
    owed = answers(seed, CAST, letters, [talk(CAST[3])], PHRASES)
    assert [moment for moment, _ in owed] == sorted(moment for moment, _ in owed)
    assert owed == answers(seed, CAST, letters, [talk(CAST[3])], PHRASES)
