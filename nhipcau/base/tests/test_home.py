"""Home shows what one may do, and says what to do when that is nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from nhipcau.base.home import Section
from nhipcau.base.http import requires
from nhipcau.base.templatetags.look import section
from nhipcau.base.tests.pages import request, visit
from nhipcau.base.views import home


def test_it_greets_by_name_and_names_the_day(db):
    page = visit(home, "/")
    assert "<h1>Chào Lan (demo)</h1>" in page
    assert '<p class="lead">' in page


def test_it_tells_a_person_without_a_role_whom_to_ask(db):
    page = visit(home, "/")
    assert "Tài khoản này chưa có vai trò nào" in page
    assert "quản trị hệ thống" in page


def test_it_leads_to_what_the_person_may_open(db):
    page = visit(home, "/", "places.see")
    assert 'class="door-card" href="/diem-cau/"' in page
    assert 'href="/nhat-ky/"' not in page


def test_it_shows_the_log_only_to_its_readers(db):
    assert "Việc vừa ghi nhận" in visit(home, "/", "audit.read")
    assert "Việc vừa ghi nhận" not in visit(home, "/", "places.see")


def test_it_marks_the_page_one_is_on(db):
    page = visit(home, "/", "places.see")
    assert page.count('aria-current="page"') == 1


def test_it_draws_a_section_with_the_request(db):
    asked = request("/")
    drawn = section(
        {"request": asked}, Section("components/empty.html", {"title": "<"})
    )
    assert "&lt;" in drawn


def test_it_refuses_with_the_name_of_the_right():
    with pytest.raises(PermissionDenied) as refused:
        requires("places.edit")(home)(request("/"))
    assert refused.value.args == ("places.edit",)
