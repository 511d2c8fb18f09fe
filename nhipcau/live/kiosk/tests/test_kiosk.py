"""A room computer over HTTP: paired once, in the meetings of its site, no further."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from nhipcau.accounts import services as accounts
from nhipcau.accounts.cookie import NAME, remember
from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_at
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.live.models import Acknowledgement, Message
from nhipcau.live.queries import facts
from nhipcau.live.rules.commands import CHAIR, Grant, Open
from nhipcau.live.services import command, prepare
from nhipcau.live.words import services as words
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.queries import sites_with_main_device
from nhipcau.meetings.services import remove_site


class Machine:
    """The browser of a room: nobody is signed in, its cookie holds a key."""

    def __init__(self, bench):
        self.bench = bench
        self.client = Client(enforce_csrf_checks=True)
        self.base = f"/api/live/meetings/{bench.meeting.pk}"

    def remember(self, key):
        answer = HttpResponse()
        remember(answer, key)
        self.client.cookies[NAME] = answer.cookies[NAME].value
        return self

    def told(self, present=0):
        return self.client.get(f"/api/live/kiosk?present={present}").json()

    def room(self):
        return self.client.get(f"/phong/{self.bench.meeting.pk}/")

    def snapshot(self):
        return self.client.get(self.base)

    def post(self, what, body=None):
        self.room()
        return self.client.post(
            f"{self.base}/{what}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"X-CSRFToken": self.client.cookies["csrftoken"].value},
        )

    def command(self, kind):
        return self.post("commands", {"id": str(uuid4()), "kind": kind})

    def door(self):
        uri = f"/livekit/{self.bench.meeting.pk}/rtc/v1?access_token=door"
        return self.client.get("/api/live/door", headers={"X-Forwarded-Uri": uri})


@pytest.fixture
def machine(bench):
    """The one of Hai, paired."""
    code = accounts.offer_pairing("key of the room")
    root = system("test")
    accounts.pair_device(root, bench.sites["hai"], code)
    return Machine(bench).remember("key of the room")


def device(bench):
    return Device.objects.get(person=None, site=bench.site("hai"))


def starts_in(bench, **time):
    with writing():
        bench.meeting.starts = timezone.now() + timedelta(**time)
        bench.meeting.save()


def test_a_browser_that_is_not_paired_shows_a_code_and_is_told_nothing(bench):
    machine = Machine(bench)
    page = machine.client.get("/phong/").content.decode()
    assert 'data-testid="pairing-code"' in page
    assert "<svg" in page
    told = machine.told() | {"now": 0}
    assert told == {"paired": False, "now": 0, "plate": "", "next": None}
    assert machine.client.get("/phong/").status_code == 200


def test_the_code_on_the_screen_is_what_pairs_this_browser(bench):
    machine = Machine(bench)
    page = machine.client.get("/phong/")
    code = page.context["code"]
    accounts.pair_device(system("test"), bench.sites["hai"], code)
    assert machine.told()["paired"]
    assert "nc-island" in machine.client.get("/phong/").content.decode()
    assert machine.told()["plate"] == "hai"


def test_it_is_told_of_the_next_meeting_and_when_to_enter(bench, machine):
    starts_in(bench, hours=3)
    found = machine.told()["next"]
    assert (found["title"], found["enter"]) == ("Giao ban", False)
    starts_in(bench, minutes=59)
    assert machine.told()["next"]["enter"]


def test_it_is_told_of_no_meeting_to_which_its_site_is_not_invited(bench, machine):
    with writing():
        MeetingSite.objects.filter(site=bench.site("hai")).delete()
    assert machine.told()["next"] is None


def test_of_two_meetings_it_goes_to_the_later_but_not_while_it_speaks(bench, machine):
    bench.give(Open())
    with writing():
        other = Meeting.objects.create(
            title="Họp sau",
            host=bench.meeting.host,
            starts=timezone.now() + timedelta(minutes=5),
            chair=bench.people["hub"],
            chair_site=bench.sites["hub"],
        )
        for site in ("hub", "hai"):
            MeetingSite.objects.create(meeting=other, site=bench.sites[site])
    here = bench.meeting.pk
    assert machine.told(here)["next"]["id"] == here
    hub = actor_at(bench.devices["hub"])
    prepare(hub, other)
    command(hub, other, CHAIR, uuid4(), Open())
    assert machine.told(here)["next"]["id"] == other.pk
    bench.give(Grant(bench.site("hai"), ()))
    assert machine.told(here)["next"]["id"] == here


def test_it_writes_to_the_hub_and_reads_what_that_wrote_and_names_no_person(
    bench, machine
):
    bench.give(Open())
    hub = actor_at(bench.devices["hub"])
    words.write(hub, bench.meeting, CHAIR, uuid4(), None, "Kiểm tra micro")
    (asked,) = Message.objects.all()
    assert machine.post(f"words/{asked.pk}/read").status_code == 204
    said = {"id": str(uuid4()), "site": None, "text": "Đã rõ"}
    assert machine.post("words", said).status_code == 204
    answer = Message.objects.get(from_hub=False)
    assert (answer.site_id, answer.by) == (bench.site("hai"), None)
    assert Acknowledgement.objects.get().by is None
    page = bench.browser("hub", Client()).get(f"/cuoc-hop/{bench.meeting.pk}/trao-doi/")
    assert "máy phòng họp" in page.content.decode()


def test_a_meeting_says_that_the_room_has_its_own_computer(bench, machine):
    key = bench.keys["tra"]
    assert bench.site("hai") in sites_with_main_device(bench.meeting, key)


def test_it_has_the_sound_again_when_a_laptop_that_took_it_is_gone(bench, machine):
    person = actor_at(bench.devices["tra"])
    laptop = accounts.seat_device(person, bench.sites["hai"], "laptop", "", True, "s")
    assert not device(bench).main
    accounts.remove_device(system("test"), laptop)
    assert device(bench).main


def test_one_that_was_let_in_again_has_the_sound_again(bench, machine):
    accounts.remove_device(system("test"), device(bench))
    accounts.readmit_device(system("test"), device(bench))
    assert device(bench).main
    assert machine.told()["paired"]


def test_it_is_in_the_room_as_the_main_device_of_its_site(bench, machine):
    assert machine.room().status_code == 200
    me = machine.snapshot().json()["me"]
    assert me["identity"] == f"site/{bench.site('hai')}/{device(bench).pk}"
    assert (me["main"], me["role"]) == (True, "site")
    assert "preside" not in me["may"]
    assert machine.door().status_code == 200
    seats = facts(bench.meeting.pk, timezone.now(), seats=True).row.seats
    assert {seat.device: seat.main for seat in seats}[device(bench).pk]


def test_it_asks_for_the_floor_under_its_own_name(bench, machine):
    bench.give(Open())
    assert machine.command("request").status_code == 200
    event = AuditEvent.objects.get(verb="live.request")
    assert (event.actor_kind, event.actor_name) == ("device", "hai")
    bench.give(Grant(bench.site("hai"), ()))
    assert machine.command("release").status_code == 200


def test_a_command_from_another_page_is_not_its_own(bench, machine):
    bench.give(Open())
    answer = machine.client.post(
        f"{machine.base}/commands",
        json.dumps({"id": str(uuid4()), "kind": "request"}),
        content_type="application/json",
    )
    assert answer.status_code == 403


def test_it_neither_conducts_nor_presides(bench, machine):
    for kind, code in (("open", "not_chair"), ("preside", "preside_in_person")):
        answer = machine.command(kind)
        assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_it_opens_no_page_but_its_own(bench, machine):
    for page in ("/", f"/cuoc-hop/{bench.meeting.pk}/", "/ghep-may/", "/diem-cau/"):
        answer = machine.client.get(page)
        assert answer.status_code in (302, 403), page
    pk = bench.meeting.pk
    assert machine.client.get(f"/cuoc-hop/{pk}/phong/").status_code in (302, 403)


def test_as_long_as_somebody_is_signed_in_there_it_is_no_room_computer(bench, machine):
    machine.client.force_login(bench.people["tra"])
    assert not machine.told()["paired"]
    assert "pairing-code" in machine.client.get("/phong/").content.decode()
    assert machine.room().headers["Location"] == "/phong/"
    machine.client.logout()
    machine.remember("key of the room")
    assert machine.told()["paired"]


def test_one_that_was_removed_shows_a_code_again_and_gets_no_token(bench, machine):
    accounts.remove_device(system("test"), device(bench))
    assert not machine.told()["paired"]
    assert machine.room().status_code == 302
    assert machine.snapshot().status_code == 401
    assert machine.door().status_code == 401


def test_one_whose_site_was_put_out_goes_back_to_its_first_page(bench, machine):
    bench.give(Open())
    remove_site(actor_at(bench.devices["hub"]), bench.meeting, bench.sites["hai"])
    assert machine.room().headers["Location"] == "/phong/"
    assert machine.door().status_code == 403
    assert machine.told()["next"] is None


def test_who_watches_a_machine_cannot_make_it_sit_elsewhere(bench, machine):
    machine.room()
    answer = machine.client.post(
        f"/cuoc-hop/{bench.meeting.pk}/vao/",
        {"site": bench.site("tra")},
        headers={"X-CSRFToken": machine.client.cookies["csrftoken"].value},
    )
    assert answer.status_code in (302, 403)
    assert device(bench).site_id == bench.site("hai")
