"""Who came and who left, told once, and short cuts not at all."""

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.live.rules.doors import PATIENCE_MS, Doors, Moved

NOTHING = Moved(frozenset(), {})


def test_it_tells_who_came_once():
    doors = Doors()
    assert doors.look({1, 5}, 0) == Moved(frozenset({1, 5}), {})
    assert doors.look({1, 5}, 500) == NOTHING


def test_it_tells_who_left_with_the_moment_they_were_missed():
    doors = Doors({1, 5})
    assert doors.look({1}, 1_000) == NOTHING
    assert doors.waiting
    assert doors.look({1}, 5_999) == NOTHING
    assert doors.look({1}, 6_000) == Moved(frozenset(), {5: 1_000})
    assert not doors.waiting
    assert doors.look({1}, 60_000) == NOTHING


def test_a_restart_of_the_engine_is_no_departure():
    doors = Doors({1, 5, 7})
    doors.look(set(), 1_000)
    assert doors.look({1, 5, 7}, 3_000) == NOTHING
    assert doors.look({1, 5, 7}, 90_000) == NOTHING


looks = st.lists(
    st.tuples(st.sets(st.integers(1, 4)), st.integers(0, 9_000)), max_size=30
)


@given(looks)
def test_who_is_told_to_have_come_and_not_left_is_there_or_just_missed(steps):
    doors, now, told = Doors(), 0, set()
    for present, wait in steps:
        now += wait
        moved = doors.look(present, now)
        assert not moved.joined & told
        assert set(moved.left) <= told
        assert all(now - at >= PATIENCE_MS for at in moved.left.values())
        told = (told | moved.joined) - set(moved.left)
        assert present <= told
        assert doors.waiting == bool(told - present)
