"""Turns refusal codes into sentences that say what to do."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from django.apps import apps
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.core.refusal import Refusal

REFUSALS: dict[str, str | Promise] = {
    "disk_full": _(
        "Ổ đĩa của máy chủ đã đầy nên việc vừa gửi chưa được lưu. Hãy báo cán bộ kỹ "
        "thuật giải phóng chỗ rồi thử lại."
    ),
    "server_busy": _(
        "Máy chủ đang quá bận nên việc vừa gửi chưa được lưu. Hãy đợi vài giây rồi "
        "thử lại."
    ),
}


def refusals() -> dict[str, str | Promise]:
    """Every app's `texts.REFUSALS`, merged: code → sentence with %(fact)s."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("nhipcau."):
            try:
                texts = import_module(f"{config.name}.texts")
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.texts":
                    raise
                continue
            found.update(getattr(texts, "REFUSALS", {}))
    return found


def say(refusal: Refusal) -> str:
    """The sentence of `refusal` in the reader's language."""
    facts = {name: _readable(fact) for name, fact in refusal.facts.items()}
    return str(refusals()[refusal.code]) % facts


def _readable(fact: object) -> object:
    return date_format(fact, "SHORT_DATE_FORMAT") if isinstance(fact, date) else fact


def right_name(right: str) -> str:
    """What `right` allows, in words ("" when no app declares it)."""
    app, _, _verb = right.partition(".")
    try:
        policies = import_module(f"nhipcau.{app}.policies")
    except ModuleNotFoundError:
        return ""
    return str(getattr(policies, "RIGHTS", {}).get(right, ""))
