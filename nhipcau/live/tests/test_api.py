"""The room's JSON: what a browser is told, and what it may ask."""

import json
import time
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.live import services
from nhipcau.live.models import LiveMeeting, RollCallMark
from nhipcau.live.rules.commands import Grant, Miss, Open, Preside, Request
from nhipcau.live.rules.events import milliseconds
from nhipcau.meetings.models import Meeting, MeetingSite


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
    nobody = {"technician": "", "hotline": ""}
    assert abs(answer.pop("now") - time.time() * 1000) < 10_000
    assert answer == {
        "meeting": {"id": bench.meeting.pk, "title": "Giao ban"},
        "epoch": 0,
        "me": {
            "identity": bench.identity("hai"),
            "site": bench.site("hai"),
            "device": bench.devices["hai"].pk,
            "main": True,
            "role": "site",
            "may": ["share", "unshare", "preside", "request", "withdraw", "release"],
        },
        "sites": [
            {"id": site, "name": who, "plate": who, "kind": "commune", **nobody}
            for site, who in zip(sites, ("hub", "hai", "tra"), strict=True)
        ],
        **{what: [] for what in ("reports", "pins", "stills", "guests", "errands")},
        "watched": False,
        "words": 0,
        "state": {
            "schema": 3,
            "rev": 0,
            "phase": "waiting",
            "chair": bench.site("hub"),
            "sites": sites,
            "floor": [],
            "queue": [],
            "limit": 0,
            "turn": None,
            "closed": None,
            "in_break": False,
            "mode": "conference",
            "relay": 0,
            "muted": [],
            "locked": False,
            "picture": {"layout": "speaker", "sites": []},
            "prepared": None,
            "screen": 0,
            "first": bench.site("hub"),
            "deputy": 0,
            "missed": None,
            "roll": [],
            "away": [],
        },
    }


def test_it_tells_the_chair_what_it_may(bench, client):
    me = look(bench.browser("hub", client), bench).json()["me"]
    assert me["role"] == "chair"
    assert {"open", "close", "grant", "limit"} <= set(me["may"])
    assert "request" not in me["may"]


def test_it_tells_a_site_whom_to_call_at_the_hub_and_the_chair_everyone(bench):
    with writing():
        for site in bench.sites.values():
            site.technician, site.hotline = f"Kỹ thuật {site.name}", "0235 3871 234"
            site.save()

    def told(who):
        sites = look(bench.browser(who, Client()), bench).json()["sites"]
        return {site["name"]: site["technician"] for site in sites if site["hotline"]}

    assert told("hai") == {"hub": "Kỹ thuật hub"}
    assert told("hub") == {who: f"Kỹ thuật {who}" for who in ("hub", "hai", "tra")}


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


def test_it_carries_out_every_command_of_the_chair(bench, client):
    browser = bench.browser("hub", client)
    hai, tra = bench.site("hai"), bench.site("tra")
    bench.ask_for("tra", Request())
    orders = [
        {"kind": "limit", "seconds": 300},
        {"kind": "open"},
        {"kind": "grant", "site": hai, "floor": []},
        {"kind": "extend", "seconds": 60, "floor": [hai]},
        {"kind": "dismiss", "site": tra},
        {"kind": "mode", "mode": "discussion"},
        {"kind": "arrange", "layout": "wall"},
        {"kind": "ready", "layout": "pair", "sites": [hai, tra]},
        {"kind": "take", "layout": "pair", "sites": [hai, tra]},
        {"kind": "ready", "layout": None},
        {"kind": "share"},
        {"kind": "unshare"},
        {"kind": "mute"},
        {"kind": "unmute", "site": tra},
        {"kind": "lock"},
        {"kind": "unlock"},
        {"kind": "pause"},
        {"kind": "resume"},
        {"kind": "close"},
        {"kind": "reopen"},
    ]
    answers = [ask(browser, bench, **order) for order in orders]
    assert [answer.status_code for answer in answers] == [200] * len(orders)
    state = answers[-1].json()["state"]
    assert (state["phase"], state["floor"], state["queue"]) == ("open", [hai], [])
    assert state["turn"]["limit"] == 360
    assert state["picture"] == {"layout": "pair", "sites": [hai, tra]}


def test_it_calls_the_roll_and_then_those_whom_it_did_not_find(bench, client):
    browser = bench.browser("hub", client)
    hai, tra = bench.site("hai"), bench.site("tra")
    orders = [
        {"kind": "open"},
        {"kind": "call"},
        {"kind": "mark", "site": hai, "status": "online", "people": 12},
        {"kind": "mark", "site": tra, "status": "absent", "remark": " mất điện "},
        {"kind": "call", "who": "absent"},
    ]
    answers = [ask(browser, bench, **order) for order in orders]
    assert [answer.json()["state"]["roll"] for answer in answers] == [
        [],
        [hai, tra],
        [tra],
        [],
        [tra],
    ]
    marks = RollCallMark.objects.order_by("site")
    assert list(marks.values_list("status", "people", "remark")) == [
        ("online", 12, ""),
        ("absent", None, "mất điện"),
    ]
    assert ask(browser, bench, kind="end_roll").json()["state"]["roll"] == []


def test_it_lets_a_deputy_conduct_once_it_presides(bench, client):
    browser = bench.browser("hai", client)
    with writing():
        Meeting.objects.update(deputy_site=bench.site("hai"))
    plan = Meeting.objects.get(pk=bench.meeting.pk)
    services.seat_sites(system("test"), plan)
    bench.give(Open())
    assert ask(browser, bench, kind="pause").json()["code"] == "not_chair"
    assert ask(browser, bench, kind="preside").json()["code"] == "not_deputy"
    services.note_line(system("test"), plan, Miss(milliseconds(timezone.now())))
    assert ask(browser, bench, kind="preside").status_code == 200
    assert look(browser, bench).json()["me"]["role"] == "chair"
    assert ask(browser, bench, kind="pause").status_code == 200


def test_it_answers_a_deputy_again_whose_chair_was_taken_back(bench, client):
    browser = bench.browser("hai", client)
    with writing():
        Meeting.objects.update(deputy_site=bench.site("hai"))
    plan = Meeting.objects.get(pk=bench.meeting.pk)
    services.seat_sites(system("test"), plan)
    bench.give(Open())
    services.note_line(system("test"), plan, Miss(milliseconds(timezone.now())))
    ask(browser, bench, kind="preside")
    # Its answer is lost on the way: the browser will send it again.
    order = {"id": str(uuid4()), "kind": "pause"}
    given = ask(browser, bench, **order).json()
    hub = bench.site("hub")
    bench.ask_for("hub", Preside())
    assert look(browser, bench).json()["state"]["chair"] == hub
    assert ask(browser, bench, **order).json() == given
    assert ask(browser, bench, kind="resume").json()["code"] == "not_chair"
    with writing():
        MeetingSite.objects.filter(site=bench.site("hai")).delete()
    assert ask(browser, bench, **order).json()["code"] == "not_chair"


def test_it_takes_a_site_s_own_commands_for_the_site_of_its_device(bench, client):
    bench.give(Open())
    browser = bench.browser("hai", client)
    other = bench.site("tra")
    asked = ask(browser, bench, kind="request", site=other).json()["state"]
    assert asked["queue"] == [bench.site("hai")]
    assert ask(browser, bench, kind="request").json()["code"] == "already_requested"
    gone = ask(browser, bench, kind="withdraw").json()["state"]
    assert gone["queue"] == []
    bench.give(Grant(bench.site("hai"), ()))
    assert ask(browser, bench, kind="release").json()["state"]["floor"] == []


def test_it_takes_no_command_for_a_site_from_a_browser_without_a_seat(bench, client):
    client.force_login(bench.people["hai"])
    answer = ask(client, bench, kind="request")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_device")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda bench: bench.dismiss("hai"), "may_not_sit"),
        (lambda bench: removed(bench.devices["hai"]), "device_removed_from_site"),
        (
            lambda bench: removed(MeetingSite.objects.get(site=bench.sites["hai"])),
            "site_removed",
        ),
    ],
)
def test_it_takes_no_command_from_a_device_that_may_not_be_in(
    bench, client, fault, code
):
    browser = bench.browser("hai", client)
    with writing():
        fault(bench)
    answer = ask(browser, bench, kind="request")
    assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_it_tells_who_is_not_invited_from_who_names_a_site_that_is_not(bench, client):
    bench.give(Open())
    order = {"kind": "grant", "site": 999, "floor": []}
    named = ask(bench.browser("hub", client), bench, **order)
    assert (named.status_code, named.json()["code"]) == (409, "site_not_in_meeting")
    browser = bench.browser("hai", client)
    with writing():
        MeetingSite.objects.filter(site=bench.site("hai")).delete()
    asked = ask(browser, bench, kind="request")
    assert (asked.status_code, asked.json()["code"]) == (403, "site_not_in_meeting")


def removed(row):
    row.removed = timezone.now()
    row.save()


def test_it_takes_no_command_from_who_is_not_signed_in(bench, client):
    for kind in ("open", "request"):
        answer = ask(client, bench, kind=kind)
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "grant"},
        {"kind": "adjourn"},
        {"kind": "dismiss"},
        {"kind": "limit", "seconds": -5},
        {"kind": "mode", "mode": "shouting"},
        {"kind": "unmute"},
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
