"""Words between rooms: who gets them, who has read them, who may write."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.live.models import LiveMeeting, Message
from nhipcau.live.queries import facts
from nhipcau.live.rules.commands import Close, Open
from nhipcau.live.rules.mirror import desired
from nhipcau.live.rules.state import UNDO_MS
from nhipcau.live.words.services import A_MINUTE


class Desk:
    """What one person's browser asks of the words of a meeting."""

    def __init__(self, bench, who):
        self.browser = bench.browser(who, Client())
        self.base = f"/api/live/meetings/{bench.meeting.pk}"

    def post(self, what, **body):
        return self.browser.post(
            f"{self.base}/{what}", json.dumps(body), content_type="application/json"
        )

    def write(self, text, site=None, id=None):
        return self.post("words", id=str(id or uuid4()), site=site, text=text)

    def read(self, message):
        return self.post(f"words/{message}/read")

    def run(self, text):
        return self.post("running", text=text)

    def words(self):
        return self.browser.get(f"{self.base}/words").json()

    def unread(self):
        return [one["text"] for one in self.words()["unread"]]

    def talk(self, **query):
        return self.browser.get(f"{self.base}/words/talk", query).json()

    def texts(self, **query):
        return [one["text"] for one in self.talk(**query)["messages"]]


@pytest.fixture
def hub(bench):
    return Desk(bench, "hub")


@pytest.fixture
def hai(bench):
    return Desk(bench, "hai")


@pytest.fixture
def tra(bench):
    return Desk(bench, "tra")


def test_it_brings_the_hubs_words_to_one_site_and_to_no_other(bench, hub, hai, tra):
    assert hub.write("Kiểm tra micro", bench.site("hai")).status_code == 204
    assert hai.unread() == ["Kiểm tra micro"]
    assert tra.unread() == []
    assert hub.unread() == []
    asked = {"site": bench.site("hai")}
    assert hai.texts() == hub.texts(**asked) == ["Kiểm tra micro"]
    # Whatever it asks for, it gets its own.
    assert tra.texts(**asked) == []


def test_it_brings_a_sites_words_to_the_hub_and_to_no_other(bench, hub, hai, tra):
    # Whomever it names, it writes to the hub.
    hai.write("Đã rõ", site=bench.site("tra"))
    assert hub.unread() == ["Đã rõ"]
    assert hai.unread() == tra.unread() == tra.texts() == []


def test_it_shows_the_hub_who_has_read_what_went_to_all_and_when(bench, hub, hai, tra):
    hub.write("Họp sau năm phút")
    [message] = hai.words()["unread"]
    assert tra.unread() == ["Họp sau năm phút"]
    assert hai.read(message["id"]).status_code == 204
    assert hai.unread() == []
    assert tra.unread() == ["Họp sau năm phút"]
    [told] = hub.talk()["messages"]
    [read] = told["read"]
    assert read["site"] == bench.site("hai")
    assert abs(read["at"] - timezone.now().timestamp() * 1000) < 10_000
    # Who else has read it is none of the business of another commune.
    assert tra.talk()["messages"][0]["read"] == []


def test_it_shows_a_site_that_the_hub_has_read_its_words(bench, hub, hai):
    hai.write("Xin chờ")
    hub.read(hub.words()["unread"][0]["id"])
    assert hub.unread() == []
    assert [r["site"] for r in hai.talk()["messages"][0]["read"]] == [bench.site("hub")]


def test_it_lets_nobody_acknowledge_for_another(bench, hub, hai, tra):
    hub.write("Kiểm tra micro", bench.site("hai"))
    [message] = hai.words()["unread"]
    for other in (tra, hub):
        answer = other.read(message["id"])
        assert (answer.status_code, answer.json()["code"]) == (409, "no_message")
    assert hai.unread() == ["Kiểm tra micro"]


def test_it_counts_an_acknowledgement_once(bench, hub, hai):
    hub.write("Kiểm tra micro", bench.site("hai"))
    [message] = hai.words()["unread"]
    assert [hai.read(message["id"]).status_code for _ in range(2)] == [204, 204]
    assert len(bench.audited("live.acknowledge")) == 1


def test_it_writes_a_message_once_however_often_it_is_sent(bench, hub, hai):
    id = uuid4()
    for _ in range(2):
        assert hub.write("Kiểm tra micro", bench.site("hai"), id).status_code == 204
    assert hai.unread() == ["Kiểm tra micro"]


def test_it_keeps_the_text_out_of_the_log(bench, hub):
    hub.write("Việc riêng", bench.site("hai"))
    hub.run("Việc chung")
    assert bench.audited("live.message") == [
        {
            "message": Message.objects.get().pk,
            "site": bench.site("hai"),
            "from_hub": True,
        }
    ]
    assert len(bench.audited("live.running_text")) == 1
    kept = [f"{event.before} {event.after}" for event in AuditEvent.objects.all()]
    assert not any("Việc" in text for text in kept)


def test_it_leaves_the_chair_state_alone_and_tells_every_device_a_number(
    bench, hub, hai
):
    before = LiveMeeting.objects.get()
    hub.write("Mời vào họp")
    hai.read(hai.words()["unread"][0]["id"])
    hub.run("Giờ giải lao")
    after = LiveMeeting.objects.get()
    assert (after.rev, after.state) == (before.rev, before.state)
    assert after.words == before.words + 3 == hai.words()["number"]
    room = desired(facts(bench.meeting.pk, timezone.now(), seats=True).row)
    assert json.loads(room.metadata)["words"] == after.words
    assert "Giờ" not in room.metadata


def test_it_shows_the_running_text_to_all_until_it_is_cleared(hub, hai, tra):
    for text in ("Giờ giải lao", "Họp tiếp lúc 10 giờ", ""):
        assert hub.run(text).status_code == 204
        assert [one.words()["running"] for one in (hub, hai, tra)] == [text] * 3


def test_it_records_once_what_runs_already(bench, hub):
    hub.run("Giờ giải lao")
    hub.run(" Giờ  giải lao ")
    assert len(bench.audited("live.running_text")) == 1


def test_it_lets_only_who_conducts_set_the_running_text(bench, hai):
    answer = hai.run("Xã tôi")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_chair")
    assert hai.words()["running"] == ""
    assert bench.audited("live.refuse_command")


def test_it_refuses_words_for_a_site_that_is_not_in_the_meeting(bench, hub):
    for site, code in ((999, "site_not_in_meeting"), ("hub", "message_to_hub")):
        to = bench.site(site) if site == "hub" else site
        assert hub.write("Chào", to).json()["code"] == code
    assert hub.write("  ").json()["code"] == "empty_message"
    assert hub.write("a" * 301).status_code == 422
    assert hub.run("a" * 201).status_code == 422
    assert not Message.objects.exists()


def test_it_stops_a_site_that_writes_without_end_and_no_other(hub, hai, tra):
    for turn in range(A_MINUTE):
        assert hai.write(f"{turn}").status_code == 204
    assert hai.write("còn nữa").json()["code"] == "too_many_messages"
    assert tra.write("một").status_code == 204
    with writing():
        Message.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert hai.write("lại được").status_code == 204


def test_it_turns_the_pages_of_a_long_conversation(bench, hub):
    with writing():
        Message.objects.bulk_create(
            Message(
                meeting=bench.meeting,
                site=bench.sites["hai"],
                from_hub=True,
                text=str(turn),
                by=bench.people["hub"],
                at=timezone.now(),
                command=uuid4(),
            )
            for turn in range(45)
        )
    seen, query = [], {"site": bench.site("hai")}
    while True:
        page = hub.talk(**query)
        seen += [int(one["text"]) for one in page["messages"]]
        if not page["more"]:
            break
        query["before"] = page["messages"][-1]["id"]
    assert seen == list(range(44, -1, -1))


@pytest.mark.parametrize("who", ["stranger", "hai"])
def test_it_tells_nothing_to_who_may_not_sit(bench, hub, who):
    hub.write("Mời vào họp")
    browser = Client()
    browser.force_login(bench.people[who])
    for what in ("words", "words/talk"):
        answer = browser.get(f"{hub.base}/{what}")
        assert answer.status_code == 403
        assert set(answer.json()) == {"code", "text"}


def test_it_takes_no_words_once_the_meeting_is_over(bench, hub, hai):
    bench.give(Open())
    bench.give(Close())
    assert hub.write("Còn một phút").status_code == 204
    row = LiveMeeting.objects.get()
    row.state["closed"] -= UNDO_MS + 1000
    with writing():
        row.save()
    for desk in (hub, hai):
        answer = desk.write("Muộn")
        assert (answer.status_code, answer.json()["code"]) == (403, "closed")
