"""The home page is made of sections that apps contribute through the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from nhipcau.base.http import Request


@dataclass(frozen=True)
class Section:
    """One part of the home page: a template, what it shows, and its place.

    `wide` sections come first and over the whole width; the rest share a row.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    wide: bool = False


def sections(request: Request) -> list[Section]:
    """What this actor can do now, from `settings.HOME_SECTIONS`."""
    contribute = cast(
        Callable[[Request], list[Section]], import_string(settings.HOME_SECTIONS)
    )
    return contribute(request)
