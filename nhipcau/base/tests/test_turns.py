"""Writers of one process take turns; who waits too long is told so."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from nhipcau.base.faults import is_busy
from nhipcau.base.service import note, service
from nhipcau.base.turns import WRITERS, Busy, Turns
from nhipcau.core.actor import Actor, system

MOMENT = 0.05
turns = Turns()


@login_not_required
def writes(request: HttpRequest) -> HttpResponse:
    with turns.turn(MOMENT):
        return HttpResponse("stored")


urlpatterns = [path("page", writes), path("api/page", writes)]
handler500 = "nhipcau.base.views.server_error"


@pytest.fixture
def somebody_writes() -> Iterator[None]:
    """Another thread has its turn, and keeps it."""
    begun, enough = threading.Event(), threading.Event()

    def write() -> None:
        with turns.turn():
            begun.set()
            enough.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(5)
    yield
    enough.set()
    writer.join()


def test_it_waits_until_the_other_has_written():
    order = []
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with turns.turn():
            inside.set()
            go.wait(5)
            order.append("first")

    def second() -> None:
        with turns.turn():
            order.append("second")

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert inside.wait(5)
    two.start()
    go.set()
    one.join()
    two.join()
    assert order == ["first", "second"]


@service
def nothing(actor: Actor) -> None:
    note()


@service
def twice(actor: Actor) -> None:
    nothing(actor)


def test_a_service_may_call_another(transactional_db):
    twice(system("test"))


def test_a_service_waits_for_its_turn_where_there_is_one_writer(transactional_db):
    done = threading.Event()

    def serve() -> None:
        nothing(system("test"))
        connection.close()
        done.set()

    server = threading.Thread(target=serve)
    with WRITERS.turn():
        server.start()
        assert done.wait(0.3 if connection.vendor == "sqlite" else 5) is (
            connection.vendor != "sqlite"
        )
    server.join(5)
    assert done.is_set()


def test_it_gives_up_after_its_patience(somebody_writes):
    with pytest.raises(Busy), turns.turn(MOMENT):
        pytest.fail("it had its turn")


def test_a_page_says_that_nothing_was_stored_and_what_to_do(
    db, settings, somebody_writes
):
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/page")
    assert answer.status_code == 503
    assert "đợi vài giây" in answer.content.decode()


def test_the_api_says_it_as_data(db, settings, somebody_writes):
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/api/page")
    assert answer.status_code == 503
    assert answer.json()["code"] == "server_busy"


def test_what_sqlite_itself_says_counts_as_well():
    assert is_busy(OperationalError("database is locked"))
    assert not is_busy(OperationalError("no such table"))
