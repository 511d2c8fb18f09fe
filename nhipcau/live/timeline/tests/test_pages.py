"""The pages of the timeline: who may look, what is said, what is drawn."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.accounts.models import RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.live import services
from nhipcau.live.models import EngineStart, Presence, SiteNote, SiteSample
from nhipcau.live.rules.commands import Close, Open
from nhipcau.live.timeline.chart import Bar, Window, bar, curve, steps, without
from nhipcau.live.timeline.queries import site_lines
from nhipcau.meetings.models import MeetingSite

NOW = timezone.now()


def ago(seconds):
    return NOW - timedelta(seconds=seconds)


def was_there(bench, who, since, until=None, why=""):
    with writing():
        Presence.objects.create(
            meeting=bench.meeting,
            site=bench.sites[who],
            joined=ago(since),
            left=None if until is None else ago(until),
            why=why,
        )


def noted(bench, who, at, kind, **facts):
    with writing():
        SiteNote.objects.create(
            meeting=bench.meeting,
            site=bench.sites[who],
            run=uuid4(),
            number=0,
            at=ago(at),
            kind=kind,
            facts=facts,
        )


def measured(bench, who, at, **changes):
    line = {"down_kbps": 900, "up_kbps": 300, "down_loss": 12, "up_loss": 4}
    with writing():
        SiteSample.objects.create(
            meeting=bench.meeting,
            site=bench.sites[who],
            run=uuid4(),
            number=0,
            at=ago(at),
            **(line | {"rtt_ms": 180, "jitter_ms": 9} | changes),
        )


def read(bench, who, site="", **query):
    browser = Client()
    browser.force_login(bench.people[who])
    path = f"/cuoc-hop/{bench.meeting.pk}/ket-noi/"
    return browser.get(f"{path}{bench.site(site)}/" if site else path, query)


def causes(bench, who):
    lines = {line.site.pk: line for line in site_lines(bench.meeting)}
    return [one.cause for one in lines[bench.site(who)].gone]


@pytest.fixture
def cut(bench):
    """A commune whose network was away for 47 seconds, and told so."""
    was_there(bench, "hub", 900)
    was_there(bench, "hai", 900, 280, "silent")
    was_there(bench, "hai", 253)
    noted(bench, "hai", 900, "back", served=False)
    noted(bench, "hai", 899, "uses", down="full", up="thin")
    noted(bench, "hai", 898, "path", path="tcp")
    noted(bench, "hai", 300, "lost")
    noted(bench, "hai", 253, "back", served=False)
    for at in range(890, 310, -10):
        measured(bench, "hai", at, busy=at == 500)
    return bench


def test_it_says_when_a_site_was_gone_for_how_long_and_why(cut):
    page = read(cut, "hub").content.decode()
    assert "Mạng của điểm cầu không tới được điểm cầu chính." in page
    assert "(0:47)" in page
    assert "Mất kết nối 1 lần." in page
    assert page.count('class="strip"') == len(cut.sites)


def test_a_site_has_its_strips_and_a_list_of_what_happened(cut):
    page = read(cut, "hub", "hai").content.decode()
    for name in (
        "Có mặt trong phòng họp",
        "Mức dùng chiều nhận",
        "Mất gói, cao nhất 1 %",
        "Độ trễ, cao nhất 180 ms",
        "Tốc độ, cao nhất 900 kbit/s",
        "Máy tính quá tải",
        "Mức dùng đường truyền: nhận đầy đủ, gửi rút gọn.",
        "Mạng không cho UDP qua: hình và tiếng đi bằng TCP.",
        "Vào phòng họp.",
        "0:47",
    ):
        assert name in page, name
    assert len(re.findall(r'<path data-look="(?:up|down)"', page)) == 5
    assert "NaN" not in page


@pytest.mark.parametrize(
    "query", [{"phut": "15"}, {"phut": "7"}, {"luc": "x"}, {"luc": "9" * 5000}]
)
def test_any_length_of_time_may_be_asked_for(cut, query):
    assert read(cut, "hub", "hai", **query).status_code == 200


def test_a_moment_is_shown_from_five_minutes_before_to_five_after(cut):
    at = round(ago(620).timestamp() * 1000)
    page = read(cut, "hub", "hai", luc=str(at)).content.decode()
    assert "Quanh lúc đã chọn" in page
    # The moment of the overload alone: the cut is five minutes away, and a bit.
    assert page.count('data-look="gone"') == 1
    far = read(cut, "hub", "tra", luc=str(at)).content.decode()
    assert "Chưa có gì" in far


def test_who_conducts_sees_all_a_commune_its_own_and_a_stranger_nothing(cut):
    assert read(cut, "hub", "tra").status_code == 200
    with writing():
        RoleGrant.objects.filter(person=cut.people["hai"]).delete()
        MeetingSite.objects.filter(site=cut.sites["hai"]).update(
            person=cut.people["hai"]
        )
        RoleGrant.objects.create(
            person=cut.people["hai"],
            role="viewer",
            unit=cut.meeting.host,
            since=timezone.localdate(),
        )
    assert read(cut, "hai").content.decode().count('class="strip"') == 1
    assert read(cut, "hai", "hai").status_code == 200
    assert read(cut, "hai", "tra").status_code == 404
    assert read(cut, "stranger").status_code == 403
    assert read(cut, "stranger", "hai").status_code == 403
    assert Client().get(f"/cuoc-hop/{cut.meeting.pk}/ket-noi/").status_code == 302


def test_a_technician_of_the_unit_that_holds_the_meeting_sees_all(cut):
    cut.keeps_rooms("stranger")
    assert read(cut, "stranger").content.decode().count('class="strip"') == 3


def test_all_at_once_are_the_hub_and_a_new_engine_is_the_engine(bench):
    for who in bench.sites:
        was_there(bench, who, 900, 300, "silent")
        was_there(bench, who, 250)
    assert [causes(bench, who) for who in bench.sites] == [["hub"]] * 3
    with writing():
        EngineStart.objects.create(epoch=99, at=ago(298))
    assert causes(bench, "hai") == ["engine"]


def test_who_leaves_with_the_end_of_the_meeting_was_not_cut_off(bench):
    bench.give(Open())
    bench.give(Close())
    with writing():
        Presence.objects.create(
            meeting=bench.meeting,
            site=bench.sites["hai"],
            joined=ago(60),
            left=timezone.now(),
            why="left",
        )
    assert causes(bench, "hai") == []


def test_the_engine_tells_why_a_site_left(bench):
    actor = actor_of(bench.people["hub"])
    site = bench.site("hai")
    services.note_presence(actor, bench.meeting, [site], {})
    services.note_presence(
        actor, bench.meeting, [], {site: timezone.now()}, {site: "removed"}
    )
    assert causes(bench, "hai") == ["removed"]
    assert bench.audited("live.presence")[-1]["whys"] == {str(site): "removed"}


def test_a_bar_is_within_the_time_shown_and_never_too_thin_to_see():
    window = Window(0, 100_000)
    assert bar(window, 10_000, 30_000, "there") == Bar(10, 20, "there")
    assert bar(window, 90_000, None, "there") == Bar(90, 10, "there")
    assert bar(window, 50_000, 50_001, "gone") == Bar(50, 0.2, "gone")
    assert bar(window, -20_000, -1, "there") is None
    assert bar(window, 100_001, None, "there") is None


def test_what_is_void_is_cut_out():
    assert without(0, 100, []) == [(0, 100)]
    assert without(0, 100, [(20, 30), (40, None)]) == [(0, 20), (30, 40)]
    assert without(50, 100, [(0, 60), (90, 95)]) == [(60, 90), (95, 100)]
    heights = {"full": 100, "thin": 60}
    found = steps(Window(0, 100), [(0, "full"), (50, "thin")], [(40, 60)], heights)
    assert found == [Bar(0, 40, "full"), Bar(60, 40, "thin", 60)]
    assert steps(Window(0, 100), [], [], heights) == []


def test_a_curve_is_broken_where_nothing_was_measured():
    path = curve(Window(0, 100_000), [(0, 0), (10_000, 100), (60_000, 50)], 100, "up")
    assert path.path == "M0.0 100.0 h2 L100.0 4.0 M600.0 52.0 h2"


def test_the_axis_has_round_moments_and_few_of_them():
    for minutes in (1, 7, 30, 200, 3000):
        window = Window(1_764_500_123_000, 1_764_500_123_000 + minutes * 60_000)
        marks = window.marks()
        assert 2 <= len(marks) <= 7 or minutes == 3000
        assert all(window.since <= one <= window.until for one in marks)
