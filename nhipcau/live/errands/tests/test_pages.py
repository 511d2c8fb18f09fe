"""The technician's pages: what is seen of the machines, and what is asked of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.live.errands.tests.test_errands import DEVICES, answers
from nhipcau.live.models import Errand, SiteReport
from nhipcau.live.stills import folder
from nhipcau.live.stills.tests.test_stills import photograph

PHOTO = photograph()
FINE = {"microphone": "ok", "camera": "ok", "line": "good", "path": "udp"}


def pages(bench, site=None):
    base = f"/cuoc-hop/{bench.meeting.pk}/ky-thuat/"
    return base if site is None else f"{base}{bench.site(site)}/"


def shown(bench, who="hub", site=None, more="", **headers):
    browser = bench.browser(who, Client(headers=headers))
    return browser.get(pages(bench, site) + more)


def text(bench, *args, **kwargs):
    return shown(bench, *args, **kwargs).content.decode()


def asks(bench, kind, site="hai", who="hub", **chosen):
    browser = bench.browser(who, Client())
    return browser.post(
        pages(bench, site) + "nho/", {"kind": kind} | chosen, follow=True
    )


def found(bench, site="hai", **changes):
    with writing():
        SiteReport.objects.create(
            meeting=bench.meeting,
            site=bench.sites[site],
            at=timezone.now(),
            **(FINE | changes),
        )


def last():
    return Errand.objects.first()


def test_it_shows_of_each_site_what_its_machine_finds(there):
    found(there, microphone="echo", path="tcp", up="thin")
    page = text(there)
    for words in ("Gây vọng", "Qua TCP", "Camera tốt", "Mạng tốt", "gửi rút gọn"):
        assert words in page
    assert "Đang kết nối" in page


def test_a_site_that_is_away_is_asked_for_nothing(bench):
    page = text(bench, site="hai")
    assert "không ở trong phòng họp" in page
    assert "Nhờ máy" not in page
    page = asks(bench, "tone").content.decode()
    assert "Hãy gọi cho điểm cầu" in page


def test_what_the_machine_has_can_be_chosen_by_name(there):
    assert "Đổi ở điểm cầu" not in text(there, site="hai")
    asks(there, "look")
    answers(there, last(), devices=DEVICES)
    page = text(there, site="hai")
    for words in ("Logitech", "Mixer", "Chromium 156, bản 0.1.0", "mức micro 20 %"):
        assert words in page
    same = {"camera": "c1", "microphone": "any", "speaker": "any", "mode": "room"}
    page = asks(there, "choose", gain="normal", **same)
    assert "máy giữ nguyên" in page.content.decode()
    asks(there, "choose", gain="high", **(same | {"microphone": "m1"}))
    # What the room chooses for itself meanwhile is not undone.
    assert last().facts == {"microphone": "m1", "gain": "high"}
    answers(there, last(), devices=DEVICES)
    asks(there, "choose", gain="normal", **(same | {"camera": "any"}))
    assert last().facts == {"camera": ""}


def test_a_device_that_was_pulled_out_stays_the_choice(there):
    asks(there, "look")
    answers(there, last(), devices=DEVICES | {"camera": "c9"})
    assert "Thiết bị đã rút" in text(there, site="hai")
    same = {"camera": "c9", "microphone": "any", "speaker": "any", "mode": "room"}
    asks(there, "choose", gain="low", **same)
    assert last().facts == {"gain": "low"}


def test_a_device_that_is_gone_is_not_chosen(there):
    asks(there, "look")
    answers(there, last(), devices=DEVICES)
    page = asks(there, "choose", camera="other", mode="room", gain="normal")
    assert "Thiết bị đã đổi" in page.content.decode()
    assert last().kind == "look"


def test_a_second_wish_waits_for_the_answer_to_the_first(there):
    asks(there, "tone")
    assert "đang làm một việc" in asks(there, "echo").content.decode()


def test_the_list_looks_again_until_the_machine_has_answered(there):
    asks(there, "look")
    waiting = shown(there, site="hai", **{"HX-Request": "true"})
    assert "every 2s" in waiting.content.decode()
    assert "Đang đợi trả lời" in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    answers(there, last(), devices=DEVICES)
    done = shown(there, site="hai", **{"HX-Request": "true"})
    assert "Đã làm" in done.content.decode()
    assert done["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"echo": {"loss_db": None, "delay_ms": None}}, "Không vọng"),
        ({"echo": {"loss_db": 18.4, "delay_ms": 120}}, "nhỏ hơn 18 dB, sau 120 ms"),
        ({"echo": {"loss_db": 18.4, "delay_ms": 120}}, "Có vọng"),
        ({"echo": {"loss_db": 61.0, "delay_ms": 120}}, "Vọng rất nhỏ"),
        ({"done": False, "why": "NotFoundError"}, "Thiết bị đã chọn không còn cắm"),
        ({"done": False, "why": "SomethingElse"}, "báo lỗi"),
    ],
)
def test_it_says_what_came_of_it(there, given, words):
    asks(there, "echo")
    answers(there, last(), **given)
    assert words in text(there, site="hai")


def test_it_says_that_a_machine_did_not_answer(there):
    asks(there, "tone")
    with writing():
        Errand.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert "Máy không trả lời" in text(there, site="hai")


def test_the_picture_is_for_who_asked_to_see_it_and_not_for_long(there):
    assert shown(there, site="hai", more="hinh/").status_code == 286
    asks(there, "picture")
    assert folder.asked(there.meeting.pk, there.site("hai")) == ["camera"]
    assert "Đang đợi hình" in text(there, site="hai", more="hinh/")
    folder.keep(there.meeting.pk, there.site("hai"), "camera", PHOTO)
    tag = folder.tag_of(PHOTO)
    assert tag in text(there, site="hai", more="hinh/")
    image = shown(there, site="hai", more=f"hinh/{tag}/")
    assert (image.content, image["Content-Type"]) == (PHOTO, "image/webp")
    assert there.audited("live.errand")[0]["kind"] == "picture"
    with writing():
        Errand.objects.update(at=timezone.now() - timedelta(seconds=601))
    assert shown(there, site="hai", more=f"hinh/{tag}/").status_code == 404
    assert "Đã hết 10 phút" in text(there, site="hai", more="hinh/")


def test_restarting_is_offered_where_something_starts_the_browser_again(there):
    asks(there, "look")
    answers(there, last(), devices=DEVICES)
    assert "Khởi động lại trình duyệt" not in text(there, site="hai")
    asks(there, "look")
    answers(there, last(), devices=DEVICES | {"restarts": True})
    assert "Khởi động lại trình duyệt" in text(there, site="hai")


def test_who_keeps_no_site_sees_nothing(there):
    assert shown(there, who="tra", site="hai").status_code in (403, 404)
    assert asks(there, "tone", who="tra").status_code in (403, 404)
    assert not Errand.objects.exists()
