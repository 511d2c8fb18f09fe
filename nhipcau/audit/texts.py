"""How the log speaks: sentences of verbs, names of fields and of processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from nhipcau.audit.ports import Reader, Text, words

VERBS: dict[str, Text] = {
    "audit.exported": _("xuất nhật ký ra bảng tính"),
}
FIELDS: dict[str, Text] = {
    "rows": _("số dòng"),
    "filter": _("bộ lọc"),
    "tim": _("từ cần tìm"),
    "viec": _("việc"),
    "don_vi": _("đơn vị"),
    "tu": _("từ ngày"),
    "den": _("đến ngày"),
    "nguoi": _("người làm"),
    "doi_tuong": _("đối tượng"),
}
READERS: dict[str, Reader] = {
    "viec": "verb",
    "don_vi": "unit",
    "nguoi": "person",
    "doi_tuong": "thing",
}
KINDS: dict[str, Text] = {
    "person": _("người dùng"),
    "device": _("thiết bị"),
    "system": _("hệ thống"),
}
# Who acts without being a person (`core.actor.system`).
PROCESSES: dict[str, Text] = {
    "conductor": _("điều phối phòng họp"),
    "worker": _("tiến trình nền"),
    "sign-in": _("cửa đăng nhập"),
    "nhipcau person": _("dòng lệnh của máy chủ"),
    "demo": _("bản minh họa"),
}


@dataclass(frozen=True)
class Vocabulary:
    """What one app calls the facts of its events.

    "<what>.<key>" goes before "<key>", where one event means something else by it.
    """

    fields: Mapping[str, Text]
    readers: Mapping[str, Reader]

    def field(self, verb: str, key: str) -> str | None:
        """The name of a fact; None when only a technician can make use of it."""
        what = verb.partition(".")[2]
        found = self.fields.get(f"{what}.{key}") or self.fields.get(key)
        return None if found is None else str(found)

    def reader(self, verb: str, key: str) -> Reader | None:
        """How the fact is read; None: as it stands."""
        what = verb.partition(".")[2]
        return self.readers.get(f"{what}.{key}") or self.readers.get(key)


def _texts() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("nhipcau."):
            try:
                texts = import_module(f"{config.name}.texts")
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.texts":
                    raise
                continue
            found[config.label] = texts
    return found


def verbs() -> dict[str, Text]:
    """Every app's `texts.VERBS`, merged: "<app>.<what>" → words."""
    merged: dict[str, Text] = {}
    for texts in _texts().values():
        merged.update(getattr(texts, "VERBS", {}))
    return merged


def vocabularies() -> dict[str, Vocabulary]:
    """Every app's `texts.FIELDS` and `texts.READERS`, with what config adds."""
    more = words()
    return {
        app: Vocabulary(
            {**more.fields.get(app, {}), **getattr(texts, "FIELDS", {})},
            {**more.readers.get(app, {}), **getattr(texts, "READERS", {})},
        )
        for app, texts in _texts().items()
    }


def actor_text(kind: str, name: str) -> str:
    """Who acted: a name, or what the process does."""
    if kind == "system":
        return str(PROCESSES.get(name, name or KINDS[kind]))
    return name or str(KINDS[kind])
