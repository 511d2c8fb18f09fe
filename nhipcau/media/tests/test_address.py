"""An address that somebody typed is read, shown without its password, not believed."""

from __future__ import annotations

from ipaddress import ip_network
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import LONGEST, address, is_inner

HOME = [ip_network("127.0.0.0/8")]


def refused(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        address(text)
    return refusal.value.code


def test_it_takes_an_address_apart():
    found = address(" rtsp://admin:m%C3%A1y@10.1.2.3/Streaming/101?a=1 ")
    assert (found.host, found.port, found.path) == (
        "10.1.2.3",
        554,
        "/Streaming/101?a=1",
    )
    assert (found.user, found.password) == ("admin", "máy")


def test_a_name_that_was_typed_beside_counts_more():
    found = address("rtsp://old:secret@camera/", "new", "other")
    assert (found.user, found.password) == ("new", "other")


def test_nobody_reads_the_password():
    found = address("rtsp://admin:mat-khau@10.1.2.3:8554/kenh")
    assert found.text == "rtsp://10.1.2.3:8554/kenh"
    assert "mat-khau" not in f"{found} {found!r}"


def test_the_library_gets_the_tunnel_and_the_password():
    found = address("rtsp://10.1.2.3/kenh", "ad min", "a/b:c@d")
    assert found.by_way_of(9) == "rtsp://ad%20min:a%2Fb%3Ac%40d@127.0.0.1:9/kenh"


def test_an_address_in_the_new_form_of_numbers_keeps_its_brackets():
    assert address("rtsp://[2001:db8::1]:8554/a").text == "rtsp://[2001:db8::1]:8554/a"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rtmp://10.1.2.3/", "feed_scheme"),
        ("srt://10.1.2.3", "feed_srt"),
        ("srt://10.1.2.3:9000?mode=listener", "feed_srt"),
        ("srt://10.1.2.3:9000?latency=123456", "feed_srt"),
        ("srt://10.1.2.3:9000/kenh", "feed_srt"),
        ("srt://:ngan@10.1.2.3:9000", "feed_passphrase"),
        ("srt://10.1.2.3:9000?passphrase=mat-khau-day", "feed_secret"),
        ("file:///etc/passwd", "feed_scheme"),
        ("10.1.2.3", "feed_scheme"),
        ("rtsp:///kenh", "feed_address"),
        ("rtsp://10.1.2.3:0/", "feed_address"),
        ("rtsp://10.1.2.3:99999/", "feed_address"),
        ("rtsp://10.1.2.3/a b", "feed_address"),
        ("rtsp://10.1.2.3/\nDESCRIBE", "feed_address"),
        ("rtsp://may anh/", "feed_address"),
        ("rtsp://10.1.2.3/#a", "feed_address"),
        ("rtsp://10.1.2.3/user=admin&password=abc", "feed_secret"),
        ("rtsp://10.1.2.3/?usr=a&PWD=abc", "feed_secret"),
        ("rtsp://10.1.2.3/" + LONGEST * "a", "feed_address_long"),
    ],
)
def test_it_says_what_is_wrong(text: str, code: str):
    assert refused(text) == code


def test_an_srt_address_says_which_stream_and_how_long_to_wait():
    text = "srt://10.1.2.3:9000?streamid=hoi-truong/1&latency=800&mode=caller"
    found = address(text, password="mat-khau-day-du")
    assert found.text == text
    assert "mat-khau-day-du" not in repr(found)


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_either_goes_to_the_tunnel_or_is_refused(
    rest: str, user: str, password: str
):
    try:
        found = address(f"rtsp://{rest}", user, password)
    except Refusal:
        return
    opened = urlsplit(found.by_way_of(4321))
    assert (opened.hostname, opened.port) == ("127.0.0.1", 4321)
    assert "\n" not in opened.geturl()
    if password:
        assert urlsplit(found.text).password is None


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
    ],
)
def test_this_machine_and_what_tells_secrets_is_not_asked(number: str):
    assert is_inner(number)


@pytest.mark.parametrize(
    "number", ["10.0.0.5", "192.168.1.64", "113.160.1.1", "fd12::5"]
)
def test_a_camera_is(number: str):
    assert not is_inner(number)


def test_what_the_administrator_allows_is_asked():
    assert not is_inner("127.0.0.1", HOME)
    assert not is_inner("::ffff:127.0.0.1", HOME)
    assert is_inner("169.254.169.254", HOME)
