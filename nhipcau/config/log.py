"""What the log is told by the apps above it: names of rows, words of the room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device, Person
from nhipcau.audit.ports import Reader, Text
from nhipcau.live.models import GuestLink, RollCallMark, Talk, Watcher
from nhipcau.live.texts import REFUSALS
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site, Unit
from nhipcau.places.queries import descendant_ids, labelled, units_on


class UnitsOfTheLog:
    """The tree of units for the log (`audit.ports.Units`)."""

    def below(self, units: Collection[int]) -> set[int]:
        """The units themselves and all that lie below them today."""
        return descendant_ids(units, timezone.localdate())

    def names(self) -> list[tuple[int, str]]:
        """Every unit of today with its name, in official order."""
        today: date = timezone.localdate()
        units = units_on(today).order_by("order", "sort_key")
        return [(unit.pk, str(unit)) for unit in units]


_PHASES: Mapping[str | None, Text] = {
    "waiting": _("chờ khai mạc"),
    "open": _("đang họp"),
    "paused": _("tạm nghỉ"),
    "closed": _("đã kết thúc"),
}
_MODES: Mapping[str | None, Text] = {
    "conference": _("hội nghị"),
    "discussion": _("thảo luận"),
    "training": _("đào tạo"),
    "questioning": _("chất vấn"),
    "relay": _("tiếp sóng"),
}
_LAYOUTS: Mapping[str | None, Text] = {
    "speaker": _("người phát biểu"),
    "strip": _("người phát biểu và tất cả điểm cầu"),
    "wall": _("tất cả điểm cầu"),
    "spotlight": _("một điểm cầu"),
    "pair": _("hai điểm cầu"),
    "screen": _("chỉ tài liệu trình chiếu"),
}
_ORDERS: Mapping[str | None, Text] = {
    "open": _("khai mạc"),
    "grant": _("trao quyền phát biểu"),
    "revoke": _("thu quyền phát biểu"),
    "pause": _("tạm dừng cuộc họp"),
    "resume": _("họp tiếp"),
    "close": _("bế mạc"),
    "reopen": _("hoàn tác bế mạc"),
    "dismiss": _("bỏ khỏi danh sách đăng ký phát biểu"),
    "limit": _("đặt thời gian phát biểu"),
    "extend": _("thêm thời gian phát biểu"),
    "mode": _("đổi chế độ họp"),
    "mute": _("tắt micro"),
    "unmute": _("cho mở lại micro"),
    "arrange": _("đổi khung hình"),
    "ready": _("chuẩn bị khung hình"),
    "take": _("đưa khung hình đã chuẩn bị lên"),
    "call": _("bắt đầu điểm danh lần lượt"),
    "talk": _("gọi đàm thoại riêng"),
    "mark": _("điểm danh"),
    "end_roll": _("dừng điểm danh"),
    "lock": _("khóa micro các điểm cầu"),
    "unlock": _("mở khóa micro các điểm cầu"),
    "guest": _("cho người theo dõi vào, mời ra"),
}
_REASONS: Mapping[str | None, Text] = {
    **{str(code): text for code, text in REFUSALS.items()},
    "signed_out": _("đã đăng xuất"),
    "no_meeting": _("không có cuộc họp này"),
    "meeting_past": _("cuộc họp đã qua ngày"),
    "no_device": _("máy chưa gắn với điểm cầu"),
    "device_removed_from_site": _("máy đã bị gỡ khỏi điểm cầu"),
    "device_of_another": _("máy của tài khoản khác"),
    "site_not_in_meeting": _("điểm cầu không được mời"),
    "site_removed": _("điểm cầu đã được mời ra"),
    "may_not_sit": _("chưa được giao dự họp tại điểm cầu"),
    "closed": _("cuộc họp đã kết thúc"),
    "watched_by_another": _("lần đăng nhập khác"),
    "may_not_watch": _("chưa được giao xem cuộc họp"),
    "no_guest": _("chưa xin vào"),
    "guest_waits": _("khách còn ở phòng chờ"),
    "guest_refused": _("khách bị từ chối"),
    "guest_removed": _("khách đã được mời ra"),
    "watcher_removed": _("người theo dõi đã được mời ra"),
    "room_not_yet": _("phòng họp chưa mở"),
    "link_revoked": _("liên kết mời đã bị thu hồi"),
    "no_talk": _("không thuộc cuộc đàm thoại riêng này"),
}
_WATCHERS: Mapping[str | None, Text] = dict(Watcher.Kind.choices)


class WordsOfTheLog:
    """Names of rows, and the room's own fields (`audit.ports.Words`)."""

    fields: Mapping[str, Mapping[str, Text]] = {
        "live": {
            "phase": _("tình trạng cuộc họp"),
            "chair": _("điểm cầu của chủ tọa"),
            "sites": _("các điểm cầu"),
            "floor": _("quyền phát biểu"),
            "site": _("điểm cầu"),
            "status": _("có mặt"),
            "people": _("số người"),
            "remark": _("ghi chú"),
            "joined": _("điểm cầu vào"),
            "left": _("điểm cầu rời"),
            "queue": _("danh sách đăng ký phát biểu"),
            "limit": _("giây mỗi lượt phát biểu"),
            "mode": _("chế độ họp"),
            "relay": _("điểm cầu được tiếp sóng"),
            "muted": _("điểm cầu bị tắt micro"),
            "locked": _("khóa micro"),
            "layout": _("khung hình"),
            "picture": _("khung hình"),
            "prepared": _("khung hình chuẩn bị"),
            "screen": _("điểm cầu trình chiếu"),
            "first": _("điểm cầu chính"),
            "deputy": _("điểm cầu điều hành thay"),
            "roll": _("điểm cầu còn phải điểm danh"),
            "identity": _("thiết bị"),
            "device": _("thiết bị"),
            "watcher": _("người theo dõi"),
            "watcher_kind": _("theo dõi với tư cách"),
            "watcher_status": _("tình trạng của người theo dõi"),
            "guest_link": _("liên kết mời"),
            "guests": _("khách mời"),
            "meeting": _("cuộc họp"),
            "reason": _("lý do"),
            "kind": _("lệnh"),
            "order": _("lệnh"),
            "count": _("số lần"),
            "epoch": _("lần khởi động thứ"),
            "why": _("kết thúc vì"),
        }
    }
    readers: Mapping[str, Mapping[str, Reader]] = {
        "live": {
            "phase": _PHASES,
            "chair": "site",
            "sites": "site",
            "floor": "site",
            "queue": "site",
            "site": "site",
            "joined": "site",
            "left": "site",
            "status": dict(RollCallMark.Status.choices),
            "muted": "site",
            "relay": "site",
            "screen": "site",
            "first": "site",
            "deputy": "site",
            "roll": "site",
            "mode": _MODES,
            "layout": _LAYOUTS,
            "identity": "seat",
            "device": "device",
            "watcher": "watcher",
            "watcher_kind": _WATCHERS,
            "watcher_status": dict(Watcher.Status.choices),
            "guest_link": "guest_link",
            "guests": "watcher",
            "meeting": "meeting",
            "reason": _REASONS,
            "why": dict(Talk.Why.choices),
            "kind": _ORDERS,
            "order": "verb",
        }
    }

    def names(self, kind: str, keys: Collection[Hashable]) -> Mapping[Hashable, str]:
        """The rows of `kind` that `keys` stand for; one that is gone is left out."""
        return _KINDS[kind](keys)


def _ids(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    return {key: int(str(key)) for key in keys if str(key).isdecimal()}


def _units(keys: Collection[Hashable]) -> Mapping[Hashable, str]:
    ids = _ids(keys)
    rows = Unit.objects.select_related("kind").in_bulk(ids.values())
    return {key: rows[pk].title for key, pk in ids.items() if pk in rows}


def _sites(keys: Collection[Hashable]) -> Mapping[Hashable, str]:
    ids = _ids(keys)
    rows = labelled(Site.objects.all()).in_bulk(ids.values())
    return {key: rows[pk].label for key, pk in ids.items() if pk in rows}


def _rows(model: type[Model]) -> Callable[[Collection[Hashable]], dict[Hashable, str]]:
    def names(keys: Collection[Hashable]) -> dict[Hashable, str]:
        ids = _ids(keys)
        rows = model._default_manager.in_bulk(ids.values())
        return {key: str(rows[pk]) for key, pk in ids.items() if pk in rows}

    return names


def _seats(keys: Collection[Hashable]) -> Mapping[Hashable, str]:
    """`site/<id>/<device>`: which browser of which site is in the room."""
    parts = {key: str(key).split("/")[1:] for key in keys}
    whole = {key: pair for key, pair in parts.items() if len(pair) == 2}
    sites = _sites({site for site, _device in whole.values()})
    devices = _rows(Device)({device for _site, device in whole.values()})
    return {
        key: " · ".join(
            dict.fromkeys((sites.get(site, site), devices.get(device, device)))
        )
        for key, (site, device) in whole.items()
    }


def _things(keys: Collection[Hashable]) -> Mapping[Hashable, str]:
    """`places.site:4`, as the log's own filter names an object."""
    found: dict[Hashable, str] = {}
    for key in keys:
        label, _colon, pk = str(key).partition(":")
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            continue
        name = _rows(model)([pk]).get(pk)
        if name:
            found[key] = name
    return found


_KINDS: Mapping[str, Callable[[Collection[Hashable]], Mapping[Hashable, str]]] = {
    "unit": _units,
    "site": _sites,
    "person": _rows(Person),
    "device": _rows(Device),
    "meeting": _rows(Meeting),
    "seat": _seats,
    "watcher": _rows(Watcher),
    "guest_link": _rows(GuestLink),
    "thing": _things,
}
