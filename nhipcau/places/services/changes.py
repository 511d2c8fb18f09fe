"""What an audit event says about a change: the fields that differ, as plain JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from nhipcau.audit.services import record
from nhipcau.core.actor import Actor

_DERIVED = {"id", "search_text", "sort_key"}


def facts(row: models.Model) -> dict[str, Any]:
    """The fields of `row` that people fill in; related rows by key and name."""
    found: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.name in _DERIVED:
            continue
        found[column.attname] = _plain(getattr(row, column.attname))
        if column.attname != column.name:
            found[column.name] = str(getattr(row, column.name) or "")
    return found


def save_changes(
    actor: Actor, verb: str, row: models.Model, before: dict[str, Any], unit: int = 0
) -> None:
    """Saves `row` and records what became of the facts in `before`.

    `unit` is the unit that the event concerns; 0: the row is that unit itself.
    """
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    after = facts(row)
    changed = [name for name in after if after[name] != before.get(name)]
    record(
        actor,
        verb,
        row,
        before={name: before.get(name) for name in changed},
        after={name: after[name] for name in changed},
        unit=unit or row.pk,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
