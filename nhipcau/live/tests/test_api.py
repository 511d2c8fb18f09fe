"""The room's JSON: what a browser is told, and what it may ask."""

import json
from uuid import uuid4

import pytest

from nhipcau.base.guard import writing
from nhipcau.live.models import LiveMeeting
from nhipcau.live.rules.chair import Grant, Open


def ask(browser, bench, **order):
    body = {"id": str(uuid4()), "kind": "open"} | order
    return browser.post(
        f"/api/live/meetings/{bench.meeting.pk}/commands",
        json.dumps(body),
        content_type="application/json",
    )


def look(browser, bench):
    return browser.get(f"/api/live/meetings/{bench.meeting.pk}")


def test_it_tells_a_site_all_that_it_needs_to_draw_the_room(bench, client):
    answer = look(bench.browser("hai", client), bench).json()
    sites = [bench.site(who) for who in ("hub", "hai", "tra")]
    assert answer == {
        "meeting": {"id": bench.meeting.pk, "title": "Giao ban"},
        "epoch": 0,
        "me": {
            "identity": bench.identity("hai"),
            "site": bench.site("hai"),
            "device": bench.devices["hai"].pk,
            "main": True,
            "role": "site",
            "may": [],
        },
        "sites": [
            {"id": site, "name": who, "plate": who, "kind": "commune"}
            for site, who in zip(sites, ("hub", "hai", "tra"), strict=True)
        ],
        "state": {
            "schema": 1,
            "rev": 0,
            "phase": "waiting",
            "chair": bench.site("hub"),
            "sites": sites,
            "floor": [],
        },
    }


def test_it_tells_the_chair_what_it_may(bench, client):
    me = look(bench.browser("hub", client), bench).json()["me"]
    assert (me["role"], me["may"]) == ("chair", ["open", "grant", "revoke"])


def test_it_tells_nothing_to_who_is_not_signed_in(bench, client):
    answer = look(client, bench)
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


@pytest.mark.parametrize("who", ["stranger", "hai"])
def test_it_tells_nothing_to_a_browser_without_a_seat(bench, client, who):
    client.force_login(bench.people[who])
    answer = look(client, bench)
    assert answer.status_code == 403
    assert answer.json()["code"] == "no_device"


def test_it_tells_nothing_to_who_lost_the_role(bench, client):
    browser = bench.browser("hai", client)
    bench.dismiss("hai")
    answer = look(browser, bench)
    assert answer.status_code == 403
    assert set(answer.json()) == {"code", "text"}


def test_it_knows_no_meeting_that_is_not_there(bench, client):
    browser = bench.browser("hai", client)
    assert browser.get("/api/live/meetings/999").status_code == 404
    with writing():
        LiveMeeting.objects.all().delete()
    assert look(browser, bench).status_code == 404


def test_it_carries_out_a_command(bench, client):
    browser = bench.browser("hub", client)
    assert ask(browser, bench).json()["rev"] == 1
    answer = ask(browser, bench, kind="grant", site=bench.site("hai"), floor=[])
    assert answer.status_code == 200
    assert answer.json()["state"]["floor"] == [bench.site("hai")]
    answer = ask(
        browser,
        bench,
        kind="revoke",
        site=bench.site("hai"),
        floor=[bench.site("hai")],
    )
    assert answer.json()["state"]["floor"] == []


def test_it_gives_the_same_answer_to_the_same_command(bench, client):
    browser = bench.browser("hub", client)
    id = str(uuid4())
    first = ask(browser, bench, id=id).json()
    bench.give(Grant(bench.site("hai"), ()))
    assert ask(browser, bench, id=id).json() == first


def test_it_says_why_a_command_does_not_apply(bench, client):
    bench.give(Open())
    answer = ask(bench.browser("hub", client), bench)
    assert answer.status_code == 409
    assert answer.json() == {"code": "already_open", "text": "Cuộc họp đã khai mạc."}


def test_it_lets_only_the_chair_command_and_records_the_attempt(bench, client):
    browser = bench.browser("hai", client)
    for _ in range(2):
        answer = ask(browser, bench)
    assert answer.status_code == 403
    assert answer.json()["code"] == "not_chair"
    assert bench.audited("live.refuse_command") == [
        {"meeting": bench.meeting.pk, "kind": "open"}
    ]


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "grant"},
        {"kind": "close"},
        {"id": "no uuid"},
        {"kind": "grant", "site": 5, "floor": [1, 2, 3, 4, 5]},
        {"kind": "grant", "site": "x"},
    ],
)
def test_it_refuses_what_is_no_command(bench, client, order):
    answer = ask(bench.browser("hub", client), bench, **order)
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_command"


def test_it_commands_no_meeting_that_is_not_there(bench, client):
    bench.browser("hub", client)
    answer = client.post(
        "/api/live/meetings/999/commands",
        json.dumps({"id": str(uuid4()), "kind": "open"}),
        content_type="application/json",
    )
    assert answer.status_code == 404


def test_it_wants_the_page_s_token_with_each_command(bench):
    from django.test import Client

    browser = bench.browser("hub", Client(enforce_csrf_checks=True))
    assert ask(browser, bench).status_code == 403
