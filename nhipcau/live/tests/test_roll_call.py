"""Roll call by hand and from the room, and what the meeting's page tells of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live import services
from nhipcau.live.models import Presence, RollCallMark
from nhipcau.live.queries import attendance, left_behind, present_sites
from nhipcau.live.rules.commands import Close, Open
from nhipcau.live.services import Mark
from nhipcau.live.views.roll_call import summary
from nhipcau.places.models import Site

CONDUCTOR = system("conductor")


def page(bench):
    return f"/cuoc-hop/{bench.meeting.pk}/diem-danh/"


def mark(browser, bench, who, **fields):
    headers = {"HX-Request": "true"} if fields.pop("htmx", True) else {}
    return browser.post(f"{page(bench)}{bench.site(who)}/", fields, headers=headers)


def come(bench, *who):
    sites = {bench.site(one) for one in who}
    services.note_presence(CONDUCTOR, bench.meeting, sites, {})


def test_it_keeps_what_was_found_last_and_who_wrote_it(bench):
    chair = actor_of(bench.people["hub"])
    site = bench.sites["hai"]
    services.mark_site(chair, bench.meeting, site, Mark("absent"))
    services.mark_site(chair, bench.meeting, site, Mark("online", 12, "muộn"))
    row = RollCallMark.objects.get()
    assert (row.status, row.people, row.remark) == ("online", 12, "muộn")
    assert row.by == bench.people["hub"]
    assert bench.audited("live.roll_call")[-1]["people"] == 12


def test_it_marks_no_site_that_is_not_invited(bench):
    chair = actor_of(bench.people["hub"])
    other = type(bench.sites["hai"])(pk=999)
    with pytest.raises(Refusal, match="site_not_in_meeting"):
        services.mark_site(chair, bench.meeting, other, Mark("online"))


def test_it_lets_only_who_conducts_call_the_roll(bench):
    actor = actor_of(bench.people["hai"])
    with pytest.raises(Refusal, match="not_chair"):
        services.mark_site(actor, bench.meeting, bench.sites["hai"], Mark("online"))
    with pytest.raises(Refusal, match="not_chair"):
        services.mark_connected(actor, bench.meeting)


def test_it_marks_all_that_are_connected_and_leaves_what_was_marked(bench):
    chair = actor_of(bench.people["hub"])
    services.mark_site(chair, bench.meeting, bench.sites["hub"], Mark("in_person", 30))
    come(bench, "hub", "hai")
    assert services.mark_connected(chair, bench.meeting) == 1
    marks = dict(RollCallMark.objects.values_list("site", "status"))
    assert marks == {bench.site("hub"): "in_person", bench.site("hai"): "online"}


def test_it_sums_up_what_the_chair_announces(bench):
    chair = actor_of(bench.people["hub"])
    found = (Mark("in_person", 30), Mark("online", 8), Mark("excused"))
    for site, one in zip(bench.sites.values(), found, strict=True):
        services.mark_site(chair, bench.meeting, site, one)
    assert summary(attendance(bench.meeting)) == {
        "sites": 3,
        "marked": 3,
        "present": 2,
        "absent": 1,
        "people": 38,
    }


def test_it_writes_down_who_came_and_when_they_left(bench):
    come(bench, "hub", "hai")
    come(bench, "hai")  # told again after a restart
    left = datetime.now(UTC) + timedelta(minutes=3)
    services.note_presence(CONDUCTOR, bench.meeting, (), {bench.site("hai"): left})
    come(bench, "hai")
    rows = Presence.objects.filter(site=bench.site("hai"))
    assert [row.left for row in rows] == [left, None]
    assert present_sites(bench.meeting.pk) == {bench.site("hub"), bench.site("hai")}
    hai = attendance(bench.meeting)[1]
    assert (hai.connected, hai.cuts) == (True, 1)


def test_nobody_stays_in_the_room_of_a_meeting_that_is_over(bench):
    with time_machine.travel("2026-11-25 08:00:00Z", tick=False) as clock:
        bench.give(Open())
        come(bench, "hub", "hai")
        bench.give(Close())
        clock.shift(59)
        assert left_behind() == {}
        clock.shift(3600)
        closed = datetime(2026, 11, 25, 8, 1, tzinfo=UTC)
        assert left_behind() == {bench.meeting: closed}
        services.end_presence(CONDUCTOR, bench.meeting, closed)
        assert left_behind() == {}
    rows = Presence.objects.filter(meeting=bench.meeting)
    assert {row.left for row in rows} == {closed}
    assert not any(row.connected for row in attendance(bench.meeting))


def test_it_names_no_site_of_another_meeting(bench, client):
    browser = bench.browser("hub", client)
    with writing():
        other = Site.objects.create(
            name="Nơi khác", place=bench.sites["hub"].place, kind="commune"
        )
    answer = browser.post(f"{page(bench)}{other.pk}/", {"status": "online"})
    assert answer.status_code == 404


def test_it_shows_a_thousand_people_as_a_browser_reads_numbers(bench, client):
    chair = actor_of(bench.people["hub"])
    services.mark_site(chair, bench.meeting, bench.sites["hai"], Mark("online", 1000))
    text = bench.browser("hub", client).get(page(bench)).content.decode()
    assert 'value="1000"' in text


def test_each_line_of_the_page_is_saved_by_itself(bench, client):
    browser = bench.browser("hub", client)
    assert browser.get(page(bench)).content.decode().count("roll-call-row") == 3
    answer = mark(browser, bench, "hai", status="online", people="12", remark="")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="roll-call-summary"' in text
    assert "<strong>1/3</strong>" in text
    assert RollCallMark.objects.get().people == 12


def test_a_line_that_is_wrong_says_why_and_stores_nothing(bench, client):
    browser = bench.browser("hub", client)
    answer = mark(browser, bench, "hai", status="online", people="9999", remark="muộn")
    text = answer.content.decode()
    assert f'id="note-{bench.site("hai")}"' in text
    assert "Số người" in text
    assert "1000" in text
    assert not RollCallMark.objects.exists()


def test_a_saved_line_replaces_nothing_that_is_being_typed(bench, client):
    browser = bench.browser("hub", client)
    text = mark(browser, bench, "hai", status="online").content.decode()
    assert "<input" not in text
    assert text.count('hx-swap-oob="true"') == 2


def test_it_works_without_scripts_too(bench, client):
    browser = bench.browser("hub", client)
    answer = mark(browser, bench, "hai", status="excused", htmx=False)
    assert answer.headers["Location"] == page(bench)
    assert RollCallMark.objects.get().status == "excused"
    wrong = mark(browser, bench, "hai", status="away", htmx=False)
    assert wrong.headers["Location"] == page(bench)
    assert RollCallMark.objects.get().status == "excused"


def test_it_marks_the_connected_with_one_button(bench, client):
    come(bench, "hai", "tra")
    browser = bench.browser("hub", client)
    answer = browser.post(f"{page(bench)}dang-ket-noi/", follow=True)
    assert "2 điểm cầu" in answer.content.decode()
    assert RollCallMark.objects.count() == 2


def test_others_see_the_result_on_the_meeting_s_page_and_not_the_roll_call(
    bench, client
):
    chair = actor_of(bench.people["hub"])
    come(bench, "hai")
    services.mark_site(
        chair, bench.meeting, bench.sites["hai"], Mark("online", 12, "muộn")
    )
    browser = bench.browser("hai", client)
    text = browser.get(f"/cuoc-hop/{bench.meeting.pk}/").content.decode()
    assert "Có mặt trực tuyến" in text
    assert "muộn" in text
    assert "diem-danh" not in text
    assert browser.get(page(bench)).status_code == 403
    assert mark(browser, bench, "hai", status="online").status_code == 403
