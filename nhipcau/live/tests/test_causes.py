"""Why a site was gone, from what the engine saw and what its device noted."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.live.rules.causes import (
    LATE_MS,
    NEAR_MS,
    Cut,
    Said,
    Span,
    cause_of,
    cuts_of,
    moments_of,
    together,
)

# The device loses the line at 100 s and has it again at 150 s.
LOST = Said(100_000, "lost", {})
BACK = Said(150_000, "back", {"served": False})


def opened(at, ended="none", away=0, up=None):
    return Said(at, "opened", {"ended": ended, "away": away, "up": up})


def cause(spans, said=(), engines=(), many=False):
    (cut,) = cuts_of(spans, said)
    return cause_of(cut, engines, together=many)


def gone(why="silent", since=120_000, until=150_500):
    return [Span(0, since, why), Span(until, None)]


def test_nobody_was_gone_who_stayed():
    assert cuts_of([Span(0, None)], [opened(0), Said(900, "back", {})]) == []
    assert cuts_of([], []) == []


def test_both_accounts_are_one_cut_and_the_device_knows_its_beginning():
    (cut,) = cuts_of(gone(), [LOST, BACK])
    assert (cut.since, cut.until, cut.why) == (100_000, 150_500, "silent")
    assert cut.said == (LOST, BACK)


def test_a_page_that_died_knows_only_roughly_since_when():
    roughly = opened(145_000, "died", 100_000)
    (cut,) = cuts_of(gone(), [roughly, BACK])
    assert (cut.since, cut.until) == (120_000 - LATE_MS, 150_500)
    (alone,) = cuts_of([Span(0, None)], [roughly, BACK])
    assert alone.since == 150_000 - LATE_MS
    assert cause_of(alone, (), together=False) == "browser"
    (long,) = cuts_of([Span(0, None)], [opened(145_000, "died", 144_000), BACK])
    assert cause_of(long, (), together=False) == "browser"


def test_a_page_that_a_technician_wanted_anew_is_nobodys_fault_there():
    closed = [Said(119_900, "closed", {}), opened(122_000, "closed", 2_100)]
    (cut,) = cuts_of(gone("left", until=125_000), closed)
    assert cause_of(cut, (), together=False) == "page"
    for asked in (119_800, cut.since):
        assert cause_of(cut, (), together=False, asked=[asked]) == "asked"
    for other in (cut.since - LATE_MS - 1, cut.since + NEAR_MS + 1):
        assert cause_of(cut, (), together=False, asked=[other]) == "page"
    # What the engine or the line did, nobody asked for.
    (lost,) = cuts_of(gone(), [LOST, BACK])
    assert cause_of(lost, (), together=False, asked=[lost.since]) == "network"


def test_a_short_cut_the_engine_never_noticed():
    (cut,) = cuts_of([Span(0, None)], [LOST, Said(103_000, "back", {"served": True})])
    assert (cut.since, cut.until) == (100_000, 103_000)


def test_two_cuts_stay_two():
    later = [Said(400_000, "lost", {}), Said(410_000, "back", {"served": False})]
    cuts = cuts_of([Span(0, None)], [LOST, BACK, *later])
    assert [(one.since, one.until) for one in cuts] == [
        (100_000, 150_000),
        (400_000, 410_000),
    ]
    assert cuts[1].said == tuple(later)


def test_a_page_that_was_loaded_anew_explains_no_later_cut():
    again = [opened(94_000, "closed", 2_000), Said(95_000, "back", {"served": True})]
    first, second = cuts_of([Span(0, None)], [*again, LOST, BACK])
    assert cause_of(first, (), together=False) == "page"
    assert cause_of(second, (), together=False) == "network"


def test_who_has_not_come_back_is_gone_still():
    (cut,) = cuts_of([Span(0, 120_000, "silent")], [LOST])
    assert cut.until is None


def test_who_tried_the_devices_the_day_before_was_not_cut_off():
    spans = [Span(0, 40_000, "left"), Span(900_000, None)]
    said = [opened(890_000, "closed", 850_000), Said(900_000, "back", {"served": True})]
    assert cuts_of(spans, said, begin=600_000) == []


def test_who_leaves_when_the_meeting_ends_was_not_cut_off():
    assert cuts_of([Span(0, 120_000, "left")], [], end=119_000) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([LOST, BACK], "network"),
        ([LOST, Said(150_000, "back", {"served": True})], "media"),
        ([LOST, Said(100_500, "offline", {}), BACK], "cable"),
        ([LOST, Said(149_000, "stalled", {"ms": 48_000}), BACK], "asleep"),
        ([LOST, Said(149_000, "stalled", {"ms": 2_000}), BACK], "network"),
        ([LOST], "silent"),
        ([], "silent"),
        ([opened(145_000, "died", 44_000, up=15_000), BACK], "power"),
        ([opened(145_000, "died", 44_000, up=95_000), BACK], "browser"),
        ([opened(145_000, "died", 44_000), BACK], "browser"),
        ([opened(145_000, "closed", 44_000), BACK], "page"),
        ([Said(99_000, "closed", {}), opened(145_000, "closed", 46_000), BACK], "page"),
    ],
)
def test_what_the_device_noted_names_the_cause(said, expected):
    assert cause(gone(), said) == expected


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("", "unknown"),
        ("left", "page"),
        ("silent", "silent"),
        ("removed", "removed"),
        ("engine", "engine"),
    ],
)
def test_what_the_engine_saw_names_the_cause_until_the_device_tells(why, expected):
    assert cause(gone(why)) == expected


def test_a_new_engine_explains_a_cut_that_begins_with_it():
    assert cause([Span(0, None)], [LOST, BACK], engines=[101_500]) == "engine"
    assert cause([Span(0, None)], [LOST, BACK], engines=[40_000]) == "network"


def test_many_at_once_are_the_hubs_line_but_not_who_left_by_itself():
    assert cause(gone(), [LOST, BACK], many=True) == "hub"
    assert cause(gone("left"), many=True) == "page"


def test_many_are_three_and_half_of_those_who_were_there():
    def many(*others, there):
        cuts = {5: [Cut(100_000, 150_000)]} | dict(enumerate(others, 6))
        return together(100_000, moments_of(cuts), there)

    other, far = [Cut(104_000, 150_000)], [Cut(130_000, 150_000)]
    left = [Cut(100_000, None, "left")]
    assert many(other, other, there=6)
    assert not many(other, other, there=7)
    assert not many(other, there=2)
    assert not many(other, far, there=3)
    assert not many(other, left, there=3)
    assert not many([*other, Cut(95_000, 99_000)], there=3)


def test_who_loads_the_page_anew_because_the_line_is_gone_does_not_explain_it():
    lost = Said(100_000, "lost", {})
    for ended in ("closed", "died"):
        again = [opened(140_000, ended, 10_000, up=5_000), BACK]
        assert cause(gone(), [lost, *again]) == "network"
    late = [Said(130_000, "offline", {}), Said(140_000, "stalled", {"ms": 9_000}), BACK]
    assert cause(gone(), [lost, *late]) == "network"
    own_end = Said(100_003, "closed", {})
    assert (
        cause(gone(), [lost, own_end, opened(145_000, "closed", 44_900), BACK])
        == "page"
    )


def test_a_dead_line_that_our_page_gives_up_is_not_the_page_that_was_closed():
    assert cause(gone("left"), [LOST, BACK]) == "network"


def test_a_computer_that_was_shut_down_in_order_lost_its_power_too():
    shut = opened(145_000, "closed", 44_000, up=15_000)
    assert cause(gone(), [shut, BACK]) == "power"


def test_a_second_window_does_not_make_a_site_gone_that_is_there():
    second = [opened(100_000, "died", 2_000)]
    assert cuts_of([Span(0, None)], second, now=300_000) == []
    companion = [opened(100_000, "closed", 5_000), Said(7_300_000, "back", {})]
    assert cuts_of([Span(0, None)], companion, now=8_000_000) == []


def test_who_is_lost_just_now_is_gone_although_the_engine_has_not_noticed():
    (cut,) = cuts_of([Span(0, None)], [LOST], now=110_000)
    assert cut.until is None


def test_who_is_missed_again_right_after_coming_back_is_gone_still():
    short = [LOST, Said(110_000, "back", {"served": False})]
    (cut,) = cuts_of([Span(0, 111_000, "silent")], short, now=200_000)
    assert cut.until is None


moments = st.integers(0, 600_000)
notes = st.one_of(
    st.builds(Said, moments, st.just("lost"), st.just({})),
    st.builds(
        Said, moments, st.just("back"), st.fixed_dictionaries({"served": st.booleans()})
    ),
    st.builds(opened, moments, st.sampled_from(["none", "closed", "died"]), moments),
)


@st.composite
def spans(draw):
    """Comings and goings in order; the last may be there still."""
    at = sorted(draw(st.lists(moments, max_size=8, unique=True)))
    pairs = list(zip(at[::2], [*at[1::2], None], strict=False))
    return [Span(since, until, "silent") for since, until in pairs]


@given(spans(), st.lists(notes, max_size=12))
def test_cuts_come_in_order_and_never_touch(known, said):
    cuts = cuts_of(known, sorted(said, key=lambda one: one.at))
    for before, after in pairwise(cuts):
        assert before.until is not None
        assert before.since <= before.until
        assert after.since > before.until + NEAR_MS
    for cut in cuts:
        assert cause_of(cut, (), together=False)


@given(spans(), st.lists(notes, max_size=12))
def test_no_absence_that_the_engine_saw_is_forgotten(known, said):
    cuts = cuts_of(known, sorted(said, key=lambda one: one.at))
    for span in known:
        if span.until is not None:
            assert any(
                cut.since <= span.until
                and (cut.until is None or span.until <= cut.until + NEAR_MS)
                for cut in cuts
            )
    if known and known[-1].until is not None:
        assert cuts[-1].until is None or cuts[-1].until >= known[-1].until
