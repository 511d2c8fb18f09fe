"""What `/look` shows: each component with invented, harmless content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.base.icons import ICONS
from nhipcau.base.themes import THEMES

# Every component of `templates/components` and `frontend/styles/components.css`.
COMPONENTS = (
    "button",
    "link-row",
    "field",
    "select",
    "table",
    "pager",
    "tabs",
    "state",
    "banner",
    "notice",
    "dialog",
    "tree",
    "panel",
    "plate",
    "empty",
    "crumbs",
    "toolbar",
    "menu",
    "toast",
    "meter",
    "steps",
    "timeline",
    "doors",
)


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Tên điểm cầu"), help_text=_("Như trên biển để bàn."), max_length=80
    )
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[
            ("commune", _("Phòng họp xã")),
            ("hub", _("Điểm cầu chính")),
            ("hall", _("Hội trường")),
        ],
    )
    since = forms.DateField(label=_("Từ ngày"), help_text=_("Ví dụ 25/12/2026."))
    seats = forms.IntegerField(label=_("Số chỗ ngồi"), min_value=1, required=False)
    sound = forms.ChoiceField(
        label=_("Đường tiếng"),
        choices=[("table", _("Micrô để bàn")), ("mixer", _("Bàn trộn"))],
        widget=forms.RadioSelect,
        initial="table",
    )
    note = forms.CharField(
        label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    main = forms.BooleanField(
        label=_("Thiết bị này phát tiếng và thu tiếng"), required=False
    )


def all_of(request: HttpRequest) -> dict[str, Any]:
    """The context of `/look`."""
    numbers = Paginator(range(1, 1001), 50)
    return {
        "components": COMPONENTS,
        "themes": THEMES,
        "icons": ICONS,
        "form": SpecimenForm(
            initial={"name": "Tam Hải", "since": timezone.localdate()}
        ),
        "wrong_form": SpecimenForm({"name": "", "since": "31/02/2026", "seats": "0"}),
        "page": numbers.get_page(request.GET.get("trang", "4")),
        "rows": _rows(),
        "tabs": [
            {"name": _("Thông tin"), "url": "#tabs", "here": True, "count": None},
            {"name": _("Thiết bị"), "url": "#tabs", "here": False, "count": 3},
            {"name": _("Lịch sử"), "url": "#tabs", "here": False, "count": 128},
        ],
        "crumbs": [
            {"name": _("Đơn vị"), "url": "#crumbs"},
            {"name": "Núi Thành", "url": "#crumbs"},
            {"name": "Tam Hải", "url": "#crumbs"},
        ],
        "steps": [
            {"name": _("Chọn điểm cầu"), "state": "done"},
            {"name": _("Kiểm tra tiếng và hình"), "state": "here"},
            {"name": _("Vào phòng họp"), "state": "next"},
        ],
        "events": _events(),
    }


def _rows() -> list[dict[str, Any]]:
    states = (
        ("Núi Thành", "ĐIỂM CẦU CHÍNH", "live", _("Đang phát biểu"), 4),
        ("Tam Hải", "ĐIỂM CẦU XÃ TAM HẢI", "good", _("Sẵn sàng"), 2),
        ("Tam Trà", "ĐIỂM CẦU XÃ TAM TRÀ", "wait", _("Đang chờ"), 1),
        ("Tam Sơn", "ĐIỂM CẦU XÃ TAM SƠN", "bad", _("Mất kết nối"), 1),
    )
    keys = ("name", "plate", "kind", "state", "devices")
    return [dict(zip(keys, row, strict=True)) for row in states]


def _events() -> list[dict[str, Any]]:
    start: datetime = timezone.localtime().replace(hour=8, minute=0)
    return [
        {"at": start, "text": _("Chủ tọa mở cuộc họp")},
        {"at": start.replace(minute=12), "text": _("Tam Hải được phát biểu")},
        {"at": start.replace(minute=19), "text": _("Tam Hải thôi phát biểu")},
    ]
