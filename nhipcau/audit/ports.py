"""What the log asks of the apps that stand above it: wired in config."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Protocol, cast

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Text = str | Promise
# How a recorded value is read: words for each code, or the kind of row it names.
Reader = str | Mapping[str | None, Text]


class Units(Protocol):
    """The tree of units, as far as the log needs it."""

    def below(self, units: Collection[int]) -> set[int]:
        """The units themselves and all that lie below them today."""

    def names(self) -> list[tuple[int, str]]:
        """Every unit of today with its name, in official order."""


def units() -> Units:
    """The tree that `settings.AUDIT_UNITS` names."""
    return cast(Units, import_string(settings.AUDIT_UNITS)())


class Words(Protocol):
    """Names of rows in the log, and words of fields that their app keeps elsewhere."""

    fields: Mapping[str, Mapping[str, Text]]
    readers: Mapping[str, Mapping[str, Reader]]

    def names(self, kind: str, keys: Collection[Hashable]) -> Mapping[Hashable, str]:
        """The rows of `kind` that `keys` stand for; one that is gone is left out."""


def words() -> Words:
    """The words that `settings.AUDIT_WORDS` names."""
    return cast(Words, import_string(settings.AUDIT_WORDS)())
