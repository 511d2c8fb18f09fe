"""Two steps for real: codes of an authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import re
import struct
import time
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import has_second_factor
from nhipcau.accounts.tests.conftest import PASSWORD, Someone, Tree
from nhipcau.accounts.tests.soft_key import SoftKey
from nhipcau.audit.models import AuditEvent

LOGIN = "/tai-khoan/vao/"
TOTP_ON = "/tai-khoan/hai-buoc/ung-dung/bat/"
TOTP_OFF = "/tai-khoan/hai-buoc/ung-dung/tat/"
ENTER = "/tai-khoan/hai-buoc/nhap-ma/"
ADD_KEY = "/tai-khoan/khoa/them/"
KEY_LOGIN = "/tai-khoan/khoa/vao/"
SECURE = {"secure": True}


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def lan(someone: Someone, tree: Tree) -> Person:
    return someone("lan", "Trần Thị Lan", ("clerk", tree.hai))


def code_of(secret: str) -> str:
    """What the telephone shows now (RFC 6238), computed on our own."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    (value,) = struct.unpack_from(">I", mac, mac[-1] & 15)
    return f"{(value & 0x7FFFFFFF) % 10**6:06}"


def signed(client: Client) -> bool:
    return "_auth_user_id" in client.session


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def password_step(client: Client):
    return client.post(LOGIN, {"login": "lan", "password": PASSWORD}, **SECURE)


def confirmed(client: Client) -> Client:
    """Signs in and confirms the password again, as adding a factor asks."""
    password_step(client)
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD}, **SECURE)
    return client


def with_app(client: Client) -> str:
    """Turns the authenticator app on; its secret."""
    page = text_of(confirmed(client).get(TOTP_ON, **SECURE))
    found = re.search(r'value="([A-Z2-7]{32})"', page)
    assert found, page
    answer = client.post(TOTP_ON, {"code": code_of(found[1])}, **SECURE)
    assert answer.status_code == 302
    return found[1]


def js_data(page: str) -> dict:
    found = re.search(r'id="js_data" type="application/json">(.*?)</script>', page)
    assert found, page
    return json.loads(found[1])


def with_key(client: Client) -> SoftKey:
    """Registers a passkey."""
    key = SoftKey()
    page = text_of(confirmed(client).get(ADD_KEY, **SECURE))
    credential = key.create(js_data(page)["creation_options"])
    fields = {"name": "Khóa thử", "passwordless": "on", "credential": credential}
    answer = client.post(ADD_KEY, fields, **SECURE)
    assert answer.status_code == 302, text_of(answer)
    return key


def passkey_step(client: Client, key: SoftKey):
    options = client.get(KEY_LOGIN, headers={"accept": "application/json"}, **SECURE)
    fields = {"credential": key.get(options.json()["request_options"])}
    return client.post(KEY_LOGIN, fields, **SECURE)


def verbs() -> list[str]:
    events = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    return [verb.removeprefix("accounts.") for verb in events]


def test_adding_a_factor_asks_for_the_password_again(lan: Person):
    client = Client()
    password_step(client)
    answer = client.get(TOTP_ON, **SECURE)
    assert answer["Location"].startswith("/tai-khoan/xac-nhan/")


def test_after_the_password_the_code_of_the_app_is_asked(
    lan: Person, clock: time_machine.Traveller
):
    secret = with_app(Client())
    assert has_second_factor(lan)
    clock.shift(60)
    client = Client()
    assert password_step(client)["Location"] == ENTER
    assert not signed(client)
    assert client.get("/", **SECURE).status_code == 302
    client.post(ENTER, {"code": code_of(secret)}, **SECURE)
    assert signed(client)
    event = AuditEvent.objects.filter(verb="accounts.signed_in").first()
    assert event.after["method"] == "password, totp"


def test_a_wrong_code_is_refused_in_vietnamese_and_logged(lan: Person):
    with_app(Client())
    client = Client()
    password_step(client)
    answer = client.post(ENTER, {"code": "000000"}, **SECURE)
    assert "Mã không đúng." in text_of(answer)
    assert not signed(client)
    assert verbs()[-1] == "second_factor_failed"


def test_the_same_code_does_not_work_twice(lan: Person, clock: time_machine.Traveller):
    secret = with_app(Client())
    clock.shift(60)
    code = code_of(secret)
    for expected in (True, False):
        client = Client()
        password_step(client)
        client.post(ENTER, {"code": code}, **SECURE)
        assert signed(client) is expected


def test_a_recovery_code_works_once(lan: Person):
    client = Client()
    with_app(client)
    page = text_of(client.get("/tai-khoan/hai-buoc/ma-khoi-phuc/", **SECURE))
    codes = re.findall(r"\b\d{8}\b", page)
    assert len(codes) == 10
    for expected in (True, False):
        other = Client()
        password_step(other)
        other.post(ENTER, {"code": codes[0]}, **SECURE)
        assert signed(other) is expected


def test_with_a_second_factor_eight_signs_are_enough_and_without_they_must_change(
    lan: Person,
):
    client = Client()
    with_app(client)
    short = "cầu tre 9"
    fields = {"oldpassword": PASSWORD, "password1": short, "password2": short}
    client.post("/tai-khoan/mat-khau/", fields, **SECURE)
    lan.refresh_from_db()
    assert lan.check_password(short)
    client.post("/tai-khoan/xac-nhan/", {"password": short}, **SECURE)
    client.post(TOTP_OFF, **SECURE)
    assert not has_second_factor(lan)
    assert client.get("/", **SECURE)["Location"] == "/tai-khoan/mat-khau/"
    assert "second_factor_removed" in verbs()


def test_no_secret_of_a_factor_is_in_the_log(lan: Person):
    secret = with_app(Client())
    for event in AuditEvent.objects.all():
        assert secret not in f"{event.object_name}{event.before}{event.after}"


def test_a_passkey_signs_in_without_name_and_password(lan: Person):
    key = with_key(Client())
    client = Client()
    answer = passkey_step(client, key)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed(client)
    event = AuditEvent.objects.filter(verb="accounts.signed_in").first()
    assert event.after["method"] == "webauthn"


def test_a_passkey_of_another_place_is_refused(lan: Person):
    key = with_key(Client())
    key.origin = "https://lua-dao.example"
    client = Client()
    passkey_step(client, key)
    assert not signed(client)


def test_a_passkey_with_another_private_key_is_refused(lan: Person):
    key = with_key(Client())
    key.key = SoftKey().key
    client = Client()
    passkey_step(client, key)
    assert not signed(client)


def test_an_answer_does_not_fit_a_second_question(lan: Person):
    key = with_key(Client())
    client = Client()
    headers = {"accept": "application/json"}
    first = client.get(KEY_LOGIN, headers=headers, **SECURE).json()
    client.get(KEY_LOGIN, headers=headers, **SECURE)
    old = key.get(first["request_options"])
    client.post(KEY_LOGIN, {"credential": old}, **SECURE)
    assert not signed(client)


def test_the_passkey_of_an_inactive_person_opens_nothing(lan: Person, as_root):
    from nhipcau.accounts import services

    key = with_key(Client())
    services.deactivate_person(as_root, lan)
    client = Client()
    passkey_step(client, key)
    assert not signed(client)


def test_the_pages_of_the_keys_open(lan: Person):
    client = Client()
    with_key(client)
    for path in ("khoa/", "khoa/them/", "hai-buoc/", "hai-buoc/ma-khoi-phuc/tao/"):
        answer = client.get(f"/tai-khoan/{path}", **SECURE)
        assert answer.status_code == 200, path
    page = text_of(client.get("/tai-khoan/khoa/", **SECURE))
    assert "Khóa thử" in page
    (pk,) = re.findall(r"/tai-khoan/khoa/(\d+)/bo/", page)
    for path in ("ten", "bo"):
        answer = client.get(f"/tai-khoan/khoa/{pk}/{path}/", **SECURE)
        assert answer.status_code == 200
    client.post(f"/tai-khoan/khoa/{pk}/bo/", **SECURE)
    assert not has_second_factor(lan)
