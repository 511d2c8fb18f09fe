"""A technician asks the machine at a site for something, and it answers once."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.accounts import services as accounts
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.queries import equipment_of, left_when_asked, pending
from nhipcau.live.errands.services import ask
from nhipcau.live.models import Errand
from nhipcau.live.queries import facts
from nhipcau.live.rules.mirror import desired
from nhipcau.places.models import Site

DEVICES = {
    "cameras": [{"id": "c1", "label": "Logitech"}],
    "microphones": [{"id": "m1", "label": "Mixer"}],
    "speakers": [],
    "camera": "c1",
    "microphone": "",
    "speaker": "",
    "mode": "room",
    "gain": "normal",
    "browser": "Chromium 156",
    "release": "0.1.0",
    "level": 0.2,
    "restarts": False,
}


def asks(bench, who="hub", site="hai", kind="look", **chosen):
    actor = actor_of(bench.people[who])
    return ask(actor, bench.meeting, bench.site(site), kind, chosen)


def told(bench, who):
    browser = bench.browser(who, Client())
    return browser.get(f"/api/live/meetings/{bench.meeting.pk}").json()["errands"]


def answers(bench, errand, who="hai", **given):
    browser = bench.browser(who, Client())
    return browser.post(
        f"/api/live/meetings/{bench.meeting.pk}/errands/{errand.pk}",
        json.dumps({"done": True} | given),
        content_type="application/json",
    )


def test_the_main_device_learns_of_it_and_nobody_else(there):
    errand = asks(there, kind="choose", camera="c1")
    assert told(there, "hai") == [
        {"id": errand.pk, "kind": "choose", "facts": {"camera": "c1"}}
    ]
    assert told(there, "tra") == []
    room = desired(facts(there.meeting.pk, timezone.now(), seats=True).row)
    words = {who: room.places[there.identity(who)].told for who in ("hai", "tra")}
    assert words["hai"]["errand"] == str(errand.pk)
    assert words["tra"]["errand"] == ""


def test_a_companion_is_asked_for_nothing(there):
    asks(there)
    with writing():
        there.devices["hai"].main = False
        there.devices["hai"].save()
    assert told(there, "hai") == []


def test_its_answer_is_kept_and_it_waits_no_more(there):
    errand = asks(there)
    assert answers(there, errand, devices=DEVICES).status_code == 204
    assert told(there, "hai") == []
    kept = equipment_of(there.meeting, there.site("hai"))
    assert kept.answer["cameras"] == [{"id": "c1", "label": "Logitech"}]
    assert there.audited("live.errand_answered")[0]["done"] is True


def test_said_twice_the_first_answer_counts(there):
    errand = asks(there, kind="tone")
    answers(there, errand)
    assert answers(there, errand, done=False, why="late").status_code == 204
    assert Errand.objects.get().done is True
    assert len(there.audited("live.errand_answered")) == 1


def test_only_the_machine_that_was_asked_answers(there):
    errand = asks(there)
    answer = answers(there, errand, who="tra")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_errand")
    assert Errand.objects.get().answered is None


@pytest.mark.parametrize(
    "given",
    [
        {"devices": DEVICES | {"mode": "disco"}},
        {"devices": DEVICES | {"gain": "11"}},
        {"devices": DEVICES | {"cameras": [{"id": "x" * 201, "label": ""}]}},
        {"devices": DEVICES | {"level": 7}},
        {"echo": {"loss_db": 1e9, "delay_ms": 3}},
        {"done": "perhaps?"},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(there, given):
    errand = asks(there)
    assert answers(there, errand, **given).status_code == 422


def test_two_at_once_are_refused_and_what_nobody_took_up_waits_no_more(there):
    errand = asks(there)
    with pytest.raises(Refusal, match="errand_under_way"):
        asks(there)
    with writing():
        Errand.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert pending(there.meeting.pk) == []
    assert asks(there).pk != errand.pk


def test_who_is_not_in_the_room_cannot_be_asked(bench):
    with pytest.raises(Refusal, match="errand_nobody_there"):
        asks(bench)


def test_only_what_starts_again_by_itself_is_restarted(there):
    with pytest.raises(Refusal, match="errand_room_computer"):
        asks(there, kind="restart")
    answers(there, asks(there), devices=DEVICES | {"restarts": True})
    assert asks(there, kind="restart").kind == "restart"


def test_what_another_machine_told_is_not_of_this_one(there):
    answers(there, asks(there), devices=DEVICES)
    assert equipment_of(there.meeting, there.site("hai"))
    key = accounts.offer_pairing("the key of the room")
    accounts.pair_device(system("test"), there.sites["hai"], key)
    assert equipment_of(there.meeting, there.site("hai")) is None


def test_an_answer_without_what_was_found_is_none(there):
    errand = asks(there, kind="echo")
    assert answers(there, errand).status_code == 422
    half = answers(there, errand, echo={"loss_db": 3.0, "delay_ms": None})
    assert half.status_code == 422
    assert answers(there, errand, done=False, why="noMicrophone").status_code == 204


def test_the_machine_of_a_delegate_is_nobodys_to_set(there):
    with writing():
        Site.objects.filter(pk=there.site("hai")).update(kind=Site.Kind.DELEGATE)
    with pytest.raises(Refusal, match="not_technician"):
        asks(there)


def test_a_room_is_told_that_somebody_sees_its_picture(there):
    def watched():
        browser = there.browser("hai", Client())
        return browser.get(f"/api/live/meetings/{there.meeting.pk}").json()["watched"]

    assert watched() is False
    asks(there, kind="picture")
    assert watched() is True
    with writing():
        Errand.objects.update(at=timezone.now() - timedelta(seconds=601))
    assert watched() is False


def test_a_page_that_was_left_on_request_is_remembered(there):
    answers(there, asks(there, kind="reload"))
    answers(there, asks(there, kind="tone"))
    left = left_when_asked(there.meeting)
    assert left == {there.site("hai"): [Errand.objects.get(kind="reload").answered]}


def test_who_keeps_neither_site_nor_meeting_may_ask_for_nothing(there):
    with pytest.raises(Refusal, match="not_technician"):
        asks(there, who="tra", site="hai")
    with pytest.raises(Refusal, match="not_technician"):
        asks(there, who="stranger")
    there.keeps_rooms("stranger")
    assert asks(there, who="stranger").by == there.people["stranger"]
