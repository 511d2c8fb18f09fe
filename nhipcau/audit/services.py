"""Recording events and sealing them."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.queries import content, last_sealed
from nhipcau.audit.rules.chain import GENESIS, seal
from nhipcau.base.guard import writing
from nhipcau.base.service import note, service
from nhipcau.core.actor import Actor
from nhipcau.core.text import fold

BATCH = 200
_SEALER = 0x5EA1


def record(
    actor: Actor,
    verb: str,
    thing: models.Model | str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    unit: int | None = None,
) -> None:
    """Writes one event into the running service's transaction.

    `verb` is "<app>.<what>"; `thing` a row, or words where there is none;
    `before` and `after` hold what changed, never secrets.
    """
    note()
    if not thing:
        raise ValueError("an event names its object")
    name = str(thing)[:300]
    AuditEvent.objects.create(
        at=timezone.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:200],
        verb=verb,
        object_type=thing._meta.label_lower if isinstance(thing, models.Model) else "",
        object_id=str(thing.pk) if isinstance(thing, models.Model) else "",
        object_name=name,
        search_text=fold(f"{name} {actor.name}")[:600],
        unit=unit,
        before=before,
        after=after,
    )


def seal_batch() -> int:
    """Numbers and chains up to 200 waiting events; returns how many.

    Only the worker calls it. Were two to run at once, the second waits for the
    first: SQLite's transactions are IMMEDIATE, PostgreSQL takes a lock of its own.
    """
    with writing(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER])
        waiting = list(
            AuditEvent.objects.filter(number__isnull=True).order_by("id")[:BATCH]
        )
        last = last_sealed()
        number, previous = (last.number or 0, last.hash) if last else (0, GENESIS)
        for event in waiting:
            number += 1
            event.number, event.previous = number, previous
            event.hash = previous = seal(number, previous, content(event))
        AuditEvent.objects.bulk_update(waiting, ["number", "previous", "hash"])
    return len(waiting)


@service
def note_export(actor: Actor, rows: int, chosen: dict[str, str]) -> None:
    """Whoever takes the log out of the system is in the log."""
    after = {"rows": rows, "filter": chosen}
    record(actor, "audit.exported", _("nhật ký"), after=after)
