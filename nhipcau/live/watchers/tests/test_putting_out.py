"""Who conducts puts out people who watch by a sign-in, and lets them in again."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Watcher
from nhipcau.live.rules.commands import CHAIR, By
from nhipcau.live.tests.bench import Bench
from nhipcau.live.watchers import services
from nhipcau.live.watchers.queries import watchers_of
from nhipcau.live.watchers.tests.test_watching import asked, door, opened


def decide(bench: Bench, watcher: Watcher, what: services.Decision) -> None:
    """The chair decides."""
    actor = actor_of(bench.people["hub"])
    services.decide(actor, bench.meeting, CHAIR, watcher.pk, what)


def listed(bench: Bench) -> list[dict[str, object]]:
    """Who watches, as the desk is told."""
    desk = bench.browser("hub", Client())
    rows = desk.get(f"/api/live/meetings/{bench.meeting.pk}").json()["guests"]
    assert isinstance(rows, list)
    return rows


def test_it_shows_the_desk_who_watches_by_name(bench, client):
    browser = opened(bench, client)
    browser.get(f"/cuoc-hop/{bench.meeting.pk}/tuong/")
    opened(bench, Client(), "tra", "tuong")
    plain = {"office": "", "link": "", "status": "admitted"}
    first, _, last = Watcher.objects.order_by("id")
    assert listed(bench) == [
        {"id": first.pk, "name": "hai", "kinds": ["observer", "wall"], **plain},
        {"id": last.pk, "name": "tra", "kinds": ["wall"], **plain},
    ]
    site = bench.browser("hai", Client())
    api = f"/api/live/meetings/{bench.meeting.pk}"
    assert site.get(api).json()["guests"] == []


def test_it_forgets_who_signed_out_but_not_who_was_put_out(bench, client):
    opened(bench, client)
    opened(bench, Client(), "tra")
    decide(bench, Watcher.objects.get(person=bench.people["tra"]), "remove")
    with writing():
        UserSession.objects.all().delete()
    assert [(row["name"], row["status"]) for row in listed(bench)] == [
        ("tra", "removed")
    ]


@pytest.mark.parametrize("page", ["xem", "tuong"])
def test_it_puts_out_at_once_who_comes_back_only_when_let_in(bench, client, page):
    browser = opened(bench, client, page=page)
    row = Watcher.objects.get()
    assert watchers_of(bench.meeting) == (row.pk,)
    decide(bench, row, "remove")
    assert watchers_of(bench.meeting) == ()
    assert door(bench, browser, row.pk).status_code == 403
    answer = asked(bench, browser, row.pk)
    assert (answer.status_code, answer.json()["code"]) == (403, "watcher_removed")
    decide(bench, row, "admit")
    assert watchers_of(bench.meeting) == (row.pk,)
    assert door(bench, browser, row.pk).status_code == 200
    assert asked(bench, browser, row.pk).status_code == 200


def test_it_keeps_out_who_signs_in_anew_or_comes_as_a_wall(bench, client):
    opened(bench, client)
    out = Watcher.objects.get()
    decide(bench, out, "remove")
    again = opened(bench, Client())
    again.get(f"/cuoc-hop/{bench.meeting.pk}/tuong/")
    others = Watcher.objects.exclude(pk=out.pk)
    assert [row.kind for row in others] == ["observer", "wall"]
    assert watchers_of(bench.meeting) == ()
    for row in others:
        assert door(bench, again, row.pk).status_code == 403
        assert asked(bench, again, row.pk).json()["code"] == "watcher_removed"
    # Let in by any of its numbers, it is in by all.
    decide(bench, others[1], "admit")
    assert set(watchers_of(bench.meeting)) == {row.pk for row in Watcher.objects.all()}


def test_it_puts_out_nobody_else(bench, client):
    opened(bench, client)
    other = opened(bench, Client(), "tra")
    mine, theirs = Watcher.objects.order_by("id")
    decide(bench, mine, "remove")
    assert watchers_of(bench.meeting) == (theirs.pk,)
    assert door(bench, other, theirs.pk).status_code == 200
    # Its seat at a site of the meeting is another matter.
    assert isinstance(bench.ask("hai"), str)


def test_it_is_recorded_once_each_time(bench, client):
    opened(bench, client)
    row = Watcher.objects.get()
    for what in ("remove", "remove", "admit", "admit"):
        decide(bench, row, what)
    for verb, status in (("remove", "removed"), ("admit", "admitted")):
        facts = {"watcher": row.pk, "watcher_status": status}
        assert bench.audited(f"live.{verb}_watcher") == [facts]


def test_it_lets_the_desk_decide_and_no_site(bench, client):
    browser = opened(bench, client)
    row = Watcher.objects.get()
    api = f"/api/live/meetings/{bench.meeting.pk}/guests/{row.pk}"
    assert bench.browser("tra", Client()).post(f"{api}/remove").status_code == 403
    assert browser.post(f"{api}/admit").status_code == 403
    desk = bench.browser("hub", Client())
    assert desk.post(f"{api}/refuse").json()["code"] == "guest_is_in"
    assert desk.post(f"{api}/remove").status_code == 204
    assert watchers_of(bench.meeting) == ()
    actor = actor_of(bench.people["hai"])
    with pytest.raises(Refusal, match="not_chair"):
        services.decide(actor, bench.meeting, By("site", 1), row.pk, "admit")


def test_it_does_not_let_in_with_all_guests_who_was_put_out(bench, client):
    opened(bench, client)
    decide(bench, Watcher.objects.get(), "remove")
    services.admit_all(actor_of(bench.people["hub"]), bench.meeting, CHAIR)
    assert watchers_of(bench.meeting) == ()
