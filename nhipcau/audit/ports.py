"""What the log asks of the tree of units, which stands above it: wired in config."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Units(Protocol):
    """The tree of units, as far as the log needs it."""

    def below(self, units: Collection[int]) -> set[int]:
        """The units themselves and all that lie below them today."""

    def names(self) -> list[tuple[int, str]]:
        """Every unit of today with its name, in official order."""


def units() -> Units:
    """The tree that `settings.AUDIT_UNITS` names."""
    return cast(Units, import_string(settings.AUDIT_UNITS)())
