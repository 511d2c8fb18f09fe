"""Headers and cookies of every answer."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from nhipcau.base.middleware import content_policy, security_headers


def with_cookies(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    for name in ("sessionid", "messages", "a_cookie_of_tomorrow"):
        response.set_cookie(name, "1")
    return response


@pytest.mark.parametrize("secure", [True, False])
def test_every_cookie_is_secure_exactly_under_tls(secure: bool):
    request = RequestFactory().get("/", secure=secure)
    answer = security_headers(with_cookies)(request)
    marks = {name: bool(c["secure"]) for name, c in answer.cookies.items()}
    assert marks == dict.fromkeys(("sessionid", "messages"), secure) | {
        "a_cookie_of_tomorrow": secure
    }


def test_no_script_and_no_frame_of_others_is_let_in():
    policy = content_policy()
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_view_may_set_a_policy_of_its_own():
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = security_headers(view)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"
