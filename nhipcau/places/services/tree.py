"""Links and the paths that follow from them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Unit, UnitKind, UnitLink, UnitPath
from nhipcau.places.queries import on_date, whole_tree
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.tree import Link, Path, paths, refuse_link, refuse_period


def lock_tree() -> None:
    """Lets one change of the tree at a time pass: two that are right each by
    itself may close a circle together. SQLite has one writer anyway."""
    rows = UnitKind.objects.select_for_update(no_key=True).order_by("pk")
    list(rows.values_list("pk", flat=True))


def rebuild_paths() -> None:
    """Makes the stored paths what the links say; writes only what differs."""
    wanted = paths(whole_tree())
    columns = ("pk", "ancestor_id", "descendant_id", "depth", "since", "until")
    stored = {
        Path(ancestor, descendant, depth, Period(since, until)): pk
        for pk, ancestor, descendant, depth, since, until in (
            UnitPath.objects.values_list(*columns)
        )
    }
    gone = [pk for path, pk in stored.items() if path not in wanted]
    for start in range(0, len(gone), 500):
        UnitPath.objects.filter(pk__in=gone[start : start + 500]).delete()
    UnitPath.objects.bulk_create(
        (
            UnitPath(
                ancestor_id=path.ancestor,
                descendant_id=path.descendant,
                depth=path.depth,
                since=path.period.since,
                until=path.period.until,
            )
            for path in sorted(wanted - stored.keys(), key=_by_descendant)
        ),
        batch_size=500,
    )


@service
def move_unit(actor: Actor, unit: Unit, parent: Unit | None, since: date) -> None:
    """From `since` on, `unit` lies under `parent`; None: it becomes a root.

    The link that held on that day ends there, and the new one takes over the
    rest of its time. A link that began on that very day is thereby corrected.
    """
    lock_tree()
    # Asked first: the old link may not be cut on a day that cannot be.
    refusal = refuse_period(Period(since), timezone.localdate())
    if refusal:
        raise refusal
    old = UnitLink.objects.filter(on_date(since), unit=unit).first()
    before = _link_facts(old)
    until = old.until if old else _next_start(unit, since) or unit.until
    if old and old.since == since:
        old.delete()
    elif old:
        old.until = since
        old.save()
    link = None
    if parent is not None:
        link = add(unit, parent, Period(since, until))
    rebuild_paths()
    record(
        actor,
        "places.unit_moved",
        unit,
        before=before,
        after=_link_facts(link) | {"since": since.isoformat()},
        unit=unit.pk,
    )


@service
def add_link(
    actor: Actor, unit: Unit, parent: Unit, since: date, until: date | None
) -> UnitLink:
    """Records a period in which `unit` lay under `parent`."""
    lock_tree()
    link = add(unit, parent, Period(since, until))
    rebuild_paths()
    record(actor, "places.link_added", unit, after=_link_facts(link), unit=unit.pk)
    return link


@service
def change_link(
    actor: Actor, link: UnitLink, parent: Unit, since: date, until: date | None
) -> None:
    """Corrects a period that was recorded wrongly."""
    lock_tree()
    before = _link_facts(link)
    unit = link.unit
    link.delete()
    new = add(unit, parent, Period(since, until))
    rebuild_paths()
    record(
        actor,
        "places.link_changed",
        unit,
        before=before,
        after=_link_facts(new),
        unit=unit.pk,
    )


@service
def remove_link(actor: Actor, link: UnitLink) -> None:
    """Takes back a period that was recorded wrongly; the log keeps it."""
    lock_tree()
    before = _link_facts(link)
    link.delete()
    rebuild_paths()
    unit = link.unit
    record(actor, "places.link_removed", unit, before=before, unit=unit.pk)


def add(unit: Unit, parent: Unit, period: Period) -> UnitLink:
    """Stores a link that the rules let pass; the caller rebuilds the paths."""
    refusal = refuse_link(
        whole_tree(), Link(unit.pk, parent.pk, period), timezone.localdate()
    )
    if refusal:
        raise Refusal(refusal.code, unit=unit.name, parent=parent.name, **refusal.facts)
    return UnitLink.objects.create(
        unit=unit, parent=parent, since=period.since, until=period.until
    )


def _next_start(unit: Unit, since: date) -> date | None:
    later = UnitLink.objects.filter(unit=unit, since__gt=since).order_by("since")
    return later.values_list("since", flat=True).first()


def _link_facts(link: UnitLink | None) -> dict[str, object]:
    if link is None:
        return {"parent": None}
    return {
        "parent": link.parent.name,
        "parent_id": link.parent_id,
        "since": link.since.isoformat(),
        "until": link.until.isoformat() if link.until else None,
    }


def _by_descendant(path: Path) -> tuple[int, int, date]:
    return path.descendant, path.depth, path.period.since
