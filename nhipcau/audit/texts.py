"""How the log speaks: sentences of verbs, names of fields, words for values."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module

from django.apps import apps
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERBS: dict[str, str | Promise] = {
    "audit.exported": gettext_lazy("xuất nhật ký ra bảng tính"),
}
FIELDS: dict[str, str | Promise] = {
    "rows": gettext_lazy("số dòng"),
    "filter": gettext_lazy("bộ lọc"),
}
KINDS: dict[str, str | Promise] = {
    "person": gettext_lazy("người dùng"),
    "device": gettext_lazy("thiết bị"),
    "system": gettext_lazy("hệ thống"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _gathered(name: str) -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("nhipcau."):
            try:
                texts = import_module(f"{config.name}.texts")
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.texts":
                    raise
                continue
            found.update(getattr(texts, name, {}))
    return found


def verbs() -> dict[str, str | Promise]:
    """Every app's `texts.VERBS`, merged: "<app>.<what>" → words."""
    return _gathered("VERBS")


def fields() -> dict[str, str | Promise]:
    """Every app's `texts.FIELDS`, merged: key of before and after → words."""
    return _gathered("FIELDS")


def value_text(value: object) -> str:
    """A recorded value as a reader writes it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list | tuple):
        return ", ".join(value_text(one) for one in value) or "—"
    if isinstance(value, dict):
        pairs = (f"{key}: {value_text(one)}" for key, one in value.items())
        return "; ".join(pairs) or "—"
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return str(value)
