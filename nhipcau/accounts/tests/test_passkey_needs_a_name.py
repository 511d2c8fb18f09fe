"""A passkey belongs to a host name: under an address the page says so."""

from __future__ import annotations

import html

import pytest

from nhipcau.accounts.tests.conftest import Someone, signed_in

PAGES = ("/tai-khoan/khoa/", "/tai-khoan/hai-buoc/")
ADD = "/tai-khoan/khoa/them/"


def page(someone: Someone, path: str, host: str) -> str:
    answer = signed_in(someone("lan")).get(path, headers={"host": host}, secure=True)
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("host", ["10.0.0.5:8443", "[fd00::1]:8443"])
def test_under_an_address_it_asks_for_the_name(someone: Someone, path: str, host: str):
    text = page(someone, path, host)
    assert "chỉ dùng được khi mở Nhịp Cầu bằng tên máy chủ" in text
    assert host.rsplit(":", 1)[0].strip("[]") in text
    assert ADD not in text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("host", ["hop.xa.example:8443", "localhost:8080"])
def test_under_a_name_it_offers_a_key(someone: Someone, path: str, host: str):
    text = page(someone, path, host)
    assert "bằng tên máy chủ" not in text
    assert ADD in text
