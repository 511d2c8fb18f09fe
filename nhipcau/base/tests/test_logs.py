"""What goes wrong in web is written to stderr, without a secret in it."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from nhipcau.base.logs import FORMAT, Line, scrubbed

PROGRAM = """
import django
from django.conf import settings
django.setup()
from django.http import HttpResponse
from django.test import Client
from django.urls import path

def fails(request):
    raise LookupError(f"https://x.example/a{chr(63)}code={request.GET['code']}")

def sorry(request):
    return HttpResponse("sorry", status=500)

from django.contrib.auth.decorators import login_not_required
urlpatterns = [path("fails", login_not_required(fails))]
handler500 = login_not_required(sorry)
settings.ROOT_URLCONF = "__main__"
settings.MIDDLEWARE = []
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "cookie-of-this-test"
client.get("/fails?code=secret-of-this-test")
client.get("/nothing-is-here")
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> str:
    """The stderr of a process under the settings of production."""
    data = str(tmp_path_factory.mktemp("data"))
    env = {
        "PATH": "/usr/bin",
        "NHIPCAU_DATA_DIR": data,
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_fault_is_written_with_its_place(said: str):
    assert "[ERROR] django.request: " in said
    assert "/fails" in said
    assert "Traceback" in said
    assert "LookupError" in said
    assert said.count("Traceback") == 1


def test_no_query_string_and_no_cookie_is_written(said: str):
    assert "secret-of-this-test" not in said
    assert "cookie-of-this-test" not in said


def test_a_page_that_is_not_there_is_no_fault(said: str):
    assert "nothing-is-here" not in said


@pytest.mark.parametrize(
    "text",
    [
        "GET /livekit/7/rtc?access_token=SECRET HTTP/1.1",
        "Authorization: Bearer SECRET",
        "'HTTP_COOKIE': 'a=SECRET; b=SECRET'",
        "sessionid=SECRET; path=/",
        "{'nc_device': 'SECRET'}",
        "token eyJhbGciOiJIUzI1NiJ9.SECRET.SECRET",
        "https://x.example/a?b=SECRET",
    ],
)
def test_it_takes_secrets_out_of_any_text(text: str):
    assert "SECRET" not in scrubbed(text)


def test_it_leaves_other_text_as_it_is():
    text = "Không mở được /cuoc-hop/7/: database is locked (lần 2)"
    assert scrubbed(text) == text


def test_it_scrubs_the_traceback_too():
    try:
        raise ValueError("sessionid=SECRET")
    except ValueError:
        record = logging.LogRecord("x", 40, "", 1, "lỗi", None, sys.exc_info())
    line = Line(FORMAT).format(record)
    assert "ValueError" in line
    assert "SECRET" not in line
