"""`nhipcau demo`: links that sign in, a meeting that runs, passwords that stay."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from nhipcau.accounts.models import Person, SignInCode
from nhipcau.accounts.queries import actor_of
from nhipcau.cli import main
from nhipcau.cli.demo import PEOPLE, meeting_file
from nhipcau.live.bots.services import player
from nhipcau.live.models import LiveMeeting
from nhipcau.live.rules.commands import CHAIR, Close
from nhipcau.live.services import command
from nhipcau.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(capsys) -> str:
    """What `nhipcau demo` prints."""
    assert main(["demo"]) == 0
    return capsys.readouterr().out


def again(capsys, *words: str) -> str:
    capsys.readouterr()
    assert main(["demo", *words]) == 0
    return capsys.readouterr().out


def links(said: str) -> list[str]:
    return re.findall(r"http://localhost:\d+/vao#([\w-]+)", said)


def test_every_link_signs_its_person_in_once(said: str):
    codes = links(said)
    assert len(codes) == len(PEOPLE) == 6
    for username, code in zip(PEOPLE, codes, strict=True):
        browser = Client(REMOTE_ADDR=f"10.0.0.{len(username)}")
        browser.post("/vao", {"code": code})
        person = Person.objects.get(pk=browser.session["_auth_user_id"])
        assert person.username == username
        assert browser.get("/").status_code == 200
        other = Client(REMOTE_ADDR=f"10.0.1.{len(username)}")
        other.post("/vao", {"code": code})
        assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(("hours", "signs_in"), [(7.9, True), (8.1, False)])
def test_a_link_lasts_as_long_as_it_says(said: str, hours: float, signs_in: bool):
    assert "trong 8 giờ" in said
    browser = Client()
    with time_machine.travel(timedelta(hours=hours)):
        browser.post("/vao", {"code": links(said)[1]})
        assert ("_auth_user_id" in browser.session) is signs_in


def test_the_meeting_runs_already_and_is_named(said: str):
    meeting = Meeting.objects.get()
    assert f"/cuoc-hop/{meeting.pk}/" in said
    assert meeting_file(settings.NHIPCAU.data_dir).read_text() == str(meeting.pk)
    live = LiveMeeting.objects.get(meeting=meeting)
    assert live.state["phase"] == "open"
    assert player().name == "Máy đóng vai (demo)"


def test_another_start_goes_on_with_the_meeting_and_the_passwords(said: str, capsys):
    before = list(Person.objects.order_by("pk").values_list("password", flat=True))
    again(capsys)
    after = list(Person.objects.order_by("pk").values_list("password", flat=True))
    assert after == before
    assert Meeting.objects.count() == 1
    assert SignInCode.objects.count() == 12


def test_another_start_after_the_end_makes_a_new_meeting(said: str, capsys):
    meeting = Meeting.objects.get()
    chair = actor_of(meeting.chair)
    command(chair, meeting, CHAIR, "0190d000-0000-7000-8000-000000000001", Close())
    again(capsys)
    assert Meeting.objects.count() == 2


def test_programs_get_passwords_and_a_meeting_that_is_not_open(capsys):
    for _ in range(2):
        facts = json.loads(again(capsys, "--json"))
        assert set(facts) == {"meeting", "sites", "people"}
        assert not LiveMeeting.objects.filter(meeting=facts["meeting"]).exists()
        for person in facts["people"].values():
            found = Person.objects.get(username=person["username"])
            assert found.check_password(person["password"])
            assert not found.must_change_password
    assert Meeting.objects.count() == 2
    assert SignInCode.objects.count() == 0
