"""An event made readable: one sentence, and what changed as a small table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.texts import KINDS, fields, value_text, verbs


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One event as people read it."""

    event: AuditEvent
    actor: str
    verb: str
    changes: tuple[Change, ...]
    changed: bool

    @property
    def thing(self) -> str:
        """The object, unless it is the actor."""
        event = self.event
        own = event.object_type == "accounts.person"
        same = own and event.object_id == str(event.actor_id)
        return "" if same and event.actor_kind == "person" else event.object_name


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """The events in the reader's language."""
    words, names = verbs(), fields()
    return [
        Told(
            event,
            event.actor_name or str(KINDS[event.actor_kind]),
            str(words.get(event.verb, event.verb)),
            tuple(_changes(event, {key: str(name) for key, name in names.items()})),
            bool(event.before),
        )
        for event in events
    ]


def _changes(event: AuditEvent, names: dict[str, str]) -> Iterable[Change]:
    before, after = event.before or {}, event.after or {}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if event.before and old == new:
            continue
        yield Change(names.get(key, key), value_text(old), value_text(new))
