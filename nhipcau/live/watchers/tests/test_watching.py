"""Signed-in people watch: they see and hear, and are nobody in the meeting."""

from __future__ import annotations

from uuid import uuid4

import jwt
import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.live.models import LiveMeeting, Watcher
from nhipcau.live.queries import attendance, facts, live_meeting
from nhipcau.live.rules.commands import CHAIR, Open
from nhipcau.live.rules.mirror import NOTHING, desired
from nhipcau.live.rules.state import State
from nhipcau.live.tests.bench import Bench
from nhipcau.live.watchers.queries import watchers_of
from nhipcau.live.words import services as words
from nhipcau.places.models import Site


def opened(bench: Bench, client: Client, who: str = "hai", page: str = "xem") -> Client:
    """A browser that is signed in as `who` and has opened the page."""
    client.force_login(bench.people[who])
    with writing():
        UserSession.objects.create(
            user=bench.people[who],
            session_key=client.session.session_key,
            ip="127.0.0.1",
            data={},
        )
    answer = client.get(f"/cuoc-hop/{bench.meeting.pk}/{page}/")
    assert answer.status_code == 200
    return client


def door(bench: Bench, client: Client, watcher: int):
    uri = f"/livekit/{bench.meeting.pk}/xem/{watcher}/rtc/v1?access_token=door"
    return client.get("/api/live/door", headers={"x-forwarded-uri": uri})


def asked(bench: Bench, client: Client, watcher: int):
    return client.get(watched(bench, watcher))


def watched(bench: Bench, watcher: int) -> str:
    return f"/api/live/meetings/{bench.meeting.pk}/watchers/{watcher}"


def reasons(bench: Bench) -> list[object]:
    return [event["reason"] for event in bench.audited("live.refuse_watcher")]


def test_it_gives_who_watches_a_token_that_publishes_nothing(bench, client):
    browser = opened(bench, client)
    row = Watcher.objects.get()
    answer = door(bench, browser, row.pk)
    token = answer.headers["Authorization"].removeprefix("Bearer ")
    secret = settings.NHIPCAU.engine_secret.get_secret_value()
    claims = jwt.decode(token, secret, algorithms=["HS256"])
    assert claims["sub"] == f"watch/{row.pk}"
    assert claims["video"] == {
        "roomJoin": True,
        "room": bench.room,
        "canSubscribe": True,
        "canPublish": False,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }


def test_it_tells_who_watches_the_stage_and_nothing_to_command(bench, client):
    bench.give(Open())
    browser = opened(bench, client)
    body = asked(bench, browser, Watcher.objects.get().pk).json()
    assert body["me"] | {"identity": ""} == {
        "identity": "",
        "site": 0,
        "device": 0,
        "main": True,
        "role": "watcher",
        "may": [],
    }
    assert body["state"]["phase"] == "open"
    assert {site["name"] for site in body["sites"]} == {"hub", "hai", "tra"}
    assert (body["reports"], body["words"]) == ([], 0)


def test_it_tells_who_watches_the_running_text_and_no_other_word(bench, client):
    browser = opened(bench, client)
    address = f"{watched(bench, Watcher.objects.get().pk)}/running"
    assert browser.get(address).json() == {"number": 0, "running": ""}
    actor = actor_of(bench.people["hub"])
    words.write(actor, bench.meeting, CHAIR, uuid4(), None, "Việc riêng")
    words.set_running_text(actor, bench.meeting, "Giờ giải lao")
    assert browser.get(address).json() == {"number": 2, "running": "Giờ giải lao"}
    # By this number, which the engine tells too, it knows that there is something new.
    assert asked(bench, browser, Watcher.objects.get().pk).json()["words"] == 2
    api = f"/api/live/meetings/{bench.meeting.pk}/words"
    for what in (api, f"{api}/talk"):
        assert browser.get(what).status_code == 403
    other = Client()
    other.force_login(bench.people["tra"])
    assert other.get(address).json()["code"] == "watched_by_another"
    assert Client().get(address).status_code == 401


def test_it_is_one_watcher_for_each_sign_in_and_page(bench, client):
    browser = opened(bench, client)
    for page in ("xem", "tuong", "tuong"):
        browser.get(f"/cuoc-hop/{bench.meeting.pk}/{page}/")
    assert [row.kind for row in Watcher.objects.all()] == ["observer", "wall"]
    assert len(bench.audited("live.watch")) == 2
    wall = Watcher.objects.get(kind="wall")
    assert asked(bench, browser, wall.pk).json()["me"]["role"] == "wall"


def programme(bench: Bench, client: Client, site: object = ""):
    return client.get(f"/programme/{bench.meeting.pk}/", {"for": site})


def test_a_programme_is_for_a_site_that_hears_and_sees_all_but_itself(bench, client):
    browser = opened(bench, client)
    for site in (bench.site("hai"), bench.site("tra"), bench.site("hai"), ""):
        assert programme(bench, browser, site).status_code == 200
    rows = Watcher.objects.filter(kind="programme")
    assert [row.site_id for row in rows] == [bench.site("hai"), bench.site("tra"), None]
    told = [asked(bench, browser, row.pk).json()["me"] for row in rows]
    assert [one["site"] for one in told] == [bench.site("hai"), bench.site("tra"), 0]
    assert {one["role"] for one in told} == {"programme"}
    assert all(one["may"] == [] for one in told)


def test_a_programme_is_for_no_site_that_is_not_invited(bench, client):
    browser = opened(bench, client)
    for site in (10**6, "9" * 5000, "x", "-1"):
        assert programme(bench, browser, site).status_code == 404
    assert not Watcher.objects.filter(kind="programme").exists()


def test_a_link_site_has_a_programme_on_the_page_of_the_meeting(bench, client):
    client.force_login(bench.people["hub"])
    page = f"/cuoc-hop/{bench.meeting.pk}/"
    address = f"/programme/{bench.meeting.pk}/?for={bench.site('tra')}"
    assert address not in client.get(page).content.decode()
    with writing():
        Site.objects.filter(pk=bench.site("tra")).update(kind=Site.Kind.LINK)
    assert address in client.get(page).content.decode()


def test_it_puts_who_watches_in_no_list_of_the_meeting(bench, client):
    bench.give(Open())
    before = live_meeting(bench.meeting.pk).state
    opened(bench, client)
    found = facts(bench.meeting.pk, timezone.now(), seats=True).row
    place = desired(found).places[f"watch/{Watcher.objects.get().pk}"]
    assert (place.sources, place.speaks, place.main) == (NOTHING, False, False)
    assert found.state == before
    assert len(attendance(bench.meeting)) == 3
    assert all(not row.spans for row in attendance(bench.meeting))


def test_it_lets_nobody_watch_who_may_not_know_of_the_meeting(bench, client):
    client.force_login(bench.people["stranger"])
    assert client.get(f"/cuoc-hop/{bench.meeting.pk}/xem/").status_code == 403
    assert not Watcher.objects.exists()


def test_it_ends_with_the_role(bench, client):
    browser = opened(bench, client)
    row = Watcher.objects.get()
    assert watchers_of(bench.meeting) == (row.pk,)
    bench.dismiss("hai")
    assert watchers_of(bench.meeting) == ()
    assert door(bench, browser, row.pk).status_code == 403
    assert asked(bench, browser, row.pk).json()["code"] == "may_not_watch"
    assert reasons(bench) == ["may_not_watch"]


def test_it_ends_with_the_sign_in(bench, client):
    browser = opened(bench, client)
    row = Watcher.objects.get()
    with writing():
        UserSession.objects.all().delete()
    assert watchers_of(bench.meeting) == ()
    browser.logout()
    assert door(bench, browser, row.pk).status_code == 401
    assert asked(bench, browser, row.pk).status_code == 401


def test_it_ends_with_the_meeting(bench, client):
    browser = opened(bench, client)
    hub = bench.site("hub")
    with writing():
        closed = State(9, "closed", hub, (hub,), closed=1_000)
        LiveMeeting.objects.update(state=closed.value(), rev=9)
    row = Watcher.objects.get()
    assert door(bench, browser, row.pk).status_code == 403
    assert asked(bench, browser, row.pk).json()["code"] == "closed"


@pytest.mark.parametrize("who", ["hai", "tra"])
def test_it_lets_no_other_sign_in_watch_under_the_same_number(bench, client, who):
    opened(bench, client)
    row = Watcher.objects.get()
    other = Client()
    other.force_login(bench.people[who])
    assert door(bench, other, row.pk).status_code == 403
    assert asked(bench, other, row.pk).json()["code"] == "watched_by_another"


def test_it_knows_a_number_in_its_own_meeting_only(bench, client):
    browser = opened(bench, client)
    number = Watcher.objects.get().pk
    assert asked(bench, browser, number + 1).status_code == 404
    answer = browser.get(f"/api/live/meetings/999/watchers/{number}")
    assert answer.status_code == 404
    uri = f"/livekit/999/xem/{number}/rtc"
    refused = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert refused.status_code == 403


def test_it_waits_on_the_page_until_the_room_is_there(bench, client):
    with writing():
        LiveMeeting.objects.all().delete()
    browser = opened(bench, client)
    answer = asked(bench, browser, Watcher.objects.get().pk)
    assert answer.json()["code"] == "room_not_yet"


def test_it_leads_there_from_the_page_of_the_meeting(bench, client):
    client.force_login(bench.people["hai"])
    page = str(client.get(f"/cuoc-hop/{bench.meeting.pk}/").content, "utf-8")
    assert f"/cuoc-hop/{bench.meeting.pk}/xem/" in page
    assert f"/cuoc-hop/{bench.meeting.pk}/tuong/" in page
