"""A clock that is an hour off: what is refused says what time it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from nhipcau.accounts import services
from nhipcau.accounts.models import Person
from nhipcau.accounts.tests.conftest import Someone, Tree
from nhipcau.accounts.tests.test_second_factor import (
    ENTER,
    code_of,
    password_step,
    signed,
    text_of,
    with_app,
)
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

SECURE = {"secure": True}


@pytest.fixture
def clock(db: None):
    """08:00 in London, 15:00 in Vietnam; the server's clock, which these tests move."""
    cache.clear()
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def lan(someone: Someone, tree: Tree) -> Person:
    return someone("lan", "Trần Thị Lan", ("clerk", tree.hai))


def entered(code: str):
    client = Client()
    password_step(client)
    return client, client.post(ENTER, {"code": code}, **SECURE)


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_code_of_a_right_telephone_is_refused_with_the_time_of_the_server(
    clock: time_machine.Traveller, lan: Person, hours: int
):
    secret = with_app(Client())
    clock.shift(timedelta(minutes=5))
    code = code_of(secret)
    clock.shift(timedelta(hours=hours))
    client, answer = entered(code)
    assert not signed(client)
    text = text_of(answer)
    assert "Mã không đúng." in text
    assert f"{15 + hours}:05:00 ngày 24/11/2026" in text
    assert "đặt lại giờ" in text


def test_half_a_minute_is_forgiven(clock: time_machine.Traveller, lan: Person):
    secret = with_app(Client())
    clock.shift(timedelta(minutes=5))
    code = code_of(secret)
    clock.shift(30)
    client, _answer = entered(code)
    assert signed(client)


def test_when_the_clock_is_right_again_so_is_the_code(
    clock: time_machine.Traveller, lan: Person
):
    secret = with_app(Client())
    clock.shift(timedelta(hours=1))
    clock.shift(timedelta(hours=-1, minutes=2))
    client, _answer = entered(code_of(secret))
    assert signed(client)


def test_a_one_time_code_dies_when_the_clock_jumps_ahead(
    clock: time_machine.Traveller, as_root: Actor, lan: Person
):
    code = services.make_sign_in_code(as_root, lan)
    clock.shift(timedelta(hours=1))
    answer = Client().post("/vao", {"code": code})
    assert "quá 15 phút. Hãy xin mã mới" in text_of(answer)


def test_a_one_time_code_works_once_when_the_clock_is_set_back(
    clock: time_machine.Traveller, as_root: Actor, lan: Person
):
    code = services.make_sign_in_code(as_root, lan)
    clock.shift(timedelta(hours=-1))
    assert services.use_sign_in_code(as_root, code) == lan
    with pytest.raises(Refusal, match="sign_in_code_unknown"):
        services.use_sign_in_code(as_root, code)
