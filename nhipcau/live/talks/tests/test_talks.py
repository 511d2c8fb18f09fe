"""Private talks over HTTP: who may call, who is told, who gets a token, what stays."""

import json
from datetime import UTC, datetime

import jwt
import pytest
from django.conf import settings
from django.test import Client

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live.door import admit
from nhipcau.live.models import LiveMeeting, Talk
from nhipcau.live.rules.commands import Grant, Open
from nhipcau.live.services import note_presence
from nhipcau.live.talks.services import end


class Side:
    """One person's browser: what it asks of private talks."""

    def __init__(self, bench, who):
        self.bench, self.who = bench, who
        self.browser = bench.browser(who, Client())
        self.base = f"/api/live/meetings/{bench.meeting.pk}"

    def post(self, what, **body):
        answer = self.browser.post(
            f"{self.base}/{what}", json.dumps(body), content_type="application/json"
        )
        return answer.json()["code"] if answer.content else answer.status_code

    def call(self, who):
        return self.post("talks", site=self.bench.site(who))

    def answer(self, talk):
        return self.post(f"talks/{talk}/answer")

    def end(self, talk):
        return self.post(f"talks/{talk}/end")

    def told(self):
        return self.browser.get(f"{self.base}/words").json()["call"]

    def token(self, talk):
        """What the door says to this browser about the talk's room."""
        return admit(
            actor_of(self.bench.people[self.who]),
            self.bench.keys[self.who],
            f"/livekit/{self.bench.meeting.pk}/talk/{talk}/rtc/v1?access_token=door",
            signed_in=True,
        )


@pytest.fixture
def hub(bench):
    present = {bench.site("hai"), bench.site("tra")}
    note_presence(system("conductor"), bench.meeting, present, {})
    return Side(bench, "hub")


@pytest.fixture
def hai(bench):
    return Side(bench, "hai")


@pytest.fixture
def tra(bench):
    return Side(bench, "tra")


@pytest.fixture
def talk(hub, hai):
    """A talk that rings at Hai."""
    assert hub.call("hai") == 204
    return hai.told()["id"]


def test_it_rings_at_one_site_and_at_no_other(bench, hub, hai, tra, talk):
    assert hai.told() == {
        "id": talk,
        "site": bench.site("hai"),
        "by": "hub",
        "desk": False,
        "answered": False,
        "why": "",
    }
    assert hub.told() == hai.told() | {"desk": True}
    assert tra.told() is None


def test_it_leaves_the_chair_state_alone_and_tells_every_device_a_number(
    bench, hub, hai
):
    before = LiveMeeting.objects.get()
    hub.call("hai")
    hai.answer(hai.told()["id"])
    hai.end(hai.told()["id"])
    after = LiveMeeting.objects.get()
    assert (after.rev, after.state) == (before.rev, before.state)
    assert after.words == before.words + 3


def test_it_gives_a_token_to_the_two_once_the_site_has_answered(bench, hub, hai, talk):
    assert hub.token(talk) == hai.token(talk) == Refusal("no_talk")
    assert hai.answer(talk) == 204
    secret = settings.NHIPCAU.engine_secret.get_secret_value()
    for side in (hub, hai):
        found = jwt.decode(side.token(talk), secret, algorithms=["HS256"])
        assert found["sub"] == bench.identity(side.who)
        assert found["video"]["room"] == f"talk-{bench.meeting.pk}-{talk}"
        assert found["video"]["canPublishSources"] == ["microphone"]
    assert hai.end(talk) == 204
    assert hub.token(talk) == hai.token(talk) == Refusal("no_talk")


def test_it_gives_no_token_to_a_third_site_or_a_companion(bench, hub, hai, tra, talk):
    hai.answer(talk)
    assert tra.token(talk) == Refusal("no_talk")
    with writing():
        Device.objects.filter(pk=bench.devices["hai"].pk).update(main=False)
    assert hai.token(talk) == Refusal("no_talk")
    reasons = [event["reason"] for event in bench.audited("live.refuse_device")]
    assert reasons == ["no_talk"] * 2
    assert hub.token(talk + 1) == Refusal("no_talk")


def test_it_lets_nobody_answer_or_end_the_talk_of_others(bench, hub, hai, tra, talk):
    assert [tra.answer(talk), tra.end(talk)] == ["no_talk"] * 2
    # The desk cannot answer for the site.
    assert hub.answer(talk) == "no_talk"
    with writing():
        Device.objects.filter(pk=bench.devices["hai"].pk).update(main=False)
    assert [hai.answer(talk), hai.end(talk), hai.told()] == ["no_talk", "no_talk", None]
    assert Talk.objects.get().answered is None


def test_it_lets_only_who_conducts_call(bench, hub, hai):
    assert hai.call("tra") == "not_chair"
    assert bench.audited("live.refuse_command")[0]["kind"] == "talk"
    assert not Talk.objects.exists()


def test_it_wants_who_conducts_to_sit_at_a_device(bench, hub):
    browser = Client()
    browser.force_login(bench.people["hub"])
    answer = browser.post(
        f"{hub.base}/talks",
        json.dumps({"site": bench.site("hai")}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "no_device")
    assert browser.get(f"{hub.base}/words").json()["call"] is None


def test_it_holds_one_talk_for_each_site_and_each_desk(bench, hub, hai, talk):
    # Sent twice because nobody answered, it rings once.
    assert hub.call("hai") == 204
    assert Talk.objects.count() == 1
    assert hub.call("tra") == "talk_desk_busy"
    with writing():
        Talk.objects.update(desk=bench.devices["tra"])
    assert hub.call("hai") == "talk_busy"
    assert hub.call("tra") == 204


def test_it_refuses_a_site_that_is_not_there_or_speaks(bench, hub):
    assert hub.call("hub") == "talk_to_hub"
    bench.give(Open())
    bench.give(Grant(bench.site("hai"), ()))
    assert hub.call("hai") == "talk_on_floor"
    gone = {bench.site("tra"): datetime.now(UTC)}
    note_presence(system("conductor"), bench.meeting, set(), gone)
    assert hub.call("tra") == "talk_site_away"


@pytest.mark.parametrize(
    ("who", "answered", "why"),
    [
        ("hub", False, "withdrawn"),
        ("hai", False, "declined"),
        ("hub", True, "hung_up"),
        ("hai", True, "hung_up"),
    ],
)
def test_it_tells_both_how_it_ended(hub, hai, talk, who, answered, why):
    if answered:
        hai.answer(talk)
    side = hub if who == "hub" else hai
    assert [side.end(talk), side.end(talk)] == [204, 204]
    assert hub.told()["why"] == hai.told()["why"] == why
    assert hai.answer(talk) == "no_talk"
    assert hub.call("hai") == 204
    assert hub.told()["why"] == ""


def test_it_records_who_called_whom_and_how_it_ended(bench, hub, hai, talk):
    hai.answer(talk)
    hai.answer(talk)
    for _ in range(2):
        end(system("conductor"), bench.meeting, talk, "floor")
    site = {"talk": talk, "site": bench.site("hai")}
    desk = site | {"device": bench.devices["hub"].pk}
    assert bench.audited("live.talk_started") == [desk]
    assert bench.audited("live.talk_answered") == [site]
    assert bench.audited("live.talk_ended") == [site | {"why": "floor"}]
