"""Stills over HTTP: who may send them, who gets them, how fast, and for how long."""

import asyncio
import os
import time
from io import BytesIO

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from PIL import Image

from nhipcau.base.guard import writing
from nhipcau.live.models import Watcher
from nhipcau.live.rules.commands import Arrange, Pause, Share
from nhipcau.live.rules.state import Picture
from nhipcau.live.stills import folder
from nhipcau.live.stills.images import LONGEST, is_still, paced
from nhipcau.live.watchers.tests.test_watching import opened

AT_ONCE = 1000


def photograph(shade=90, size=(320, 180), form="WEBP"):
    file = BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(file, form)
    return file.getvalue()


def claiming(side):
    """A WebP whose header says that it is a square of so many dots."""
    dots = (side - 1).to_bytes(3, "little") * 2
    head = b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) + dots
    body = head + photograph()[12:]
    return b"RIFF" + len(body).to_bytes(4, "little") + body


class Side:
    """One browser: what it sends of its own picture, and asks of others'."""

    def __init__(self, bench, who, browser=None, watcher=0):
        self.bench, self.who = bench, who
        self.browser = browser or bench.browser(who, Client())
        self.base = f"/api/live/meetings/{bench.meeting.pk}"
        self.own = f"{self.base}/watchers/{watcher}" if watcher else self.base

    def send(self, image, source="camera"):
        return self.browser.post(
            f"{self.base}/stills/{source}", image, content_type="image/webp"
        )

    def confirm(self, tag, source="camera"):
        return self.browser.post(f"{self.base}/stills/{source}/{tag}")

    def get(self, who, source="camera", tag="", kbps=AT_ONCE):
        headers = {"if-none-match": f'"{tag}"'} if tag else {}
        url = f"{self.own}/sites/{self.bench.site(who)}/stills/{source}?kbps={kbps}"
        return self.browser.get(url, headers=headers)

    def image(self, who, source="camera"):
        return bytes_of(self.get(who, source))

    def told(self):
        return self.browser.get(self.base).json()["stills"]


def bytes_of(answer):
    async def read():
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(read)()


def code_of(answer):
    return answer.status_code, answer.json()["code"]


def aged(bench, who, seconds, source="camera", kind="webp"):
    """The file of this picture, as if it had been written so long ago."""
    name = f"{bench.site(who)}-{source}.{kind}"
    (path,) = folder._folder().glob(f"*/{name}")
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


@pytest.fixture
def hub(bench):
    return Side(bench, "hub")


@pytest.fixture
def hai(bench):
    return Side(bench, "hai")


@pytest.fixture
def tra(bench):
    return Side(bench, "tra")


def test_who_sees_a_site_gets_its_newest_photograph(hub, tra):
    assert hub.send(photograph(40)).status_code == 200
    hub.send(photograph(90))
    assert tra.image("hub") == photograph(90)


def test_a_photograph_that_is_known_is_not_sent_again_and_tells_its_age(
    bench, hub, tra
):
    tag = hub.send(photograph()).json()["tag"]
    aged(bench, "hub", 12)
    answer = tra.get("hub", tag=tag)
    assert answer.status_code == 304
    assert answer["ETag"] == f'"{tag}"'
    assert 12 <= int(answer["Age"]) <= 20


def test_a_picture_that_has_not_changed_is_confirmed_and_young_again(bench, hub, tra):
    tag = hub.send(photograph()).json()["tag"]
    aged(bench, "hub", 25)
    assert hub.confirm(tag).status_code == 204
    assert int(tra.get("hub", tag=tag)["Age"]) < 20


def test_what_is_confirmed_and_not_there_has_to_be_sent(bench, hub):
    tag = hub.send(photograph()).json()["tag"]
    assert code_of(hub.confirm("0" * 16)) == (404, "no_still")
    aged(bench, "hub", 61)
    assert code_of(hub.confirm(tag)) == (404, "no_still")


def test_an_old_photograph_is_none(bench, hub, tra):
    hub.send(photograph())
    aged(bench, "hub", 31)
    assert tra.get("hub").status_code == 204
    bench.ask_for("hub", Share())
    hub.send(photograph(), "screen")
    aged(bench, "hub", 16, "screen")
    assert tra.get("hub", "screen").status_code == 204


def test_a_site_is_told_what_it_is_asked_for_until_nobody_asks(bench, hub, tra):
    assert hub.told() == []
    assert tra.get("hub").status_code == 204
    assert hub.told() == ["camera"]
    assert tra.told() == []
    aged(bench, "hub", 31, kind="asked")
    assert hub.told() == []


def test_nobody_gets_the_picture_of_a_site_that_is_not_on_the_stage(bench, hai, tra):
    hai.send(photograph())
    assert code_of(tra.get("hai")) == (403, "not_on_stage")
    bench.give(Arrange(Picture("wall")))
    assert tra.image("hai") == photograph()


def test_a_desk_gets_the_sites_beside_the_stage_but_not_in_a_break(bench, hub, hai):
    hai.send(photograph())
    assert hub.image("hai") == photograph()
    bench.give(Pause())
    assert code_of(hub.get("hai")) == (403, "not_on_stage")


def test_a_shared_screen_is_sent_by_the_site_that_shares_alone(bench, hai, tra):
    assert code_of(hai.send(photograph(), "screen")) == (409, "not_sharing")
    bench.ask_for("hub", Share())
    bench.give(Arrange(Picture("screen")))
    assert code_of(hai.send(photograph(), "screen")) == (409, "not_sharing")
    Side(bench, "hub").send(photograph(), "screen")
    assert tra.image("hub", "screen") == photograph()
    assert code_of(tra.get("hai", "camera")) == (403, "not_on_stage")
    # Where a second display has the screen, the first shows who speaks.
    assert tra.get("hub", "camera").status_code == 204


def test_a_companion_sends_no_camera(bench, hai):
    with writing():
        bench.devices["hai"].main = False
        bench.devices["hai"].save()
    assert code_of(hai.send(photograph())) == (403, "companion")


def test_who_is_no_part_of_the_meeting_sends_and_gets_nothing(bench, hub, tra):
    hub.send(photograph())
    bench.dismiss("tra")
    assert tra.send(photograph()).status_code == 403
    assert tra.get("hub").status_code == 403
    stranger = Client()
    assert stranger.get(f"{hub.base}/sites/1/stills/camera?kbps=64").status_code == 401
    assert hub.get("hub").status_code == 403


def test_who_watches_gets_what_is_on_the_stage(bench, hub, client):
    hub.send(photograph())
    browser = opened(bench, client)
    side = Side(bench, "hai", browser, Watcher.objects.get().pk)
    assert side.image("hub") == photograph()
    assert code_of(side.get("tra")) == (403, "not_on_stage")


def test_a_wall_gets_every_site(bench, tra, client):
    tra.send(photograph())
    browser = opened(bench, client, page="tuong")
    side = Side(bench, "hai", browser, Watcher.objects.get().pk)
    assert side.image("tra") == photograph()


@pytest.mark.parametrize(
    "image",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        photograph(form="PNG"),
        photograph()[:40],
        claiming(16_384),
        photograph(size=(1281, 20)),
        photograph() + b"\0" * LONGEST,
    ],
)
def test_only_a_small_webp_is_a_photograph(hub, image):
    assert not is_still(image)
    assert code_of(hub.send(image)) == (422, "bad_still")


def test_a_film_is_no_photograph():
    file = BytesIO()
    frames = [Image.new("RGB", (64, 36), (shade, 0, 0)) for shade in (0, 200)]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert not is_still(file.getvalue())


def test_what_is_sent_is_an_image_and_never_kept_nor_run(hub, tra):
    hub.send(photograph())
    answer = tra.get("hub")
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("kbps", [3, 1001, "fast"])
def test_a_rate_that_is_none_is_refused(hub, tra, kbps):
    hub.send(photograph())
    assert code_of(tra.get("hub", kbps=kbps)) == (422, "bad_command")


def test_it_comes_no_faster_than_the_line_has_room():
    async def taken(kbps):
        began = asyncio.get_running_loop().time()
        pieces = [piece async for piece in paced(bytes(5000), kbps)]
        assert b"".join(pieces) == bytes(5000)
        return asyncio.get_running_loop().time() - began

    # 5000 bytes in five packets with headers are 44.8 kbit.
    assert async_to_sync(taken)(100) >= 0.44


def test_old_photographs_are_deleted(bench, hub, hai, tra):
    hub.send(photograph())
    hai.send(photograph())
    tra.get("hub")
    old = aged(bench, "hai", 61)
    folder.forget_old()
    assert not old.exists()
    assert tra.image("hub") == photograph()
