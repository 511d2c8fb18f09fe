"""The roles of the product and the rights that each one gives on its unit."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "administrator": (
        _("quản trị hệ thống"),
        frozenset(
            {
                "places.see",
                "places.edit",
                "accounts.manage",
                "audit.read",
                "meetings.see",
                "meetings.prepare",
            }
        ),
    ),
    "chair": (
        _("chủ tọa"),
        frozenset(
            {
                "places.see",
                "meetings.see",
                "meetings.prepare",
                "meetings.chair",
                "meetings.sit",
            }
        ),
    ),
    "secretary": (
        _("thư ký"),
        frozenset({"places.see", "meetings.see", "meetings.prepare", "meetings.sit"}),
    ),
    "technician": (
        _("cán bộ kỹ thuật"),
        frozenset({"places.see", "places.edit", "meetings.see", "meetings.sit"}),
    ),
    "clerk": (
        _("cán bộ xã"),
        frozenset({"places.see", "meetings.see", "meetings.sit"}),
    ),
    "viewer": (_("người xem"), frozenset({"places.see", "meetings.see"})),
}

ROLE_CHOICES = [(code, name) for code, (name, _rights) in ROLES.items()]
