"""The log speaks in words: no key, id or code of a programmer on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nhipcau.accounts import services as people
from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.people import Card
from nhipcau.audit.models import AuditEvent
from nhipcau.audit.reading import Told, told, unnamed
from nhipcau.audit.services import note_export, record
from nhipcau.audit.texts import vocabularies
from nhipcau.base.service import service
from nhipcau.cli.demo import build, everything
from nhipcau.core.actor import Actor, system
from nhipcau.live import services as live
from nhipcau.live.rules.commands import CHAIR, Grant, Open
from nhipcau.meetings import services as meetings
from nhipcau.meetings.models import Meeting
from nhipcau.places import services as places
from nhipcau.places.models import Place, Site, Unit, UnitKind

CONDUCTOR = system("conductor")
# What only a technician can make use of, by app.
TECHNICAL = {"live": {"schema", "rev", "turn", "away", "closed", "in_break", "missed"}}


@pytest.fixture
def demo(db: None) -> dict[str, Any]:
    return build()


@pytest.fixture
def meeting(demo: dict[str, Any]) -> Meeting:
    return Meeting.objects.get(pk=demo["meeting"])


@service
def happen(
    actor: Actor, verb: str, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    record(actor, verb, "việc thử", before=before, after=after)


def last(verb: str) -> Told:
    return told([AuditEvent.objects.filter(verb=verb).order_by("-id")[0]])[0]


def said(one: Told) -> dict[str, str]:
    return {change.name: change.after for change in one.changes}


def live_a_day(demo: dict[str, Any], meeting: Meeting) -> None:
    """What people do to units, places, sites, people and a meeting."""
    actor, today = everything(), timezone.localdate()
    commune = Site.objects.get(pk=demo["sites"]["commune"])
    kind = UnitKind.objects.get(code="xa")
    unit = places.create_unit(actor, name="Tam Thử", kind=kind, since=date(2025, 8, 1))
    place = places.create_place(actor, unit=unit, name="Trụ sở thử", address="Số 1")
    places.update_place(actor, place, address="Số 2")
    site = places.create_site(actor, place=place, name="Phòng thử", kind="commune")
    places.update_site(actor, site, link="thin")
    places.reorder_sites(actor, [site.pk, commune.pk])
    places.close_site(actor, site)
    places.close_place(actor, place)
    places.reopen_place(actor, place)
    places.close_unit(actor, unit, today, places_to=commune.place.unit)
    clerk = Person.objects.get(username="clerk")
    people.update_person(actor, clerk, Card("Cán bộ (demo)", phone="0235387123"))
    grant = people.grant_role(actor, clerk, "viewer", None, today, None)
    people.end_role(actor, grant)
    people.seat_device(actor_of(clerk), commune, "key", "Máy phòng họp", True)
    people.reset_password(actor, clerk)
    meetings.remove_site(actor, meeting, commune)
    meetings.readmit_site(actor, meeting, commune)
    note_export(actor, 12, {"tim": "lan", "viec": "accounts.signed_in"})
    chairing = actor_of(meeting.chair)
    live.prepare(CONDUCTOR, meeting)
    live.command(chairing, meeting, CHAIR, uuid4(), Open())
    live.command(chairing, meeting, CHAIR, uuid4(), Grant(commune.pk, ()))
    live.engine_started(CONDUCTOR)
    live.note_offence(CONDUCTOR, meeting, f"site/{commune.pk}/1")
    live.refuse_device(chairing, meeting, None, "no_device")
    live.refuse_command(actor_of(clerk), meeting, "grant")


def test_every_recorded_fact_has_a_name(demo: dict[str, Any], meeting: Meeting):
    """The demo and a day's work; what is new needs words in its app's FIELDS."""
    live_a_day(demo, meeting)
    books = vocabularies()
    wanting = set()
    for event in AuditEvent.objects.all():
        app = event.verb.partition(".")[0]
        keys = set(unnamed(event, books[app])) - TECHNICAL.get(app, set())
        wanting |= {f"{event.verb}: {key}" for key in keys}
    assert wanting == set()
    assert AuditEvent.objects.values("verb").distinct().count() > 30


def test_it_reads_rows_as_names_and_moments_as_people_write_them(
    demo: dict[str, Any], meeting: Meeting
):
    facts = said(last("meetings.plan"))
    assert facts["điểm cầu chính"] == "Núi Thành (điểm cầu chính)"
    assert facts["đơn vị chủ trì"] == meeting.host.title
    assert facts["chủ tọa"] == "Chủ tọa (demo)"
    starts = timezone.localtime(meeting.starts)
    assert facts["bắt đầu lúc"] == f"{starts:%H:%M %d/%m/%Y}"
    assert "Tam Hải" in facts["các điểm cầu"]
    assert last("meetings.plan").technical == ""


def test_it_reads_codes_of_roles_and_of_ways_to_sign_in(demo: dict[str, Any]):
    assert said(last("accounts.role_granted"))["vai trò"] == "Người xem"
    first = AuditEvent.objects.filter(verb="accounts.role_granted").order_by("id")[0]
    assert said(told([first])[0])["đơn vị"] == "toàn hệ thống"
    happen(system("test"), "accounts.signed_in", {"method": "password, totp"})
    method = said(last("accounts.signed_in"))["cách đăng nhập"]
    assert method == "mật khẩu, ứng dụng tạo mã"


def test_a_code_that_nobody_knows_stands_as_it_is(db: None):
    happen(system("test"), "accounts.signed_in", {"method": "password, dream"})
    assert said(last("accounts.signed_in"))["cách đăng nhập"] == "password, dream"


def test_a_row_that_is_gone_keeps_its_number(db: None):
    happen(system("test"), "meetings.remove_site", {"site": 987654})
    assert said(last("meetings.remove_site")) == {"điểm cầu": "987654"}


def test_a_key_that_stands_for_no_row_says_nothing(db: None):
    happen(system("test"), "live.mode", {"relay": 3, "floor": []}, {"relay": 0})
    shown = {one.name: one.before for one in last("live.mode").changes}
    assert shown["điểm cầu được tiếp sóng"] == "—"


def test_it_reads_yes_and_no_days_and_lists(db: None):
    facts = {"main": True, "since": "2025-07-01", "type": ["totp", "webauthn"]}
    happen(system("test"), "accounts.second_factors_reset", facts)
    assert said(last("accounts.second_factors_reset")) == {
        "thiết bị chính": "có",
        "từ ngày": "01/07/2025",
        "cách xác thực": "ứng dụng tạo mã, khóa truy cập",
    }


def test_the_room_is_told_in_words_and_its_numbers_are_put_aside(
    demo: dict[str, Any], meeting: Meeting
):
    live_a_day(demo, meeting)
    given = last("live.grant")
    assert [(one.name, one.before, one.after) for one in given.changes] == [
        ("quyền phát biểu", "—", "Tam Hải")
    ]
    assert '"rev": 2' in given.technical
    opened = last("live.open")
    assert [(one.before, one.after) for one in opened.changes] == [
        ("chờ khai mạc", "đang họp")
    ]
    assert said(last("live.refuse_device"))["lý do"] == "máy chưa gắn với điểm cầu"
    assert said(last("live.refuse_command"))["lệnh"] == "trao quyền phát biểu"
    assert said(last("live.mute_microphone"))["thiết bị"].startswith("Tam Hải")


def test_an_export_names_what_was_filtered(demo: dict[str, Any]):
    unit, person = Unit.objects.all()[0], Person.objects.all()[0]
    chosen = {
        "viec": "accounts.signed_in",
        "don_vi": str(unit.pk),
        "nguoi": str(person.pk),
        "doi_tuong": f"places.unit:{unit.pk}",
        "tu": "01/07/2025",
    }
    note_export(everything(), 3, chosen)
    text = said(last("audit.exported"))["bộ lọc"]
    assert text == (
        f"việc: đăng nhập; đơn vị: {unit.title}; người làm: {person}; "
        f"đối tượng: {unit}; từ ngày: 01/07/2025"
    )


def test_an_object_of_an_unknown_kind_is_shown_as_it_was_asked_for(db: None):
    note_export(everything(), 0, {"doi_tuong": "nothing.known:1"})
    assert "nothing.known:1" in said(last("audit.exported"))["bộ lọc"]


def test_a_process_is_called_by_what_it_does(db: None):
    happen(CONDUCTOR, "audit.exported", {"rows": 1})
    happen(Actor("system", 0, ""), "audit.exported", {"rows": 1})
    happen(system("tomorrow's"), "audit.exported", {"rows": 1})
    names = [one.actor for one in told(AuditEvent.objects.order_by("id"))]
    assert names == ["điều phối phòng họp", "hệ thống", "tomorrow's"]


def test_the_names_of_a_page_cost_one_question_a_kind(
    demo: dict[str, Any], meeting: Meeting, django_assert_max_num_queries: Callable
):
    live_a_day(demo, meeting)
    events = list(AuditEvent.objects.all())
    with django_assert_max_num_queries(10):
        assert len(told(events)) == len(events)


def test_the_times_of_a_moment_far_away_are_ours(db: None):
    noon = datetime(2025, 7, 1, 12, 30, tzinfo=UTC)
    for text in (noon.isoformat(), "2025-07-01T12:30:00Z", f"{noon:%FT%T}.5+00:00"):
        happen(system("test"), "meetings.plan", {"starts": text})
        assert said(last("meetings.plan"))["bắt đầu lúc"] == "19:30 01/07/2025"


@pytest.fixture
def reader(demo: dict[str, Any]) -> Client:
    client = Client()
    person = Person.objects.get(username="administrator")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def page_of(reader: Client, **asked: str) -> str:
    return unescape(reader.get(reverse("audit:log"), asked).content.decode())


def test_a_page_hides_what_has_no_words_behind_a_fold(
    reader: Client, demo: dict[str, Any], meeting: Meeting
):
    live_a_day(demo, meeting)
    page = page_of(reader, viec="live.prepare")
    words, _fold, technical = page.partition('<details class="fold small">')
    assert "<summary>Chi tiết kỹ thuật</summary>" in technical
    assert '"schema": 3' in technical
    for key in ("schema", "phase", "floor", "waiting", "conductor"):
        assert f">{key}<" not in words
    assert "điều phối phòng họp" in words


def test_a_process_is_found_by_what_it_is_called(
    reader: Client, demo: dict[str, Any], meeting: Meeting
):
    live_a_day(demo, meeting)
    assert "máy chủ hình tiếng khởi động" in page_of(reader, tim="dieu phoi")
    assert "máy chủ hình tiếng khởi động: " not in page_of(reader, tim="cua dang nhap")


def test_the_log_is_english_for_english_readers(
    reader: Client, demo: dict[str, Any], meeting: Meeting
):
    live_a_day(demo, meeting)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = page_of(reader, viec="live.open")
    assert "in session" in page
    assert "Technical details" in page
    with translation.override("en"):
        assert said(last("live.grant")) == {"floor": "Tam Hải"}


def test_a_place_tells_its_history_in_the_same_words(
    reader: Client, demo: dict[str, Any]
):
    place = Site.objects.get(pk=demo["sites"]["hub"]).place
    places.update_place(everything(), Place.objects.get(pk=place.pk), address="Số 9")
    page = reader.get(reverse("places:place", args=[place.pk])).content.decode()
    assert "<ins>Số 9</ins>" in page
    assert "unit_id" not in page


def test_what_begins_is_told_without_what_was_not(demo: dict[str, Any]):
    made = last("places.site_created")
    assert not made.changed
    assert "—" not in said(made).values()
    yesterday = timezone.localdate() - timedelta(days=1)
    site = Site.objects.get(pk=demo["sites"]["commune"])
    places.close_site(everything(), site, yesterday)
    closed = said(last("places.site_closed"))
    assert closed == {"ngừng sử dụng từ": f"{yesterday:%d/%m/%Y}"}
