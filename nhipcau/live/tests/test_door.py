"""The door: who gets a token, who does not, and what the log says of it."""

from datetime import UTC, datetime

import jwt
import pytest
from django.conf import settings

from nhipcau.accounts.cookie import new_key
from nhipcau.accounts.models import Device, Person
from nhipcau.accounts.queries import NOBODY, actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live.door import admit
from nhipcau.live.models import LiveMeeting
from nhipcau.live.rules.commands import (
    Close,
    Open,
)
from nhipcau.live.rules.state import State
from nhipcau.live.services import note_offence
from nhipcau.meetings.models import MeetingSite


def grants(token):
    secret = settings.NHIPCAU.engine_secret.get_secret_value()
    return jwt.decode(token, secret, algorithms=["HS256"])


def reasons(bench):
    return [event["reason"] for event in bench.audited("live.refuse_device")]


def test_it_gives_a_seated_device_a_token_of_its_own(bench):
    found = grants(bench.ask("hai"))
    assert found["sub"] == bench.identity("hai")
    assert found["video"]["room"] == bench.room
    assert found["video"]["canPublishSources"] == [
        "camera",
        "microphone",
        "screen_share",
        "screen_share_audio",
    ]
    assert reasons(bench) == []


def test_it_gives_a_companion_the_right_to_publish_its_screen_only(bench):
    with writing():
        Device.objects.filter(pk=bench.devices["hai"].pk).update(main=False)
    assert grants(bench.ask("hai"))["video"]["canPublishSources"] == [
        "screen_share",
        "screen_share_audio",
    ]


def test_it_remembers_offences_of_a_device_that_joins_again(bench):
    for _ in range(2):
        note_offence(system("conductor"), bench.meeting, bench.identity("hai"))
    assert grants(bench.ask("hai"))["video"]["canPublishSources"] == [
        "camera",
        "screen_share",
    ]


def test_it_refuses_a_browser_without_a_seat(bench):
    for key in ("", new_key()):
        assert bench.ask("hai", key) == Refusal("no_device")
    # The second attempt of a minute adds no line.
    assert reasons(bench) == ["no_device"]


def test_it_refuses_a_removed_device(bench):
    with writing():
        rows = Device.objects.filter(pk=bench.devices["hai"].pk)
        rows.update(removed=datetime.now(UTC))
    assert bench.ask("hai") == Refusal("device_removed_from_site")
    assert bench.audited("live.refuse_device") == [
        {
            "meeting": bench.meeting.pk,
            "device": bench.devices["hai"].pk,
            "reason": "device_removed_from_site",
        }
    ]


def test_it_refuses_the_device_of_another(bench):
    assert bench.ask("hai", bench.keys["hub"]) == Refusal("device_of_another")
    assert reasons(bench) == ["device_of_another"]


def test_it_refuses_a_site_that_is_not_invited(bench):
    with writing():
        MeetingSite.objects.filter(site=bench.sites["hai"]).delete()
    assert bench.ask("hai") == Refusal("site_not_in_meeting")


def test_it_refuses_a_site_that_was_removed(bench):
    with writing():
        seats = MeetingSite.objects.filter(site=bench.sites["hai"])
        seats.update(removed=datetime.now(UTC))
    assert bench.ask("hai") == Refusal("site_removed")


def test_it_refuses_who_lost_the_role(bench):
    bench.dismiss("hai")
    assert bench.ask("hai") == Refusal("may_not_sit")


def test_it_refuses_everyone_after_the_end(bench):
    with writing():
        hub = bench.site("hub")
        closed = State(9, "closed", hub, (hub,), closed=1_000)
        LiveMeeting.objects.update(state=closed.value(), rev=9)
    assert bench.ask("hub") == Refusal("closed")


def test_it_lets_devices_in_while_the_closing_can_be_taken_back(bench):
    bench.give(Open())
    bench.give(Close())
    assert isinstance(bench.ask("hub"), str)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/livekit/{id}/twirp/livekit.RoomService/ListRooms",
        "/livekit/{id}/rtc/v2",
        "/livekit/{id}/rtc/../twirp",
        "/livekit/99999/rtc/v1",
        "/livekit/99999999999999999999/rtc/v1",
        "/twirp/x?path=/livekit/{id}/rtc",
    ],
)
def test_it_knows_no_other_way_in(bench, path):
    actor = actor_of(bench.people["hai"])
    uri = path.format(id=bench.meeting.pk)
    answer = admit(actor, bench.keys["hai"], uri, signed_in=True)
    assert answer == Refusal("no_meeting")


@pytest.mark.parametrize("path", ["rtc", "rtc/v1", "rtc/validate", "rtc/v1/validate"])
def test_it_lets_all_signalling_pass(bench, path):
    actor = actor_of(bench.people["hai"])
    uri = f"/livekit/{bench.meeting.pk}/{path}?join_request=abc"
    assert isinstance(admit(actor, bench.keys["hai"], uri, signed_in=True), str)


def test_it_answers_the_front_door_with_a_header(bench, client):
    browser = bench.browser("hai", client)
    uri = f"/livekit/{bench.meeting.pk}/rtc/v1?access_token=door"
    answer = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert answer.status_code == 200
    assert answer.content == b""
    scheme, _, token = answer.headers["Authorization"].partition(" ")
    assert scheme == "Bearer"
    assert grants(token)["sub"] == bench.identity("hai")


def test_it_sends_away_who_is_not_signed_in(bench, client):
    uri = f"/livekit/{bench.meeting.pk}/rtc/v1"
    answer = client.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert answer.status_code == 401
    assert "Authorization" not in answer.headers
    assert reasons(bench) == ["signed_out"]


def test_it_sends_away_a_person_who_left(bench, client):
    browser = bench.browser("hai", client)
    with writing():
        Person.objects.filter(username="hai").update(is_active=False)
    uri = f"/livekit/{bench.meeting.pk}/rtc/v1"
    answer = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert answer.status_code == 401


def test_it_answers_403_without_a_word(bench, client):
    browser = bench.browser("hai", client)
    bench.dismiss("hai")
    uri = f"/livekit/{bench.meeting.pk}/rtc/v1"
    answer = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert (answer.status_code, answer.content) == (403, b"")


def test_it_knows_nobody_by_a_forged_cookie(bench, client):
    browser = bench.browser("hai", client)
    browser.cookies["nc_device"] = bench.keys["hub"]
    uri = f"/livekit/{bench.meeting.pk}/rtc/v1"
    answer = browser.get("/api/live/door", headers={"x-forwarded-uri": uri})
    assert answer.status_code == 403
    assert reasons(bench) == ["no_device"]


def test_it_records_a_stranger_as_nobody(bench):
    answer = admit(NOBODY, "", f"/livekit/{bench.meeting.pk}/rtc", signed_in=False)
    assert answer == Refusal("signed_out")
