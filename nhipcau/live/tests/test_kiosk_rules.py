"""Which meeting a room computer shows next, and which it enters by itself."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.live.rules.kiosk import EARLY, LATE, Next, Plan, next_meeting

NOW = 1_800_000_000_000
HOUR = 3_600_000
plans = st.lists(
    st.builds(
        Plan,
        meeting=st.integers(1, 9),
        starts=st.integers(NOW - 48 * HOUR, NOW + 48 * HOUR),
        phase=st.sampled_from(["waiting", "open", "paused", "closed"]),
        over=st.booleans(),
    ),
    unique_by=lambda plan: plan.meeting,
)


def test_it_shows_the_next_one_and_enters_an_hour_before():
    plan = Plan(1, NOW)
    later = Plan(2, NOW + 5 * HOUR)
    assert next_meeting([later, plan], NOW - EARLY - 1) == Next(1, enter=False)
    assert next_meeting([later, plan], NOW - EARLY) == Next(1, enter=True)


def test_it_waits_for_a_chair_who_is_late_but_not_for_ever():
    plan = Plan(1, NOW)
    assert next_meeting([plan], NOW + LATE) == Next(1, enter=True)
    assert next_meeting([plan], NOW + LATE + 1) is None


def test_it_enters_a_meeting_that_goes_on_whenever_it_began():
    assert next_meeting([Plan(1, NOW - 30 * HOUR, "paused")], NOW) == Next(1, True)
    assert next_meeting([Plan(1, NOW, "closed", over=True)], NOW) is None


def test_it_prefers_what_goes_on_to_what_nobody_has_opened():
    going, waiting = Plan(1, NOW - HOUR, "open"), Plan(2, NOW)
    assert next_meeting([going, waiting], NOW) == Next(1, enter=True)
    assert next_meeting([going, waiting], NOW, present=2) == Next(1, enter=True)


def test_of_two_that_go_on_it_enters_the_later_unless_it_has_been_called_to_speak():
    one, other = Plan(1, NOW - 3 * HOUR, "open"), Plan(2, NOW, "open")
    assert next_meeting([one, other], NOW, present=1) == Next(2, enter=True)
    called = replace(one, called=True)
    assert next_meeting([called, other], NOW, present=1) == Next(1, enter=True)
    assert next_meeting([called, other], NOW, present=2) == Next(2, enter=True)


def test_a_meeting_that_somebody_forgot_to_close_keeps_no_room():
    yesterday, today = Plan(1, NOW - 24 * HOUR, "open"), Plan(2, NOW + HOUR)
    assert next_meeting([yesterday, today], NOW, present=1) == Next(2, enter=True)
    tomorrow = Plan(2, NOW + 20 * HOUR)
    assert next_meeting([yesterday, tomorrow], NOW, present=1) == Next(1, enter=True)


@given(plans, st.integers(0, 9))
def test_it_never_enters_what_is_over_or_far_away(found, present):
    chosen = next_meeting(found, NOW, present)
    by_number = {plan.meeting: plan for plan in found}
    if chosen is None:
        assert all(
            plan.over or (plan.phase == "waiting" and plan.starts < NOW - LATE)
            for plan in found
        )
        return
    plan = by_number[chosen.meeting]
    assert not plan.over
    if chosen.enter and plan.phase == "waiting":
        assert -EARLY <= NOW - plan.starts <= LATE


@given(plans)
def test_it_stays_where_it_is_as_long_as_it_would_enter_there(found):
    first = next_meeting(found, NOW)
    if first and first.enter:
        assert next_meeting(found, NOW, present=first.meeting) == first
