"""Commands of the chair: stored whole, answered once, recorded."""

from concurrent.futures import ThreadPoolExecutor
from typing import get_args
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live import queries, services
from nhipcau.live.models import (
    Answer,
    LiveEvent,
    LiveMeeting,
    Offence,
    SpeakingTurn,
)
from nhipcau.live.rules.commands import (
    CHAIR,
    By,
    Close,
    Command,
    Extend,
    Grant,
    Limit,
    Lock,
    Mute,
    Open,
    Pause,
    Release,
    Reopen,
    Request,
    Resume,
    Revoke,
    SetMode,
)
from nhipcau.live.rules.events import fold
from nhipcau.live.rules.state import State
from nhipcau.live.texts import VERBS
from nhipcau.meetings.models import MeetingSite


def state(bench):
    return State.of(LiveMeeting.objects.get(meeting=bench.meeting).state)


def chair(bench):
    return actor_of(bench.people["hub"])


def test_it_stores_state_events_and_answer_together(bench):
    given = bench.give(Open())
    assert given.rev == 1
    assert State.of(given.state) == state(bench)
    assert LiveMeeting.objects.get(meeting=bench.meeting).rev == 1
    assert Answer.objects.get(meeting=bench.meeting).state == given.state


def test_it_keeps_a_history_that_yields_the_state(bench):
    bench.give(Open())
    bench.give(Grant(bench.site("hai"), ()))
    bench.give(Grant(bench.site("tra"), (bench.site("hai"),)))
    bench.give(Revoke(bench.site("tra"), (bench.site("tra"),)))
    assert fold(queries.history(bench.meeting.pk)) == state(bench)


def test_it_records_what_was_before_and_after(bench):
    bench.give(Open())
    bench.give(Grant(bench.site("hai"), ()))
    assert bench.audited("live.grant")[0]["floor"] == [bench.site("hai")]
    assert bench.audited("live.open")[0]["phase"] == "open"


def test_it_answers_the_same_command_once(bench):
    id = uuid4()
    first = services.command(chair(bench), bench.meeting, CHAIR, id, Open())
    bench.give(Grant(bench.site("hai"), ()))
    again = services.command(chair(bench), bench.meeting, CHAIR, id, Open())
    assert again == first
    assert state(bench).rev == 2
    assert LiveEvent.objects.filter(meeting=bench.meeting).count() == 3


def test_it_changes_nothing_by_a_refused_command_and_writes_it_down(bench):
    with pytest.raises(Refusal, match="not_open"):
        bench.give(Grant(bench.site("hai"), ()))
    assert state(bench).rev == 0
    assert not Answer.objects.exclude(refusal=["not_open", {}]).exists()
    assert bench.audited("live.refused") == [
        {"order": "live.grant", "reason": "not_open"}
    ]


def test_it_never_carries_out_what_it_has_refused(bench):
    id, actor = uuid4(), chair(bench)
    with pytest.raises(Refusal, match="turn_too_long"):
        services.command(actor, bench.meeting, CHAIR, id, Limit(-1))
    # The first of two attempts arrives late, when it would apply.
    with pytest.raises(Refusal) as again:
        services.command(actor, bench.meeting, CHAIR, id, Open())
    assert again.value == Refusal("turn_too_long", hours=4)
    assert state(bench).phase == "waiting"


def test_it_lets_only_who_chairs_command(bench):
    actor = actor_of(bench.people["hai"])
    with pytest.raises(Refusal, match="not_chair"):
        services.command(actor, bench.meeting, By("site"), uuid4(), Open())


def test_it_cannot_command_a_meeting_that_was_not_prepared(bench):
    with writing():
        LiveMeeting.objects.all().delete()
    with pytest.raises(Refusal, match="not_open"):
        bench.give(Open())


@pytest.mark.parametrize("had", [(), ("hai",)])
def test_it_gives_chairs_at_once_one_clear_outcome_each(committed, had):
    bench = committed
    bench.give(Open())
    floor = tuple(bench.site(who) for who in had)
    if floor:
        bench.give(Grant(floor[0], ()))
    orders = [Grant(bench.site(who), floor) for who in ("hai", "tra")]
    orders += [Revoke(site, floor) for site in floor]
    before = state(bench).rev

    def outcome(order):
        try:
            bench.give(order)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(9) as chairs:
        outcomes = list(chairs.map(outcome, orders * 3))
    refused = {"floor_changed", "site_has_floor", "site_without_floor"}
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", *refused}
    assert state(bench).rev == before + 1
    assert fold(queries.history(bench.meeting.pk)) == state(bench)


def test_it_prepares_a_meeting_once(bench):
    bench.give(Open())
    services.prepare(chair(bench), bench.meeting)
    assert state(bench).phase == "open"
    assert LiveEvent.objects.filter(meeting=bench.meeting).count() == 2


def test_it_prepares_no_meeting_without_its_chair(bench):
    with writing():
        LiveMeeting.objects.all().delete()
        MeetingSite.objects.filter(site=bench.sites["hub"]).delete()
    with pytest.raises(Refusal, match="chair_not_invited"):
        services.prepare(chair(bench), bench.meeting)


def test_it_follows_the_plan(bench):
    bench.give(Open())
    bench.give(Grant(bench.site("hai"), ()))
    with writing():
        MeetingSite.objects.filter(site=bench.sites["hai"]).delete()
    services.seat_sites(system("conductor"), bench.meeting)
    assert state(bench).sites == (bench.site("hub"), bench.site("tra"))
    assert state(bench).floor == ()
    assert fold(queries.history(bench.meeting.pk)) == state(bench)


def test_it_counts_the_starts_of_the_engine(bench):
    before = queries.epoch()
    assert services.engine_started(system("conductor")) == before + 1
    assert queries.epoch() == before + 1
    assert bench.audited("live.engine_started")


def test_it_withdraws_the_microphone_at_the_second_offence(bench):
    me, conductor = bench.identity("hai"), system("conductor")
    assert services.note_offence(conductor, bench.meeting, me) == 1
    assert services.note_offence(conductor, bench.meeting, me) == 2
    assert len(bench.audited("live.mute_microphone")) == 1
    assert len(bench.audited("live.withdraw_microphone")) == 1
    assert queries.offences_of(bench.meeting.pk, me) == 2


def test_it_forgets_offences_of_a_site_that_is_given_the_floor(bench):
    bench.give(Open())
    for who in ("hai", "tra"):
        services.note_offence(system("conductor"), bench.meeting, bench.identity(who))
    bench.give(Grant(bench.site("hai"), ()))
    left = Offence.objects.values_list("identity", flat=True)
    assert list(left) == [bench.identity("tra")]


def test_it_records_the_same_removal_once_a_minute(bench):
    for identity in ("site/9/9", "site/9/9", "site/9/8"):
        services.note_removal(system("conductor"), bench.meeting, identity)
    found = [event["identity"] for event in bench.audited("live.remove_participant")]
    assert found == ["site/9/9", "site/9/8"]


def test_it_forgives_who_is_now_meant_to_be_heard(bench):
    for who in ("hub", "hai"):
        services.note_offence(system("conductor"), bench.meeting, bench.identity(who))
    bench.give(Open())
    assert queries.offences_of(bench.meeting.pk, bench.identity("hub")) == 0
    assert queries.offences_of(bench.meeting.pk, bench.identity("hai")) == 1
    bench.give(Grant(bench.site("hai"), ()))
    assert queries.offences_of(bench.meeting.pk, bench.identity("hai")) == 0


def test_it_takes_every_hand_that_is_raised_at_once(committed):
    bench = committed
    bench.give(Open())

    def raise_hand(who):
        try:
            bench.ask_for(who, Request())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as sites:
        list(sites.map(raise_hand, ("hai", "tra")))
    assert set(state(bench).queue) == {bench.site("hai"), bench.site("tra")}
    assert len(bench.audited("live.request")) == 2


def turns(bench):
    rows = SpeakingTurn.objects.filter(meeting=bench.meeting)
    return [(row.site_id, row.ended is not None, row.limit) for row in rows]


def test_it_writes_a_row_for_each_turn(bench):
    hai, tra = bench.site("hai"), bench.site("tra")
    for order in (Limit(300), Open(), Grant(hai, ()), Extend(60, (hai,))):
        bench.give(order)
    assert turns(bench) == [(hai, False, 360)]
    bench.give(Grant(tra, (hai,)))
    bench.ask_for("tra", Release())
    assert turns(bench) == [(hai, True, 360), (tra, True, 300)]


def test_it_counts_the_time_of_a_turn_without_its_breaks(bench):
    hai = bench.site("hai")
    steps = (
        (0, Open()),
        (0, Grant(hai, ())),
        (20, Pause()),
        (600, Resume()),
        (10, Revoke(hai, (hai,))),
    )
    with time_machine.travel("2026-11-25 08:00:00Z", tick=False) as clock:
        for seconds, order in steps:
            clock.shift(seconds)
            bench.give(order)
    assert SpeakingTurn.objects.get().spent_ms == 30_000


def test_it_ends_the_turn_with_the_meeting_and_takes_that_back(bench):
    hai = bench.site("hai")
    for order in (Open(), Grant(hai, ()), Close()):
        bench.give(order)
    assert turns(bench) == [(hai, True, 0)]
    bench.give(Reopen())
    assert turns(bench) == [(hai, False, 0)]
    assert state(bench).floor == (hai,)


def test_it_counts_for_each_of_two_only_its_own_time(bench):
    hai, tra = bench.site("hai"), bench.site("tra")
    steps = (
        (0, Open()),
        (0, SetMode("questioning")),
        (0, Grant(hai, ())),
        (60, Grant(tra, (hai,))),
        (20, Close()),
        (5, Reopen()),
        (10, Revoke(tra, (hai, tra))),
        (10, Revoke(hai, (hai,))),
    )
    with time_machine.travel("2026-11-25 08:00:00Z", tick=False) as clock:
        for seconds, order in steps:
            clock.shift(seconds)
            bench.give(order)
    assert [(one.site.pk, one.total) for one in queries.spoken(bench.meeting.pk)] == [
        (hai, 100_000),
        (tra, 30_000),
    ]


def test_a_turn_that_runs_again_is_not_counted_yet(bench):
    hai = bench.site("hai")
    with time_machine.travel("2026-11-25 08:00:00Z", tick=False) as clock:
        for order in (Open(), Grant(hai, ()), Close(), Reopen()):
            clock.shift(20)
            bench.give(order)
    assert queries.spoken(bench.meeting.pk)[0].total == 0


TRAINING = SetMode("training")


@pytest.mark.parametrize(
    ("before", "last", "silent"),
    [
        ((SetMode("discussion"),), SetMode("conference"), {"hai", "tra"}),
        ((SetMode("discussion"),), Mute(), {"hai", "tra"}),
        ((SetMode("discussion"),), Lock(), {"hai", "tra"}),
        ((SetMode("discussion"),), Pause(), {"hub", "hai", "tra"}),
        ((SetMode("discussion"),), Close(), {"hub", "hai", "tra"}),
        ((TRAINING,), "grant", set()),
        ((), "grant", set()),
        ((), Request(), set()),
    ],
)
def test_who_just_lost_the_voice_is_still_closing_its_microphone(
    bench, before, last, silent
):
    with time_machine.travel("2026-11-25 08:00:00Z", tick=False) as clock:
        for order in (Open(), *before):
            bench.give(order)
        clock.shift(60)
        since = timezone.now()
        clock.shift(1)
        if isinstance(last, Request):
            bench.ask_for("hai", last)
        else:
            bench.give(Grant(bench.site("hai"), ()) if last == "grant" else last)
        found = queries.silenced_since(bench.meeting.pk, state(bench), since)
    assert found == {bench.site(who) for who in silent}


def test_it_has_words_in_the_log_for_every_command():
    assert set(services.VERB_OF.values()) <= set(VERBS)
    assert set(services.VERB_OF) == set(get_args(Command))
