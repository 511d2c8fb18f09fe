"""The page of a stream: what is typed, what it says, who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nhipcau.audit.models import AuditEvent
from nhipcau.core.actor import system
from nhipcau.live.feeds.queries import feed_of, source_of
from nhipcau.live.feeds.services import report_feed
from nhipcau.live.stills import folder
from nhipcau.live.stills.tests.test_stills import photograph

ADDRESS = "rtsp://10.1.2.3/kenh"


class Page:
    """The page of the first commune's stream, in a browser."""

    def __init__(self, bench: Any, who: str = "hub") -> None:
        self.site = bench.sites["hai"]
        self.browser = bench.browser(who, Client())
        self.base = f"/diem-cau/{self.site.pk}/nguon-hinh/"

    def text(self, more: str = "") -> str:
        found: str = self.browser.get(self.base + more).content.decode()
        return found

    def save(self, address: str = ADDRESS, user: str = "", password: str = "") -> str:
        typed = {"address": address, "user": user, "password": password}
        answer = self.browser.post(self.base, typed, follow=True)
        text: str = answer.content.decode()
        return text

    def press(self, what: str) -> str:
        answer = self.browser.post(f"{self.base}{what}/", follow=True)
        text: str = answer.content.decode()
        return text

    def feed(self) -> Any:
        return feed_of(self.site)

    def does(self, state: str, why: str = "", **facts: object) -> None:
        report_feed(system("feeds"), self.feed().pk, state, why, facts)


@pytest.fixture
def page(kept):
    return Page(kept)


def test_what_was_typed_is_kept_and_the_password_shown_to_nobody(page):
    assert "Đã lưu" in page.save(user="admin", password="mat-khau-77")
    assert "mat-khau-77" not in page.text()
    page.save(user="admin")
    assert source_of(page.feed().pk).password == "mat-khau-77"


@pytest.mark.parametrize(
    ("address", "user"), [("rtsp://10.9.9.9/kenh", "admin"), (ADDRESS, "other")]
)
def test_a_password_is_not_sent_to_another_machine(page, address, user):
    page.save(user="admin", password="mat-khau-77")
    page.save(address, user=user)
    assert source_of(page.feed().pk).password == ""


def test_a_wrong_address_stays_in_its_field_and_says_what_to_do(page):
    text = page.save("ftp://10.1.2.3/anh.jpg")
    assert "phải bắt đầu bằng rtsp://" in text
    assert "ftp://10.1.2.3/anh.jpg" in text
    assert page.feed() is None


def test_it_says_how_the_stream_does_and_why(page):
    page.save()
    page.does("broken", "feed_password")
    assert "Sai tên đăng nhập hoặc mật khẩu" in page.text()
    size = {"codec": "h264", "width": 1920, "height": 1080, "sound": "aac"}
    page.does("flowing", unfit="reordered", **size)
    for words in ("Đang chạy", "1920 × 1080", "AAC", "tắt B-frame", "720p"):
        assert words in page.text("tinh-trang/")
    page.does("flowing", unfit="", **size)
    assert "Giữ nguyên hình gốc" in page.text("tinh-trang/")


def test_who_tries_it_sees_it(page):
    page.save()
    image = photograph()
    folder.keep(0, page.site.pk, "camera", image)
    tag = folder.tag_of(image)
    assert "<img" not in page.text("tinh-trang/")
    assert page.browser.get(f"{page.base}anh/{tag}/").status_code == 404
    page.press("thu")
    assert folder.asked(0, page.site.pk) == []
    assert "<img" in page.text("tinh-trang/")
    assert folder.asked(0, page.site.pk) == ["camera"]
    assert page.browser.get(f"{page.base}anh/{tag}/").content == image


def test_it_is_switched_off_and_on_and_taken_away(page):
    page.save()
    assert "Dùng lại" in page.press("nghi")
    assert "Tạm không dùng" in page.press("dung")
    assert "Dùng nguồn hình có sẵn" in page.press("bo")
    assert page.feed() is None
    assert page.browser.post(f"{page.base}bo/").status_code == 404


def test_a_device_that_pushes_is_told_where_to_and_by_which_key(page):
    text = page.press("nhan/rtmp")
    known = source_of(page.feed().pk)
    assert "rtmp://testserver:1935/nhipcau" in text
    assert known.key in text
    assert known.key.startswith(f"diem-cau-{page.site.pk}-")
    text = page.press("nhan/srt")
    other = source_of(page.feed().pk)
    for words in ("srt://testserver:8890", other.key, other.passphrase):
        assert words in text
    assert other.passphrase not in known.key


def test_the_key_stays_until_somebody_changes_it(page):
    page.press("nhan/srt")
    key = source_of(page.feed().pk)
    page.press("nhan/srt")
    assert source_of(page.feed().pk) == key
    assert key.passphrase not in page.press("khoa")
    assert source_of(page.feed().pk) != key


def test_nothing_of_a_camera_goes_on_when_a_device_pushes_and_the_other_way(page):
    page.save(user="admin", password="mat-khau-77")
    assert "mat-khau-77" not in page.press("nhan/rtmp")
    page.save()
    assert source_of(page.feed().pk).password == ""
    assert page.browser.post(f"{page.base}nhan/pulled/").status_code == 404


def test_no_event_names_the_key(page):
    page.press("nhan/srt")
    page.press("khoa")
    secret = source_of(page.feed().pk).passphrase
    told = [f"{one.before}{one.after}" for one in AuditEvent.objects.all()]
    assert not any(secret in one for one in told)


def test_the_page_of_the_site_leads_there(page):
    where = f"/diem-cau/{page.site.pk}/"
    assert page.base in page.browser.get(where).content.decode()


def test_a_clerk_finds_no_such_page(kept):
    other = Page(kept, "hai")
    assert other.browser.get(other.base).status_code == 403
