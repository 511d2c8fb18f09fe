"""An event made readable: one sentence, and what changed as a small table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.texts import Vocabulary, actor_text, verbs, vocabularies
from nhipcau.audit.values import NOTHING, Names, rows_meant, value_text

_SPEECHLESS = Vocabulary({}, {})


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One event as people read it; `technical` is what has no words, as JSON."""

    event: AuditEvent
    actor: str
    verb: str
    changes: tuple[Change, ...]
    changed: bool
    technical: str = ""

    @property
    def thing(self) -> str:
        """The object, unless it is the actor or was not known."""
        event = self.event
        own = event.object_type == "accounts.person"
        same = own and event.object_id == str(event.actor_id)
        hidden = (same and event.actor_kind == "person") or event.object_name == "?"
        return "" if hidden else event.object_name


@dataclass(frozen=True)
class Fact:
    """One key of an event that says something, with its two values."""

    key: str
    before: Any
    after: Any


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """The events in the reader's language; names are asked for once for all."""
    all_of, words, books = list(events), verbs(), vocabularies()
    wanted: dict[str, set[Any]] = {}
    for event in all_of:
        book = _book(event, books)
        for fact in facts(event):
            for value in (fact.before, fact.after):
                for kind, key in rows_meant(value, event.verb, fact.key, book):
                    wanted.setdefault(kind, set()).add(key)
    names = Names(wanted, words)
    return [_told(event, words, _book(event, books), names) for event in all_of]


def facts(event: AuditEvent) -> Iterator[Fact]:
    """What an event tells: what differs, or all of it where nothing was before.

    The key of a row ("unit_id") tells nothing beside the name of the row ("unit").
    """
    before, after = event.before or {}, event.after or {}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        twin = key.removesuffix("_id")
        if twin != key and (twin in before or twin in after):
            continue
        if not (event.before and old == new):
            yield Fact(key, old, new)


def unnamed(event: AuditEvent, book: Vocabulary) -> list[str]:
    """The keys of `event` that have no words."""
    return [
        fact.key for fact in facts(event) if book.field(event.verb, fact.key) is None
    ]


def _book(event: AuditEvent, books: Mapping[str, Vocabulary]) -> Vocabulary:
    return books.get(event.verb.partition(".")[0], _SPEECHLESS)


def _told(
    event: AuditEvent, words: Mapping[str, Any], book: Vocabulary, names: Names
) -> Told:
    # What is made was nothing before: there is no pair to compare.
    changed = any(value is not None for value in (event.before or {}).values())
    return Told(
        event,
        actor_text(event.actor_kind, event.actor_name),
        str(words.get(event.verb, event.verb)),
        tuple(_changes(event, book, names, changed=changed)),
        changed,
        _technical(event, unnamed(event, book)),
    )


def _changes(
    event: AuditEvent, book: Vocabulary, names: Names, *, changed: bool
) -> Iterator[Change]:
    for fact in facts(event):
        name = book.field(event.verb, fact.key)
        if name is None:
            continue
        old, new = (
            value_text(value, event.verb, fact.key, book, names)
            for value in (fact.before, fact.after)
        )
        if changed or new != NOTHING:
            yield Change(name, old, new)


def _technical(event: AuditEvent, keys: list[str]) -> str:
    if not keys:
        return ""
    sides = {"before": event.before or {}, "after": event.after or {}}
    shown = {
        side: {key: values[key] for key in keys if key in values}
        for side, values in sides.items()
    }
    filled = {side: values for side, values in shown.items() if values}
    return json.dumps(filled, ensure_ascii=False, indent=2)
