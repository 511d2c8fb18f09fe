"""Sentences for refusals and for the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.audit.ports import Reader

REFUSALS = {
    "meeting_not_yours": _(
        "Bạn chưa được giao quyền chuẩn bị cuộc họp của đơn vị này. "
        "Hãy chọn đơn vị của mình hoặc nhờ quản trị hệ thống giao quyền."
    ),
    "chair_site_stays": _(
        "Không thể mời điểm cầu chính ra khỏi cuộc họp. "
        "Hãy đổi điểm cầu của chủ tọa trước."
    ),
    "deputy_is_chair": _(
        "Điểm cầu điều hành thay phải khác điểm cầu chính. Hãy chọn điểm cầu khác."
    ),
    "delegate_is_chair": _(
        "%(name)s là chủ tọa, ngồi ở điểm cầu chính. "
        "Hãy bỏ chọn người này trong mục đại biểu dự riêng."
    ),
    "site_not_invited": _(
        "%(site)s không có trong danh sách điểm cầu của cuộc họp. "
        "Hãy thêm điểm cầu này vào cuộc họp rồi làm lại."
    ),
}

VERBS = {
    "meetings.plan": _("lập cuộc họp"),
    "meetings.change": _("sửa cuộc họp"),
    "meetings.remove_site": _("mời điểm cầu ra khỏi cuộc họp"),
    "meetings.readmit_site": _("cho điểm cầu vào lại cuộc họp"),
}

FIELDS: dict[str, str | Promise] = {
    "title": _("tên cuộc họp"),
    "host": _("đơn vị chủ trì"),
    "starts": _("bắt đầu lúc"),
    "chair": _("chủ tọa"),
    "chair_site": _("điểm cầu chính"),
    "deputy_site": _("điểm cầu điều hành thay"),
    "sites": _("các điểm cầu"),
    "delegates": _("đại biểu dự riêng"),
    "site": _("điểm cầu"),
}

READERS: dict[str, Reader] = {
    "host": "unit",
    "chair": "person",
    "chair_site": "site",
    "deputy_site": "site",
    "sites": "site",
    "delegates": "person",
    "site": "site",
}
