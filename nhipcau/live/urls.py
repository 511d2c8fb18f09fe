"""Addresses of live."""

from __future__ import annotations

from django.urls import path, re_path

from nhipcau.live.views import (
    feed,
    guests,
    kiosk,
    roll_call,
    room,
    technician,
    timeline,
    watch,
    words,
)

app_name = "live"
urlpatterns = [
    path("cuoc-hop/<int:pk>/vao/", room.enter, name="enter"),
    path("cuoc-hop/<int:pk>/phong/", room.room, name="room"),
    path("phong/", kiosk.kiosk, name="kiosk"),
    re_path(
        r"^phong/nhip-cau-phong-hop[.](?P<system>sh|cmd)$",
        kiosk.launcher,
        name="kiosk_launcher",
    ),
    path("phong/<int:pk>/", kiosk.kiosk_room, name="kiosk_room"),
    path("cuoc-hop/<int:pk>/xem/", watch.watch, name="watch"),
    path("cuoc-hop/<int:pk>/tuong/", watch.wall, name="wall"),
    path("programme/<int:pk>/", watch.programme, name="programme"),
    path("cuoc-hop/<int:pk>/lien-ket-moi/", guests.link_new, name="link_new"),
    path(
        "cuoc-hop/<int:pk>/lien-ket-moi/<int:link>/thu-hoi/",
        guests.link_revoke,
        name="link_revoke",
    ),
    path("khach/", guests.knock, name="knock"),
    path("khach/<int:pk>/", guests.guest, name="guest"),
    path("cuoc-hop/<int:pk>/trao-doi/", words.words, name="words"),
    path("cuoc-hop/<int:pk>/ky-thuat/", technician.technician, name="technician"),
    path(
        "cuoc-hop/<int:pk>/ky-thuat/<int:site>/",
        technician.technician_site,
        name="technician_site",
    ),
    path(
        "cuoc-hop/<int:pk>/ky-thuat/<int:site>/nho/", technician.errand, name="errand"
    ),
    path(
        "cuoc-hop/<int:pk>/ky-thuat/<int:site>/hinh/",
        technician.picture,
        name="picture",
    ),
    path(
        "cuoc-hop/<int:pk>/ky-thuat/<int:site>/hinh/<slug:tag>/",
        technician.photograph,
        name="photograph",
    ),
    path("diem-cau/<int:site>/nguon-hinh/", feed.feed, name="feed"),
    path(
        "diem-cau/<int:site>/nguon-hinh/tinh-trang/",
        feed.feed_state,
        name="feed_state",
    ),
    path(
        "diem-cau/<int:site>/nguon-hinh/anh/<slug:tag>/",
        feed.feed_photograph,
        name="feed_photograph",
    ),
    path(
        "diem-cau/<int:site>/nguon-hinh/nhan/<slug:way>/",
        feed.feed_await,
        name="feed_await",
    ),
    path(
        "diem-cau/<int:site>/nguon-hinh/<slug:what>/",
        feed.feed_change,
        name="feed_change",
    ),
    path("cuoc-hop/<int:pk>/ket-noi/", timeline.timeline, name="timeline"),
    path(
        "cuoc-hop/<int:pk>/ket-noi/<int:site>/",
        timeline.site_timeline,
        name="site_timeline",
    ),
    path("cuoc-hop/<int:pk>/diem-danh/", roll_call.roll_call, name="roll_call"),
    path(
        "cuoc-hop/<int:pk>/diem-danh/dang-ket-noi/",
        roll_call.mark_connected,
        name="mark_connected",
    ),
    path("cuoc-hop/<int:pk>/diem-danh/<int:site>/", roll_call.mark, name="mark"),
]
