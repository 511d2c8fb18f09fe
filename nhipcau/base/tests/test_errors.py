"""Each error page says in plain words what happened and what to do."""

from __future__ import annotations

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.http import Http404
from django.utils import translation

from nhipcau.base import views
from nhipcau.base.tests.pages import request, text_of


def test_it_names_the_missing_right_and_whom_to_ask():
    response = views.forbidden(request("/x"), PermissionDenied("places.edit"))
    assert response.status_code == 403
    page = text_of(response)
    assert "sửa đơn vị, trụ sở và điểm cầu" in page
    assert "quản trị hệ thống" in page
    assert "Lan (demo)" in page


@pytest.mark.parametrize("reason", ["", "nobody.knows", "places.nothing", "no dot"])
def test_it_explains_a_refusal_without_a_known_right(reason):
    page = text_of(views.forbidden(request("/x"), PermissionDenied(reason)))
    assert "chưa được giao" in page


def test_it_never_shows_the_text_of_a_refusal_as_html():
    page = text_of(views.forbidden(request("/x"), PermissionDenied("<b>.<i>")))
    assert "<b>" not in page


def test_it_explains_a_page_that_is_not_there():
    response = views.not_found(request("/x"), Http404())
    assert response.status_code == 404
    assert "trang chủ" in text_of(response)


@pytest.mark.parametrize("cause", [RequestDataTooBig(), TooManyFilesSent()])
def test_it_says_how_much_may_be_sent(cause, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
    response = views.bad_request(request("/x"), cause)
    assert response.status_code == 413
    assert "đến 3,0" in text_of(response)


def test_it_explains_a_broken_request():
    response = views.bad_request(request("/x"), SuspiciousOperation())
    assert response.status_code == 400


def test_it_explains_a_form_that_was_open_too_long():
    response = views.csrf_failed(request("/x"), "CSRF cookie not set.")
    assert response.status_code == 403
    assert "tải lại trang" in text_of(response)


@pytest.mark.parametrize(("language", "words"), [("vi", "Máy chủ gặp lỗi"), ("en", "")])
def test_it_answers_a_fault_without_the_database(language, words):
    # No `db` fixture: a query would fail this test.
    with translation.override(language):
        response = views.server_error(request("/x"))
    assert response.status_code == 500
    assert words in text_of(response)


def test_it_needs_no_session_and_no_person():
    asked = request("/x")
    del asked.actor, asked.user, asked._messages
    for answer in (
        views.server_error(asked),
        views.csrf_failed(asked),
        views.not_found(asked, Http404()),
        views.forbidden(asked, PermissionDenied()),
    ):
        assert "Nhịp Cầu" in text_of(answer)
