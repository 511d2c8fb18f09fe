"""What devices note is kept once, by our clock, and by who sits at the site alone."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.live.models import SiteNote, SiteSample
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.timeline import services

# A clock that has lost its battery: 2001.
CLOCK = 1_000_000_000_000
RUN = str(uuid4())


def sample(n, ago=0, **changes):
    line = {"down_kbps": 900, "up_kbps": 300, "down_loss": 3, "up_loss": None}
    rest = {"rtt_ms": 40, "jitter_ms": 5, "busy": False}
    return {"n": n, "at": CLOCK - ago} | line | rest | changes


def note(n, kind="lost", ago=0, **facts):
    return {"n": n, "at": CLOCK - ago, "kind": kind} | facts


@pytest.fixture
def send(bench):
    def post(who="hai", samples=(), notes=(), **changes):
        browser = bench.browser(who, Client())
        journal = {"run": RUN, "now": CLOCK, "samples": samples, "notes": notes}
        return browser.post(
            f"/api/live/meetings/{bench.meeting.pk}/journal",
            json.dumps(journal | changes),
            content_type="application/json",
        )

    return post


def test_what_is_sent_twice_is_kept_once(bench, send):
    for _ in range(2):
        assert send(samples=[sample(1)], notes=[note(2), note(3)]).status_code == 204
    assert SiteSample.objects.count() == 1
    assert [one.number for one in SiteNote.objects.all()] == [2, 3]
    kept = SiteSample.objects.get()
    assert (kept.site_id, kept.down_kbps, kept.up_loss) == (
        bench.site("hai"),
        900,
        None,
    )
    assert bench.audited("live.journal")[0] == {
        "site": bench.site("hai"),
        "samples": 1,
        "notes": 2,
    }


def test_only_how_long_ago_something_was_is_believed_of_a_wrong_clock(send):
    send(notes=[note(1, ago=90_000)])
    ago = timezone.now() - SiteNote.objects.get().at
    assert timedelta(seconds=89) < ago < timedelta(seconds=120)


def test_what_lies_in_the_future_or_before_the_meeting_is_left_out(send):
    days = 3 * 24 * 3600 * 1000
    answer = send(notes=[note(1, ago=-60_000), note(2, ago=days), note(3)])
    assert answer.status_code == 204
    assert [one.number for one in SiteNote.objects.all()] == [3]


def test_each_kind_of_note_keeps_its_own_facts(send):
    notes = [
        note(1, "opened", ended="died", away=40_000, up=None),
        note(2, "uses", down="thin", up="audio"),
        note(3, "path", path="tcp"),
        note(4, "stalled", ms=790_000_000_000),
        note(5, "back", served=True),
    ]
    assert send(notes=notes).status_code == 204
    kept = {one.kind: one.facts for one in SiteNote.objects.all()}
    assert kept["opened"] == {"ended": "died", "away": 40_000, "up": None}
    assert kept["uses"] == {"down": "thin", "up": "audio"}
    assert kept["back"] == {"served": True}


@pytest.mark.parametrize(
    "journal",
    [
        {"notes": [note(1, "opened")]},
        {"notes": [note(1, "exploded")]},
        {"notes": [note(1, "uses", down="huge", up="full")]},
        {"notes": [note(-1)]},
        {"notes": [note(n) for n in range(201)]},
        {"samples": [sample(1, down_loss=1001)]},
        {"samples": [sample(1, rtt_ms=-1)]},
        {"samples": [sample(1, at=2**60)]},
        {"run": "mine"},
        {"now": -1},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(send, journal):
    assert send(**journal).status_code == 422
    assert not SiteNote.objects.exists()
    assert not SiteSample.objects.exists()


def test_a_page_gone_wild_does_not_fill_the_disk(send, monkeypatch):
    monkeypatch.setitem(services.MOST, SiteSample, 2)
    samples = [sample(n) for n in range(5)]
    assert send(samples=samples, notes=[note(9)]).status_code == 204
    assert send(samples=[sample(7)], notes=[note(8)]).status_code == 204
    assert SiteSample.objects.count() == 2
    assert SiteNote.objects.count() == 2


def test_what_is_no_news_is_no_event_of_the_log(bench, send):
    send(notes=[note(1)])
    send(notes=[note(1)])
    send()
    assert len(bench.audited("live.journal")) == 1


def test_a_companion_notes_nothing_for_its_site(bench, send):
    with writing():
        bench.devices["hai"].main = False
        bench.devices["hai"].save()
    assert send(notes=[note(1)]).status_code == 403


def test_what_is_noted_while_it_is_sent_is_not_of_the_future(send):
    send(notes=[note(1, ago=-900)])
    assert SiteNote.objects.get().at <= timezone.now()


def test_nobody_writes_for_a_site_without_a_seat_there(bench, send):
    with writing():
        bench.devices["hai"].removed = timezone.now()
        bench.devices["hai"].save()
    assert send(notes=[note(1)]).status_code == 403
    bench.dismiss("tra")
    assert send("tra", notes=[note(1)]).status_code == 403
    assert not SiteNote.objects.exists()


def test_moments_of_a_kept_note_are_in_order_of_time_not_of_arrival(send):
    send(notes=[note(2, ago=1000)])
    send(notes=[note(1, ago=5000)])
    at = [milliseconds(one.at) for one in SiteNote.objects.all()]
    assert at == sorted(at)
