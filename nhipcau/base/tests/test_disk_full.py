"""A full disk is named: a page says it, and the API says it as data."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.urls import path

from nhipcau.base.faults import disk_is_full

MUCH = {
    "sqlite": "CREATE TABLE much AS SELECT zeroblob(20000000) AS bytes",
    # Its server keeps the files; it alone can say this.
    "postgresql": "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$",
}


@login_not_required
def writes_much(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(MUCH[connection.vendor])
    return HttpResponse("stored")


@login_not_required
def uploads_much(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


urlpatterns = [
    path("page", writes_much),
    path("api/page", writes_much),
    path("upload", uploads_much),
]
handler500 = "nhipcau.base.views.server_error"


@pytest.fixture
def full(db: None, settings) -> Iterator[Client]:
    """A client of a product whose database may not grow any more."""
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    if connection.vendor != "sqlite":
        yield client
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")
    yield client
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {before}")


def test_a_page_says_that_the_disk_is_full_and_what_to_do(full: Client):
    answer = full.get("/page")
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "Ổ đĩa của máy chủ đã đầy" in page
    assert "chưa được lưu" in page


def test_the_api_says_it_as_data(full: Client):
    answer = full.get("/api/page")
    assert answer.status_code == 507
    assert answer.json()["code"] == "disk_full"
    assert "Ổ đĩa" in answer.json()["text"]


async def test_the_web_process_says_it_too(settings):
    settings.ROOT_URLCONF = __name__
    answer = await AsyncClient(raise_request_exception=False).get("/upload")
    assert answer.status_code == 507


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("database or disk is full"),
        psycopg.errors.DiskFull("could not extend file"),
    ],
)
def test_it_knows_a_full_disk_in_every_wording_and_behind_others(error: Exception):
    assert disk_is_full(error)
    with pytest.raises(OperationalError, match="cannot rollback") as later:
        fails_again(error)
    assert disk_is_full(later.value)


def fails_again(error: Exception) -> None:
    try:
        raise error
    except type(error):
        raise OperationalError("cannot rollback") from None


def test_other_faults_are_not_a_full_disk():
    assert not disk_is_full(None)
    assert not disk_is_full(OSError(errno.EACCES, "Permission denied"))
    assert not disk_is_full(OperationalError("database is locked"))
    assert not disk_is_full(ValueError("disk is full"))
