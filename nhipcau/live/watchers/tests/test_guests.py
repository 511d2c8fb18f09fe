"""Guests come by an invitation, wait, are let in, and go when they are told to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.accounts.queries import actor_of, hashed
from nhipcau.base.guard import writing
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import GuestLink, LiveMeeting, Watcher
from nhipcau.live.rules.commands import CHAIR, By
from nhipcau.live.rules.state import State
from nhipcau.live.tests.bench import Bench
from nhipcau.live.watchers import services
from nhipcau.live.watchers.cookie import NAME
from nhipcau.live.watchers.queries import watchers_of
from nhipcau.meetings.models import Meeting

WRONG = "x" * 32


def invite(bench: Bench, label: str = "Sở ngành") -> str:
    """The chair makes an invitation; its secret."""
    return services.make_link(actor_of(bench.people["hub"]), bench.meeting, label)


def knock(secret: str, name: str = "Bà Lan", client: Client | None = None, **more: str):
    """A browser asks to come in; the answer, and the browser."""
    browser = client or Client()
    data = {"secret": secret, "name": name, **more}
    return browser.post("/khach/", data), browser


def waiting(bench: Bench, secret: str) -> tuple[Watcher, Client]:
    """A guest in the waiting room."""
    answer, browser = knock(secret)
    assert answer.status_code == 302, answer.content
    return Watcher.objects.latest("id"), browser


def decide(bench: Bench, guest: Watcher, what: services.Decision) -> None:
    """The chair decides."""
    actor = actor_of(bench.people["hub"])
    services.decide(actor, bench.meeting, CHAIR, guest.pk, what)


def inside(bench: Bench) -> tuple[Watcher, Client]:
    """A guest who was let in."""
    guest, browser = waiting(bench, invite(bench))
    decide(bench, guest, "admit")
    return guest, browser


def door(bench: Bench, browser: Client, guest: Watcher, meeting: int = 0) -> int:
    uri = f"/livekit/{meeting or bench.meeting.pk}/xem/{guest.pk}/rtc/v1"
    answer = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert ("Authorization" in answer.headers) is (answer.status_code == 200)
    return answer.status_code


def code(bench: Bench, browser: Client, guest: Watcher, what: str = "") -> str:
    api = f"/api/live/meetings/{bench.meeting.pk}/watchers"
    answer = browser.get(f"{api}/{guest.pk}{what}")
    return "" if answer.status_code == 200 else answer.json()["code"]


def test_it_shows_the_secret_once_and_stores_only_its_hash(bench, client):
    browser = bench.browser("hub", client)
    page = browser.post(
        f"/cuoc-hop/{bench.meeting.pk}/lien-ket-moi/", {"label": "Sở ngành"}
    )
    found = re.search(r"http://testserver/khach/#([\w-]+)", str(page.content, "utf-8"))
    assert found
    link = GuestLink.objects.get()
    assert link.secret_hash == hashed(found[1])
    plan = str(browser.get(f"/cuoc-hop/{bench.meeting.pk}/").content, "utf-8")
    assert "Sở ngành" in plan
    assert found[1] not in plan
    assert found[1] not in str(bench.audited("live.make_link"))


@pytest.mark.parametrize("who", ["hai", "stranger"])
def test_it_lets_only_who_conducts_invite(bench, client, who):
    client.force_login(bench.people[who])
    address = f"/cuoc-hop/{bench.meeting.pk}/lien-ket-moi/"
    assert client.post(address, {"label": "Tôi"}).status_code in (403, 404)
    with pytest.raises(Refusal, match="not_chair"):
        services.make_link(actor_of(bench.people[who]), bench.meeting, "Tôi")
    assert not GuestLink.objects.exists()


def test_it_keeps_a_guest_waiting_until_the_chair_lets_it_in(bench):
    guest, browser = waiting(bench, invite(bench))
    assert (guest.status, guest.meeting) == ("waiting", bench.meeting)
    page = browser.get(f"/khach/{guest.pk}/")
    assert page.headers["X-Waits"] == "guest_waits"
    assert "nc-island" not in str(page.content, "utf-8")
    assert door(bench, browser, guest) == 403
    assert watchers_of(bench.meeting) == ()
    decide(bench, guest, "admit")
    page = browser.get(f"/khach/{guest.pk}/")
    assert "X-Waits" not in page.headers
    assert "nc-island" in str(page.content, "utf-8")
    assert door(bench, browser, guest) == 200
    assert code(bench, browser, guest) == ""
    assert watchers_of(bench.meeting) == (guest.pk,)


def test_it_holds_the_guest_in_a_cookie_that_no_script_reads(bench):
    _, browser = waiting(bench, invite(bench))
    morsel = browser.cookies[NAME]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert Watcher.objects.get().key_hash not in morsel.value


def test_it_puts_a_guest_out_who_comes_back_only_when_readmitted(bench):
    guest, browser = inside(bench)
    decide(bench, guest, "remove")
    assert watchers_of(bench.meeting) == ()
    assert door(bench, browser, guest) == 403
    assert code(bench, browser, guest) == "guest_removed"
    assert code(bench, browser, guest, "/running") == "guest_removed"
    page = browser.get(f"/khach/{guest.pk}/")
    assert page.headers["X-Waits"] == "guest_removed"
    decide(bench, guest, "admit")
    assert door(bench, browser, guest) == 200


def test_it_does_not_let_a_removed_guest_ask_again_in_the_same_browser(bench):
    secret = invite(bench)
    guest, browser = waiting(bench, secret)
    decide(bench, guest, "admit")
    decide(bench, guest, "remove")
    answer, _ = knock(secret, "Người khác", browser)
    assert answer.headers["Location"] == f"/khach/{guest.pk}/"
    found = Watcher.objects.get()
    assert (found.status, found.name) == ("removed", "Bà Lan")


def test_it_refuses_a_guest_and_takes_that_back(bench):
    guest, browser = waiting(bench, invite(bench))
    decide(bench, guest, "refuse")
    assert code(bench, browser, guest) == "guest_refused"
    decide(bench, guest, "admit")
    assert code(bench, browser, guest) == ""
    assert [event["watcher"] for event in bench.audited("live.admit_guest")] == [
        guest.pk
    ]
    assert len(bench.audited("live.refuse_guest")) == 1


def test_it_does_not_refuse_by_an_old_screen_who_is_in(bench):
    guest, _ = inside(bench)
    with pytest.raises(Refusal, match="guest_is_in"):
        decide(bench, guest, "refuse")
    decide(bench, guest, "admit")
    assert len(bench.audited("live.admit_guest")) == 1


def test_it_lets_all_in_who_wait(bench):
    secret = invite(bench)
    first, _ = waiting(bench, secret)
    decide(bench, first, "refuse")
    others = [waiting(bench, secret)[0].pk for _ in range(2)]
    services.admit_all(actor_of(bench.people["hub"]), bench.meeting, CHAIR)
    assert watchers_of(bench.meeting) == tuple(others)
    assert bench.audited("live.admit_guest") == [{"guests": others}]


def test_it_ends_with_the_link(bench, client):
    guest, browser = inside(bench)
    link = GuestLink.objects.get()
    desk = bench.browser("hub", client)
    answer = desk.post(f"/cuoc-hop/{bench.meeting.pk}/lien-ket-moi/{link.pk}/thu-hoi/")
    assert answer.status_code == 302
    assert watchers_of(bench.meeting) == ()
    assert door(bench, browser, guest) == 403
    assert code(bench, browser, guest) == "link_revoked"


def test_it_takes_no_guest_by_a_withdrawn_or_an_unknown_link(bench):
    secret = invite(bench)
    actor = actor_of(bench.people["hub"])
    services.revoke_link(actor, bench.meeting, GuestLink.objects.get())
    for wrong in (secret, WRONG, ""):
        answer, browser = knock(wrong)
        assert answer.status_code == 200
        assert NAME not in browser.cookies
    assert not Watcher.objects.exists()


def test_it_ends_with_the_meeting(bench):
    secret = invite(bench)
    guest, browser = waiting(bench, secret)
    decide(bench, guest, "admit")
    hub = bench.site("hub")
    with writing():
        closed = State(9, "closed", hub, (hub,), closed=1_000)
        LiveMeeting.objects.update(state=closed.value(), rev=9)
    assert door(bench, browser, guest) == 403
    assert code(bench, browser, guest) == "closed"
    assert knock(secret)[0].status_code == 200
    assert Watcher.objects.count() == 1
    with pytest.raises(Refusal, match="closed"):
        invite(bench)


def test_it_expires_with_a_meeting_that_was_never_held(bench):
    secret = invite(bench)
    with writing():
        LiveMeeting.objects.all().delete()
        Meeting.objects.update(starts=timezone.now() - timedelta(days=4))
    assert knock(secret)[0].status_code == 200
    assert not Watcher.objects.exists()


def test_it_lets_a_guest_wait_before_the_room_is_there(bench):
    with writing():
        LiveMeeting.objects.all().delete()
        Meeting.objects.update(starts=timezone.now() + timedelta(days=4))
    guest, browser = inside(bench)
    assert code(bench, browser, guest) == "room_not_yet"
    assert door(bench, browser, guest) == 403


def test_it_knows_nobody_by_another_cookie(bench):
    guest, _ = inside(bench)
    _, other = waiting(bench, invite(bench))
    for browser in (Client(), other):
        assert door(bench, browser, guest) == 403
        assert code(bench, browser, guest) == "no_guest"
        assert browser.get(f"/khach/{guest.pk}/").headers["Location"] == "/khach/"
    forged = Client()
    forged.cookies[NAME] = guest.key_hash
    assert door(bench, forged, guest) == 403


def test_it_shows_a_guest_nothing_else(bench):
    guest, browser = inside(bench)
    meeting = bench.meeting.pk
    for page in (
        f"/cuoc-hop/{meeting}/",
        f"/cuoc-hop/{meeting}/phong/",
        "/",
        "/don-vi/",
    ):
        assert browser.get(page).status_code == 302, page
    api = f"/api/live/meetings/{meeting}"
    assert browser.get(api).status_code == 401
    assert browser.get(f"{api}/words").status_code == 401
    running = browser.get(f"{api}/watchers/{guest.pk}/running")
    assert running.json() == {"number": 0, "running": ""}
    for what in ("commands", "health", "words", f"guests/{guest.pk}/admit"):
        answer = browser.post(f"{api}/{what}", {}, content_type="application/json")
        assert answer.status_code == 401, what
    uri = f"/livekit/{meeting}/rtc/v1"
    assert (
        browser.get("/api/live/door", headers={"x-forwarded-uri": uri}).status_code
        == 401
    )
    assert door(bench, browser, guest, meeting=999) == 403


def test_it_says_the_names_of_guests_to_who_conducts_only(bench, client):
    guest, _ = waiting(bench, invite(bench))
    api = f"/api/live/meetings/{bench.meeting.pk}"
    assert bench.browser("hai", Client()).get(api).json()["guests"] == []
    assert bench.browser("hub", client).get(api).json()["guests"] == [
        {
            "id": guest.pk,
            "name": "Bà Lan",
            "office": "",
            "link": "Sở ngành",
            "kinds": ["guest"],
            "status": "waiting",
        }
    ]


def test_it_lets_the_desk_decide_and_no_site(bench, client):
    guest, _ = waiting(bench, invite(bench))
    api = f"/api/live/meetings/{bench.meeting.pk}/guests"
    site = bench.browser("hai", Client())
    for what in (f"{guest.pk}/admit", "admit"):
        assert site.post(f"{api}/{what}").status_code == 403
    assert bench.audited("live.refuse_command")[0]["kind"] == "guest"
    desk = bench.browser("hub", client)
    assert desk.post(f"{api}/{guest.pk}/admit").status_code == 204
    assert desk.post(f"{api}/{guest.pk}/remove").status_code == 204
    assert desk.post(f"{api}/{guest.pk}/shoot").status_code == 422
    assert desk.post(f"{api}/999/admit").json()["code"] == "no_such_guest"
    assert desk.post(f"{api}/admit").status_code == 204
    assert Watcher.objects.get().status == "removed"
    with pytest.raises(Refusal, match="not_chair"):
        services.decide(
            actor_of(bench.people["hai"]),
            bench.meeting,
            By("site", 1),
            guest.pk,
            "admit",
        )


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 81])
def test_it_wants_a_name(bench, name):
    answer, _ = knock(invite(bench), name)
    assert answer.status_code == 200
    assert not Watcher.objects.exists()


def test_it_takes_the_last_name_as_long_as_nobody_has_answered(bench):
    secret = invite(bench)
    guest, browser = waiting(bench, secret)
    knock(secret, "Bà  Lan\n Anh", browser, office="Sở Y tế")
    knock(secret, "Bà Lan Anh", browser, office="Sở Y tế")
    found = Watcher.objects.get()
    assert (found.pk, found.name, found.office) == (guest.pk, "Bà Lan Anh", "Sở Y tế")
    assert len(bench.audited("live.knock")) == 2


def test_it_stops_who_tries_many_secrets(bench):
    secret = invite(bench)
    for _ in range(10):
        assert knock(WRONG)[0].status_code == 200
    assert knock(WRONG)[0].status_code == 429
    assert knock(secret)[0].status_code == 429


def test_it_has_a_waiting_room_that_is_full_some_day(bench):
    secret = invite(bench)
    link = GuestLink.objects.get()
    with writing():
        Watcher.objects.bulk_create(
            Watcher(
                meeting=bench.meeting,
                kind="guest",
                link=link,
                key_hash=str(number),
                name="Khách",
                status="waiting",
                at=timezone.now(),
            )
            for number in range(services.MOST_WAITING)
        )
    assert "Phòng chờ đang đầy" in str(knock(secret)[0].content, "utf-8")
