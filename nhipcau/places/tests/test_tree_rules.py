"""Paths are what a walk on each single day finds; no circle is ever accepted."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.places.rules.periods import Period, joined, meet
from nhipcau.places.rules.tree import Link, Tree, paths, refuse_link, refuse_period

DAY = date(2025, 1, 1)
TODAY = DAY + timedelta(days=30)
UNITS = range(6)
SPAN = range(12)


def day(number):
    return DAY + timedelta(days=number)


def period(since, until=None):
    return Period(day(since), None if until is None else day(until))


days = st.integers(0, 9)
periods = st.builds(
    lambda since, length: period(since, since + length if length else None),
    days,
    st.none() | st.integers(1, 9),
)
links = st.builds(Link, st.sampled_from(UNITS), st.sampled_from(UNITS), periods)
lives = st.fixed_dictionaries(dict.fromkeys(UNITS, periods))


@st.composite
def accepted_trees(draw):
    """Trees as clerks build them: link after link, the refused ones left out."""
    tree = Tree(draw(lives))
    for link in draw(st.lists(links, max_size=30)):
        if refuse_link(tree, link, TODAY) is None:
            tree.add(link)
    return tree


def parents_on(tree, unit, on):
    return [link.parent for link in tree.above(unit) if link.period.covers(on)]


def walk(tree, unit, on):
    """Who lies above `unit` on one day, step by step; brute force."""
    above, depth = [unit], 0
    found = {}
    while above:
        for each in above:
            assert each not in found, "a circle"
            found[each] = depth
        above = [parent for each in above for parent in parents_on(tree, each, on)]
        depth += 1
    return found


@given(accepted_trees())
def test_it_finds_the_paths_that_a_walk_on_each_day_finds(tree):
    found = paths(tree)
    for number in SPAN:
        on = day(number)
        for unit, life in tree.lives.items():
            expected = walk(tree, unit, on) if life.covers(on) else {}
            actual = {
                path.ancestor: path.depth
                for path in found
                if path.descendant == unit and path.period.covers(on)
            }
            assert actual == expected


@given(accepted_trees())
def test_it_keeps_one_unbroken_path_per_pair_and_day(tree):
    found = list(paths(tree))
    for one in found:
        for other in found:
            same = (one.ancestor, one.descendant) == (other.ancestor, other.descendant)
            if one is not other and same:
                assert meet(one.period, other.period) is None


@given(accepted_trees(), links)
def test_it_accepts_a_link_only_if_every_day_stays_a_tree(tree, link):
    if refuse_link(tree, link, TODAY):
        return
    tree.add(link)
    for number in SPAN:
        for unit in UNITS:
            walk(tree, unit, day(number))
            assert len(parents_on(tree, unit, day(number))) <= 1


@given(accepted_trees())
def test_it_lets_a_removed_link_come_back(tree):
    for link in [link for unit in UNITS for link in tree.above(unit)]:
        tree.remove(link)
        assert refuse_link(tree, link, TODAY) is None
        tree.add(link)


@given(st.lists(periods))
def test_it_joins_periods_without_losing_or_adding_a_day(many):
    few = joined(many)
    for number in range(25):
        covered = [each for each in many if each.covers(day(number))]
        assert bool(covered) == any(each.covers(day(number)) for each in few)
    for one, other in pairwise(few):
        assert one.until is not None
        assert one.until < other.since


def alive(*units):
    return {unit: period(0) for unit in units}


def test_it_refuses_a_unit_under_itself():
    refusal = refuse_link(Tree(alive(1)), Link(1, 1, period(2)), TODAY)
    assert refusal == Refusal("own_ancestor", date=day(2))


def test_it_refuses_a_circle_that_closes_for_a_single_day():
    tree = Tree(alive(1, 2, 3))
    tree.add(Link(1, 2, period(0, 5)))
    tree.add(Link(2, 3, period(4)))
    refusal = refuse_link(tree, Link(3, 1, period(0, 5)), TODAY)
    assert refusal == Refusal("own_ancestor", date=day(4))
    assert refuse_link(tree, Link(3, 1, period(0, 4)), TODAY) is None
    assert refuse_link(tree, Link(3, 1, period(5)), TODAY) is None


def test_it_refuses_a_second_parent_on_the_same_day():
    tree = Tree(alive(1, 2, 3), [Link(1, 2, period(0, 10))])
    refusal = refuse_link(tree, Link(1, 3, period(9)), TODAY)
    assert refusal == Refusal("links_overlap", date=day(9))
    assert refuse_link(tree, Link(1, 3, period(10)), TODAY) is None


def test_it_refuses_days_on_which_one_of_both_does_not_exist():
    tree = Tree({1: period(3, 8), 2: period(0, 6)})
    assert refuse_link(tree, Link(1, 2, period(2, 5)), TODAY).code == (
        "link_outside_unit"
    )
    assert refuse_link(tree, Link(1, 2, period(3, 8)), TODAY).code == (
        "link_outside_parent"
    )
    assert refuse_link(tree, Link(1, 2, period(3, 6)), TODAY) is None


def test_it_refuses_empty_periods_and_the_future():
    assert refuse_period(period(4, 4), TODAY).code == "period_empty"
    assert refuse_period(period(5, 4), TODAY).code == "period_empty"
    tomorrow = TODAY + timedelta(days=1)
    assert refuse_period(Period(tomorrow), TODAY) == Refusal(
        "date_in_future", date=tomorrow
    )
    assert refuse_period(Period(DAY, tomorrow), TODAY).facts == {"date": tomorrow}
    assert refuse_period(Period(TODAY), TODAY) is None


def test_it_reaches_any_depth():
    units = range(200)
    tree = Tree({unit: period(0) for unit in units})
    for unit in units[1:]:
        tree.add(Link(unit, unit - 1, period(0)))
    assert max(path.depth for path in paths(tree)) == 199


def test_it_ends_even_when_a_damaged_table_holds_a_circle():
    tree = Tree(alive(1, 2), [Link(1, 2, period(0)), Link(2, 1, period(0))])
    assert len(paths(tree)) < 10
