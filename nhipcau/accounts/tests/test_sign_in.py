"""Signing in: password, temporary password, one-time code, limits, and the log."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from nhipcau.accounts import services
from nhipcau.accounts.models import Person, SignInCode
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.people import Card
from nhipcau.accounts.tests.conftest import PASSWORD, Someone, Tree, signed_in
from nhipcau.audit.models import AuditEvent
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

LOGIN = "/tai-khoan/vao/"
CHANGE = "/tai-khoan/mat-khau/"
NEW = "ba con trâu đi qua cầu"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None):
    cache.clear()


@pytest.fixture
def lan(someone: Someone, tree: Tree) -> Person:
    return someone("lan", "Trần Thị Lan", ("clerk", tree.hai))


def attempt(client: Client, username: str, password: str, **extra: str):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def signed(client: Client) -> bool:
    return "_auth_user_id" in client.session


def page(response) -> str:
    return response.content.decode()


def verbs() -> list[str]:
    events = AuditEvent.objects.filter(verb__startswith="accounts.").order_by("id")
    return [event.verb.removeprefix("accounts.") for event in events]


def test_name_and_password_sign_in_whatever_the_case_of_the_name(
    client: Client, lan: Person
):
    answer = attempt(client, " LAN ", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed(client)
    lan.refresh_from_db()
    assert lan.last_login is not None


def test_the_sign_in_is_in_the_log_with_where_from(client: Client, lan: Person):
    browser = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"
    attempt(client, "lan", PASSWORD, HTTP_USER_AGENT=browser)
    event = AuditEvent.objects.get(verb="accounts.signed_in")
    assert (event.actor_id, event.object_name) == (lan.pk, "Trần Thị Lan")
    assert event.after == {
        "address": "127.0.0.1",
        "browser": "Chrome · Windows",
        "method": "password",
    }


def test_a_wrong_password_is_refused_in_vietnamese_and_logged_without_it(
    client: Client, lan: Person
):
    answer = attempt(client, "lan", "mật-khẩu-gõ-nhầm")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page(answer)
    assert not signed(client)
    event = AuditEvent.objects.get(verb="accounts.sign_in_failed")
    assert event.object_id == str(lan.pk)
    assert "gõ-nhầm" not in f"{event.object_name}{event.before}{event.after}"


def test_an_unknown_name_gets_the_same_answer_and_is_not_kept(client: Client, db):
    answer = attempt(client, "mật khẩu gõ vào ô tên", "x")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page(answer)
    event = AuditEvent.objects.get(verb="accounts.sign_in_failed")
    assert (event.object_name, event.object_id) == ("?", "")
    assert "gõ vào" not in event.search_text


def test_the_sixth_wrong_password_in_five_minutes_is_refused(
    client: Client, lan: Person
):
    for number in range(5):
        # The host name is the caller's to choose: it must not renew the tries.
        answer = attempt(client, "lan", "sai", HTTP_HOST=f"may{number}.xa")
        assert "không đúng" in page(answer)
    answer = attempt(client, "Lan", PASSWORD)
    assert "Đã nhập sai quá nhiều lần" in page(answer)
    assert not signed(client)


def test_five_minutes_later_the_right_password_works_again(client: Client, lan: Person):
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        for _ in range(6):
            attempt(client, "lan", "sai")
        clock.shift(301)
        attempt(client, "lan", PASSWORD)
        assert signed(client)


def test_an_inactive_person_is_told_so_and_stays_out(
    client: Client, lan: Person, as_root: Actor
):
    services.deactivate_person(as_root, lan)
    answer = client.post(LOGIN, {"login": "lan", "password": PASSWORD}, follow=True)
    assert not signed(client)
    assert "ngừng" in page(answer)


def test_signing_out_is_logged_and_ends_the_session(lan: Person):
    client = signed_in(lan)
    client.post("/tai-khoan/ra/")
    assert not signed(client)
    assert verbs()[-1] == "signed_out"


def test_a_visit_alone_signs_nobody_out(lan: Person):
    client = signed_in(lan)
    client.get("/tai-khoan/ra/")
    assert signed(client)


def test_signing_up_does_not_exist(client: Client, db):
    for path in ("signup/", "dang-ky/", "password/reset/", "email/"):
        assert client.get(f"/tai-khoan/{path}").status_code in (302, 404)
    assert "signup" not in page(client.get(LOGIN))


def test_a_temporary_password_leads_to_its_change_and_nowhere_else(
    client: Client, as_root: Actor
):
    bich, password = services.create_person(as_root, "bich", Card("Bích"))
    attempt(client, "bich", password)
    assert client.get("/")["Location"] == CHANGE
    assert client.get("/nguoi-dung/")["Location"] == CHANGE
    assert client.get("/api/live/meetings/1").status_code == 403
    assert client.get(CHANGE).status_code == 200
    fields = {"oldpassword": password, "password1": NEW, "password2": NEW}
    client.post(CHANGE, fields)
    assert client.get("/").status_code == 200
    bich.refresh_from_db()
    assert bich.check_password(NEW)
    assert "password_changed" in verbs()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("ngắn quá", "ít nhất 14 ký tự"),
        ("12345678901234567", "chữ số|số"),
        ("tran-thi-lan-lan", "giống"),
    ],
)
def test_a_weak_new_password_is_refused_in_vietnamese(
    someone: Someone, password: str, words: str
):
    client = signed_in(someone("lan", "tran thi lan lan"))
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post(CHANGE, fields)
    assert answer.status_code == 200
    assert re.search(words, page(answer))


def test_changing_the_password_ends_the_other_sessions(lan: Person):
    here, there = Client(), Client()
    attempt(here, "lan", PASSWORD)
    attempt(there, "lan", PASSWORD)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post(CHANGE, fields)
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_a_reset_password_ends_every_session(lan: Person, as_root: Actor):
    client = Client()
    attempt(client, "lan", PASSWORD)
    services.reset_password(as_root, lan)
    assert client.get("/tai-khoan/").status_code == 302


def test_one_session_ends_and_the_others_go_on(lan: Person):
    here, there = Client(), Client()
    attempt(here, "lan", PASSWORD)
    attempt(there, "lan", PASSWORD)
    text = page(here.get("/tai-khoan/"))
    (pk,) = re.findall(r"/tai-khoan/phien/(\d+)/", text)
    assert there.session.session_key not in text
    here.post(f"/tai-khoan/phien/{pk}/")
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_nobody_ends_the_session_of_another(lan: Person, someone: Someone):
    client, other = Client(), Client()
    attempt(client, "lan", PASSWORD)
    someone("bich")
    attempt(other, "bich", PASSWORD)
    attempt(Client(), "lan", PASSWORD)
    (pk,) = re.findall(r"/tai-khoan/phien/(\d+)/", page(client.get("/tai-khoan/")))
    assert other.post(f"/tai-khoan/phien/{pk}/").status_code == 404


def test_a_role_that_ended_yesterday_opens_nothing_today(
    someone: Someone, root: Person, as_root: Actor
):
    other = someone("hai", "Hải", ("administrator", None))
    client = signed_in(other)
    assert client.get("/nguoi-dung/").status_code == 200
    services.end_role(as_root, other.roles.get())
    assert client.get("/nguoi-dung/").status_code == 403


def test_a_one_time_code_signs_in_once(client: Client, lan: Person, as_root: Actor):
    code = services.make_sign_in_code(as_root, lan)
    assert client.get("/vao").status_code == 200
    assert not signed(client)
    client.post("/vao", {"code": code.lower()})
    assert signed(client)
    again = Client()
    answer = again.post("/vao", {"code": code})
    assert not signed(again)
    assert "đã dùng" in page(answer)
    assert verbs()[-4:] == [
        "sign_in_code_made",
        "sign_in_code_used",
        "signed_in",
        "sign_in_failed",
    ]


def test_a_one_time_code_ends_after_fifteen_minutes(
    client: Client, lan: Person, as_root: Actor
):
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        code = services.make_sign_in_code(as_root, lan)
        clock.shift(15 * 60)
        client.post("/vao", {"code": code})
    assert not signed(client)


def test_the_code_itself_is_nowhere_kept(lan: Person, as_root: Actor):
    code = services.make_sign_in_code(as_root, lan)
    row = SignInCode.objects.get()
    assert code not in row.code_hash
    for event in AuditEvent.objects.all():
        assert code not in f"{event.object_name}{event.after}"


def test_codes_cannot_be_tried_without_end(client: Client, db):
    answers = [
        client.post("/vao", {"code": "K7QM-4T2P-9XWD"}).status_code for _ in range(11)
    ]
    assert answers == [200] * 10 + [429]


def test_a_code_for_another_person_replaces_the_session(
    lan: Person, someone: Someone, as_root: Actor
):
    client = signed_in(someone("bich"))
    client.post("/vao", {"code": services.make_sign_in_code(as_root, lan)})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_a_commune_administrator_makes_no_code_for_the_chair_of_the_district(
    someone: Someone, tree: Tree
):
    boss = actor_of(someone("boss", "Quản trị", ("administrator", tree.hai)))
    chair = someone("chair", "Chủ tọa", ("chair", tree.district))
    with pytest.raises(Refusal, match="person_not_yours"):
        services.make_sign_in_code(boss, chair)


def test_the_address_behind_the_door_is_the_callers(client: Client, lan: Person):
    attempt(client, "lan", PASSWORD, HTTP_X_FORWARDED_FOR="6.6.6.6, 10.9.8.7")
    event = AuditEvent.objects.get(verb="accounts.signed_in")
    assert event.after["address"] == "10.9.8.7"


def test_a_signed_in_request_stays_within_its_queries(
    lan: Person, django_assert_max_num_queries
):
    client = signed_in(lan)
    with django_assert_max_num_queries(3):
        client.get("/tai-khoan/khong-co/")
