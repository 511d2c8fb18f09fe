"""The rows that follow from the steps of a meeting, written with its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import QuerySet

from nhipcau.core.actor import Actor
from nhipcau.live.models import LiveEvent, RollCallMark, SpeakingTurn
from nhipcau.live.rules.events import Event, milliseconds, moment
from nhipcau.live.rules.state import State
from nhipcau.meetings.models import Meeting


@dataclass(frozen=True)
class Mark:
    """What a roll call finds of one site; `people` None: not counted."""

    status: str
    people: int | None = None
    remark: str = ""


def store_events(meeting: Meeting, events: Sequence[Event]) -> None:
    """Every step, so that folding them yields the state."""
    LiveEvent.objects.bulk_create(
        LiveEvent(meeting=meeting, rev=event.rev, at=event.at, event=event.value())
        for event in events
    )


def store_turns(
    meeting: Meeting, old: State, new: State, events: Sequence[Event]
) -> None:
    """Who spoke, from when to when, and for how long."""
    rows = SpeakingTurn.objects.filter(meeting=meeting)
    for event in events:
        running = rows.filter(ended=None)
        spent = old.turn.spent_by(milliseconds(event.at)) if old.turn else 0
        match event.kind:
            case "given" if new.turn:
                rows.create(
                    meeting=meeting,
                    site_id=event.site,
                    given=event.at,
                    before_ms=new.turn.spent_by(milliseconds(event.at)),
                    limit=new.turn.limit,
                )
            case "taken":
                _end_turns(running.filter(site=event.site), event.at, spent)
            case "closed":
                _end_turns(running, event.at, spent)
            case "reopened":
                closed = moment(old.closed or 0)
                rows.filter(site__in=old.floor, ended__gte=closed).update(
                    ended=None, spent_ms=0
                )
            case "extended":
                running.update(limit=new.turn.limit if new.turn else 0)


def _end_turns(running: QuerySet[SpeakingTurn], at: datetime, spent: int) -> None:
    for row in running:
        row.ended, row.spent_ms = at, max(0, spent - row.before_ms)
        row.save(update_fields=["ended", "spent_ms"])


def store_marks(actor: Actor, meeting: Meeting, events: Sequence[Event]) -> None:
    """What the roll call found, in place of what it found before."""
    for event in events:
        if event.kind == "marked":
            mark = Mark(event.status, event.people, event.remark)
            store_mark(actor, meeting, event.site, mark, event.at)


def store_mark(
    actor: Actor, meeting: Meeting, site: int, mark: Mark, at: datetime
) -> RollCallMark:
    """The mark of one site, in place of the one before."""
    row, _ = RollCallMark.objects.update_or_create(
        meeting=meeting,
        site_id=site,
        defaults=asdict(mark) | {"by_id": actor.id, "at": at},
    )
    return row
