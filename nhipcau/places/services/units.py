"""Units begin, change, end, and go on in others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db.models import Max, Q
from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Place, Succession, Unit, UnitKind, UnitLink
from nhipcau.places.ports import roles
from nhipcau.places.queries import children_on, links_of
from nhipcau.places.rules.lives import (
    refuse_code,
    refuse_end,
    refuse_life,
    refuse_succession,
)
from nhipcau.places.rules.names import refuse_name
from nhipcau.places.rules.periods import Period
from nhipcau.places.services.changes import facts, save_changes
from nhipcau.places.services.tree import add, lock_tree, move_unit, rebuild_paths


class UnitFields(TypedDict, total=False):
    """What a clerk may correct about a unit without a resolution."""

    name: str
    code: str
    kind: UnitKind
    since: date
    order: int
    area_km2: Decimal | None
    people: int | None


@dataclass(frozen=True)
class Founding:
    """Units that come into being with a succession."""

    names: tuple[str, ...]
    kind: UnitKind
    parent: Unit | None


@service
def create_unit(
    actor: Actor,
    *,
    name: str,
    kind: UnitKind,
    since: date,
    until: date | None = None,
    parent: Unit | None = None,
    code: str = "",
    order: int | None = None,
    area_km2: Decimal | None = None,
    people: int | None = None,
) -> Unit:
    """Adds a unit that lives from `since`, under `parent` all its life."""
    lock_tree()
    unit = Unit(name=name, kind=kind, since=since, until=until, code=code.strip())
    unit.area_km2, unit.people = area_km2, people
    unit.order = last_order() + 1 if order is None else order
    check(unit)
    unit.save()
    if parent is not None:
        add(unit, parent, Period(since, until))
    rebuild_paths()
    after = facts(unit) | {"parent": parent.name if parent else None}
    record(actor, "places.unit_created", unit, after=after, unit=unit.pk)
    return unit


@service
def update_unit(actor: Actor, unit: Unit, **fields: Unpack[UnitFields]) -> None:
    """Corrects a unit; a change by law is a succession, not a correction."""
    lock_tree()
    before = facts(Unit.objects.get(pk=unit.pk))
    for name, value in fields.items():
        setattr(unit, name, value)
    check(unit)
    save_changes(actor, "places.unit_updated", unit, before)
    rebuild_paths()


@service
def close_unit(
    actor: Actor, unit: Unit, on: date, places_to: Unit | None = None
) -> None:
    """Ends `unit`: `on` is the first day without it; its places need a new owner."""
    lock_tree()
    handed = _hand_over([unit], places_to)
    _end(unit, on)
    rebuild_paths()
    record(
        actor,
        "places.unit_closed",
        unit,
        before={"until": None},
        after={"until": on.isoformat(), "places": handed},
        unit=unit.pk,
    )


@service
def reopen_unit(actor: Actor, unit: Unit) -> None:
    """Undoes `close_unit`; a unit that others follow stays ended."""
    lock_tree()
    ended = unit.until
    if ended is None:
        raise Refusal("unit_runs", unit=unit.name)
    if unit.successors.exclude(new=unit).exists():
        raise Refusal("unit_has_successors", unit=unit.name)
    unit.until = None
    check(unit)
    unit.save()
    for link in UnitLink.objects.filter(unit=unit, until=ended):
        link.delete()
        add(unit, link.parent, Period(link.since, None))
    rebuild_paths()
    record(
        actor,
        "places.unit_reopened",
        unit,
        before={"until": ended.isoformat()},
        after={"until": None},
        unit=unit.pk,
    )


@service
def succeed(
    actor: Actor,
    *,
    old: Sequence[Unit],
    new: Sequence[Unit] = (),
    founding: Founding | None = None,
    on: date,
    kind: str,
    legal_basis: str = "",
    places_to: Unit | None = None,
) -> list[Unit]:
    """On `on`, `old` units go on in `new` ones: merged, split, renamed or kept.

    What lies below the old units, their places and the roles on them move along;
    a split with anything to hand over must say to whom, and its roles are given
    anew. Returns the new units.
    """
    lock_tree()
    heirs = [*new, *_found(actor, founding, on)]
    refusal = refuse_succession(
        kind, [unit.pk for unit in old], [unit.pk for unit in heirs]
    )
    if refusal:
        raise refusal
    for heir in heirs:
        if not Period(heir.since, heir.until).covers(on):
            raise Refusal("successor_not_there", unit=heir.name, date=on)
    if kind != Succession.Kind.KEPT:
        owner = places_to or (heirs[0] if len(heirs) == 1 else None)
        _hand_over(old, owner)
        for unit in old:
            _move_children(actor, unit, owner, on)
            _end(unit, on)
    rebuild_paths()
    for unit in old:
        for heir in heirs:
            _record_step(actor, unit, heir, on, kind, legal_basis)
    if kind != Succession.Kind.KEPT and len(heirs) == 1:
        for unit in old:
            roles().go_on(actor, unit, heirs[0], on)
    return heirs


def check(unit: Unit) -> None:
    """Raises why `unit` may not be stored as it is."""
    life = Period(unit.since, unit.until)
    links = [Period(*ends) for ends in _link_periods(unit)]
    others = Unit.objects.filter(code=unit.code).exclude(pk=unit.pk)
    same_code = (Period(*ends) for ends in others.values_list("since", "until"))
    refusal = (
        refuse_name(unit.name)
        or refuse_life(life, links, timezone.localdate())
        or refuse_code(unit.code, life, same_code)
    )
    if refusal:
        raise refusal


def last_order() -> int:
    """The highest number in the official order."""
    return Unit.objects.aggregate(last=Max("order"))["last"] or 0


def _link_periods(unit: Unit) -> list[tuple[date, date | None]]:
    if not unit.pk:
        return []
    up, down = unit.links_up.all(), unit.links_down.all()
    return [(link.since, link.until) for rows in (up, down) for link in rows]


def _end(unit: Unit, on: date) -> None:
    life = Period(unit.since, unit.until)
    children = UnitLink.objects.filter(_after(on), parent=unit).count()
    refusal = refuse_end(life, on, timezone.localdate(), children)
    if refusal:
        raise Refusal(refusal.code, unit=unit.name, **refusal.facts)
    if links_of(unit).filter(since__gte=on).exists():
        raise Refusal("life_shorter_than_links", unit=unit.name)
    UnitLink.objects.filter(_after(on), unit=unit).update(until=on)
    unit.until = on
    unit.save()


def _after(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=on)


def _hand_over(units: Sequence[Unit], owner: Unit | None) -> int:
    places = Place.objects.filter(unit__in=units)
    count = places.count()
    gone = owner is None or owner in units or owner.until is not None
    if count and gone:
        names = ", ".join(unit.name for unit in units)
        raise Refusal("places_need_owner", unit=names, count=count)
    if count:
        places.update(unit=owner)
    return count


def _move_children(actor: Actor, unit: Unit, owner: Unit | None, on: date) -> None:
    for child in children_on(unit, on):
        if owner is None:
            raise Refusal("children_need_owner", unit=unit.name, child=child.name)
        move_unit(actor, child, owner, on)


def _found(actor: Actor, founding: Founding | None, on: date) -> list[Unit]:
    if founding is None:
        return []
    return [
        create_unit(
            actor, name=name, kind=founding.kind, since=on, parent=founding.parent
        )
        for name in founding.names
    ]


def _record_step(
    actor: Actor, old: Unit, new: Unit, on: date, kind: str, legal_basis: str
) -> None:
    step, fresh = Succession.objects.get_or_create(
        old=old, new=new, on=on, defaults={"kind": kind, "legal_basis": legal_basis}
    )
    if not fresh:
        raise Refusal("succession_known", old=old.name, new=new.name)
    after = {
        "old": old.name,
        "new": new.name,
        "on": on.isoformat(),
        "way": step.kind,
        "legal_basis": legal_basis,
    }
    for unit in dict.fromkeys((old, new)):
        record(actor, "places.unit_succeeded", unit, after=after, unit=unit.pk)
