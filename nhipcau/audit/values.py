"""Recorded values in words: names for keys of rows, words for codes, days, lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nhipcau.audit.ports import Reader, Text, words
from nhipcau.audit.texts import Vocabulary

NOTHING = "—"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[:.\d]*(?:Z|[+-]\d\d:\d\d)")


class Names:
    """The names of rows that some events mention, read with one question a kind."""

    def __init__(
        self, wanted: Mapping[str, Collection[Hashable]], verbs: Mapping[str, Text]
    ) -> None:
        source = words()
        self._found: dict[str, Mapping[Hashable, str]] = {
            kind: source.names(kind, keys) for kind, keys in wanted.items()
        }
        self._found["verb"] = {verb: str(text) for verb, text in verbs.items()}

    def of(self, kind: str, key: Hashable) -> str:
        """The row's name; of one that is gone, its key."""
        return self._found.get(kind, {}).get(key) or str(key)


def rows_meant(
    value: object, verb: str, key: str, book: Vocabulary
) -> Iterator[tuple[str, Hashable]]:
    """Which rows a value stands for: their kind and the key as it was recorded."""
    if isinstance(value, list):
        for one in value:
            yield from rows_meant(one, verb, key, book)
    elif isinstance(value, dict):
        for inner, one in value.items():
            yield from rows_meant(one, verb, inner, book)
    else:
        reader = book.reader(verb, key)
        if isinstance(reader, str) and reader != "verb" and value:
            yield reader, value


def value_text(
    value: object, verb: str, key: str, book: Vocabulary, names: Names
) -> str:
    """A recorded value as a reader writes it."""
    if isinstance(value, list):
        texts = (value_text(one, verb, key, book, names) for one in value)
        return ", ".join(texts) or NOTHING
    if isinstance(value, dict):
        named = ((book.field(verb, inner), inner) for inner in value)
        pairs = (
            f"{name}: {value_text(value[inner], verb, inner, book, names)}"
            for name, inner in named
            if name
        )
        return "; ".join(pairs) or NOTHING
    return _plain(value, book.reader(verb, key), names)


def _plain(value: Any, reader: Reader | None, names: Names) -> str:
    if isinstance(reader, Mapping) and (value is None or isinstance(value, str)):
        parts = [value] if value is None else value.split(", ")
        if all(part in reader for part in parts):
            return ", ".join(str(reader[part]) for part in parts)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(reader, str):
        # No row has the key 0: it stands for "none".
        return names.of(reader, value) if value else NOTHING
    return _day(value) if isinstance(value, str) else str(value)


def _day(text: str) -> str:
    """A day or a moment as people write it; any other text as it stands."""
    if _DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    if _MOMENT.fullmatch(text):
        local = timezone.localtime(datetime.fromisoformat(text))
        return date_format(local, "SHORT_DATETIME_FORMAT")
    return text
