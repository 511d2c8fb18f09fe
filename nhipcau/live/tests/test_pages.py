"""Taking a seat, and the page of the room."""

import json
from datetime import timedelta
from html import unescape
from re import search

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.utils import timezone

from nhipcau import __version__
from nhipcau.accounts.models import Device
from nhipcau.base.guard import writing
from nhipcau.live.models import LiveMeeting
from nhipcau.live.rules.commands import Grant, Limit, Open
from nhipcau.meetings.models import Meeting, MeetingSite


def enter(client, bench, site, **more):
    return client.post(f"/cuoc-hop/{bench.meeting.pk}/vao/", {"site": str(site)} | more)


def room(client, bench):
    return client.get(f"/cuoc-hop/{bench.meeting.pk}/phong/")


def test_it_seats_a_new_browser_and_shows_the_room(bench, client):
    with writing():
        LiveMeeting.objects.all().delete()
    client.force_login(bench.people["hai"])
    answer = enter(client, bench, bench.site("hai"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/cuoc-hop/{bench.meeting.pk}/phong/"
    cookie = answer.cookies["nc_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = room(client, bench)
    assert page.status_code == 200
    props = search('data-props="([^"]*)"', page.content.decode())
    assert json.loads(unescape(props[1])) == {
        "meeting": bench.meeting.pk,
        "addresses": {
            "signIn": f"/tai-khoan/vao/?next=/cuoc-hop/{bench.meeting.pk}/phong/",
            "plan": f"/cuoc-hop/{bench.meeting.pk}/",
            "rollCall": f"/cuoc-hop/{bench.meeting.pk}/diem-danh/",
            "timeline": f"/cuoc-hop/{bench.meeting.pk}/ket-noi/",
            # Who keeps no machine is led to none.
            "technician": "",
        },
        "ports": {"udp": 7882, "tcp": 7881},
        "release": __version__,
    }
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache")


def test_it_moves_a_browser_that_has_a_seat(bench, client):
    browser = bench.browser("hub", client)
    enter(browser, bench, bench.site("tra"))
    device = Device.objects.get(pk=bench.devices["hub"].pk)
    assert device.site == bench.sites["tra"]
    assert device.main


def test_it_seats_a_companion_when_asked(bench, client):
    client.force_login(bench.people["hai"])
    enter(client, bench, bench.site("hai"), device="companion")
    assert Device.objects.filter(site=bench.sites["hai"], main=True).count() == 1
    assert Device.objects.get(site=bench.sites["hai"], main=False)


def sign_in_for_real(bench):
    """Each device holds its seat by a sign-in that lasts."""
    with writing():
        for who, device in bench.devices.items():
            key = f"session-of-{who}"
            UserSession.objects.create(
                user=bench.people[who], session_key=key, ip="127.0.0.1"
            )
            Device.objects.filter(pk=device.pk).update(session=key)


def test_it_offers_a_second_browser_to_come_as_a_companion(bench, client):
    plan = f"/cuoc-hop/{bench.meeting.pk}/"
    client.force_login(bench.people["hai"])
    page = client.get(plan).content.decode()
    assert page.count('value="companion"') == 0  # nobody is signed in any more
    sign_in_for_real(bench)
    client.force_login(bench.people["hai"])
    page = client.get(plan).content.decode()
    assert page.count('value="companion"') == len(bench.sites)
    same = bench.browser("hai", client).get(plan).content.decode()
    assert same.count('value="companion"') == len(bench.sites) - 1


def test_it_takes_the_sound_over_only_when_asked_to(bench, client):
    client.force_login(bench.people["hai"])
    enter(client, bench, bench.site("hai"), device="main")
    mine = Device.objects.get(site=bench.sites["hai"], main=True)
    assert mine.pk != bench.devices["hai"].pk


def test_it_keeps_the_seat_for_who_signs_in_anew(bench, client):
    browser = bench.browser("hai", client)
    assert room(browser, bench).status_code == 200
    device = Device.objects.get(pk=bench.devices["hai"].pk)
    assert device.session == browser.session.session_key


def test_it_prepares_the_room_once(bench, client):
    client.force_login(bench.people["hai"])
    for _ in range(2):
        enter(client, bench, bench.site("hai"), device="companion")
    assert len(bench.audited("live.prepare")) == 1


def test_it_says_that_a_meeting_is_past(bench, client):
    with writing():
        Meeting.objects.update(starts=timezone.now() - timedelta(days=4))
    browser = bench.browser("hai", client)
    answer = browser.get(f"/cuoc-hop/{bench.meeting.pk}/phong/", follow=True)
    assert "đã qua ngày" in answer.content.decode()
    with writing():
        Meeting.objects.update(starts=timezone.now() + timedelta(days=4))
    assert room(browser, bench).status_code == 200


@pytest.mark.parametrize("site", ["", "x", "999999"])
def test_it_seats_nobody_at_a_site_that_is_not_invited(bench, client, site):
    client.force_login(bench.people["hai"])
    assert enter(client, bench, site).status_code == 403


def test_it_seats_nobody_at_a_site_that_was_removed(bench, client):
    with writing():
        MeetingSite.objects.filter(site=bench.sites["hai"]).delete()
    client.force_login(bench.people["hai"])
    assert enter(client, bench, bench.site("hai")).status_code == 403


def test_it_says_so_when_a_browser_was_removed(bench, client):
    browser = bench.browser("hai", client)
    with writing():
        Device.objects.filter(pk=bench.devices["hai"].pk).update(
            removed=bench.meeting.starts
        )
    answer = enter(browser, bench, bench.site("hai"))
    assert answer.headers["Location"] == f"/cuoc-hop/{bench.meeting.pk}/"


def test_it_asks_a_browser_without_a_seat_to_take_one(bench, client):
    client.force_login(bench.people["hai"])
    answer = client.get(f"/cuoc-hop/{bench.meeting.pk}/phong/", follow=True)
    assert answer.redirect_chain == [(f"/cuoc-hop/{bench.meeting.pk}/", 302)]
    assert "chưa được gắn với điểm cầu" in answer.content.decode()


def test_it_shows_a_stranger_nothing(bench, client):
    client.force_login(bench.people["stranger"])
    assert room(client, bench).status_code == 403
    assert enter(client, bench, bench.site("hai")).status_code == 403


def test_it_sends_a_visitor_to_sign_in(bench, client):
    assert "/tai-khoan/" in room(client, bench).headers["Location"]


def test_it_tells_on_the_meeting_s_page_who_spoke_and_how_long(bench, client):
    client.force_login(bench.people["hai"])
    plan = f"/cuoc-hop/{bench.meeting.pk}/"
    assert "Thời gian phát biểu" not in client.get(plan).content.decode()
    hai, tra = bench.site("hai"), bench.site("tra")
    steps = (
        (0, Limit(60)),
        (0, Open()),
        (0, Grant(hai, ())),
        (75, Grant(tra, (hai,))),
        (20, Grant(hai, (tra,))),
    )
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for seconds, order in steps:
            clock.shift(seconds)
            bench.give(order)
        client.force_login(bench.people["hai"])
        page = client.get(plan).content.decode()
    assert "1:15" in page
    assert "quá giờ 0:15" in page
    assert "0:20" in page
    assert "đang nói" in page
