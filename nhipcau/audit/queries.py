"""Reading the log."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.ports import units
from nhipcau.audit.rules.chain import Link
from nhipcau.core.actor import Actor

_SEALED = (
    "actor_kind",
    "actor_id",
    "actor_name",
    "verb",
    "object_type",
    "object_id",
    "object_name",
    "unit",
    "before",
    "after",
)


def content(event: AuditEvent) -> dict[str, object]:
    """What the seal of `event` covers."""
    fields: dict[str, object] = {name: getattr(event, name) for name in _SEALED}
    return fields | {"at": event.at.timestamp()}


def last_sealed() -> AuditEvent | None:
    """The newest event of the chain."""
    return AuditEvent.objects.filter(number__isnull=False).order_by("-number").first()


def chain() -> Iterator[Link]:
    """The whole chain from its first link, read in pieces."""
    sealed = AuditEvent.objects.filter(number__isnull=False).order_by("number")
    for event in sealed.iterator(chunk_size=1000):
        yield Link(event.number or 0, content(event), event.previous, event.hash)


def events_seen_by(actor: Actor, right: str) -> QuerySet[AuditEvent]:
    """Newest first; a right on a unit shows that unit and all below it."""
    held = actor.units(right)
    events = AuditEvent.objects.order_by("-id")
    if None in held:
        return events
    roots = {unit for unit in held if unit is not None}
    return events.filter(unit__in=units().below(roots) if roots else set())


def history(object_type: str, object_id: int) -> QuerySet[AuditEvent]:
    """All events of one object, newest first."""
    return AuditEvent.objects.filter(
        object_type=object_type, object_id=str(object_id)
    ).order_by("-id")


def waiting() -> int:
    """How many events are not sealed yet."""
    return AuditEvent.objects.filter(number__isnull=True).count()
