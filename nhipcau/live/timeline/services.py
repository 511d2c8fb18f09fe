"""What the devices of sites noted is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.live.models import Noted, SiteNote, SiteSample
from nhipcau.live.queries import ROOM_FROM
from nhipcau.live.rules.causes import NEAR_MS, Kind
from nhipcau.live.rules.events import milliseconds, moment
from nhipcau.meetings.models import Meeting

# More than a meeting of two days needs, of samples and of notes: a page gone wild must
# not fill the disk. What comes after that is left out.
MOST: dict[type[Noted], int] = {SiteSample: 20_000, SiteNote: 5_000}


Row = TypeVar("Row", SiteSample, SiteNote)


@dataclass(frozen=True)
class Sample:
    """The line in ten seconds: kbit/s of IP packets, lost in a thousand, ms."""

    number: int
    at: int
    down_kbps: int
    up_kbps: int
    down_loss: int | None
    up_loss: int | None
    rtt_ms: int | None
    jitter_ms: int | None
    busy: bool


@dataclass(frozen=True)
class Note:
    """Something that happened to the page or its line."""

    number: int
    at: int
    kind: Kind
    facts: dict[str, int | bool | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Journal:
    """What one page noted; all times in ms since 1970 by the clock of its device."""

    run: UUID
    # What that clock showed when this was sent.
    now: int
    samples: Sequence[Sample]
    notes: Sequence[Note]


def keep_journal(
    actor: Actor, meeting: Meeting, device: Device, journal: Journal
) -> None:
    """Writes down what is new of it; the same again is no news."""
    known = (meeting, device, journal)
    samples = _new(SiteSample, journal.samples, *known)
    notes = _new(SiteNote, journal.notes, *known)
    if samples or notes:
        _keep(actor, meeting, device.site_id, samples, notes)


@service
def _keep(
    actor: Actor,
    meeting: Meeting,
    site: int,
    samples: Sequence[SiteSample],
    notes: Sequence[SiteNote],
) -> None:
    # Sent twice at once, each is kept once.
    SiteSample.objects.bulk_create(samples, ignore_conflicts=True)
    SiteNote.objects.bulk_create(notes, ignore_conflicts=True)
    record(
        actor,
        "live.journal",
        meeting,
        after={"site": site, "samples": len(samples), "notes": len(notes)},
        unit=meeting.host_id,
    )


def _new(
    model: type[Row],
    found: Sequence[Sample | Note],
    meeting: Meeting,
    device: Device,
    journal: Journal,
) -> list[Row]:
    """The rows that are not there yet, as many as there is room for."""
    if not found:
        return []
    now = milliseconds(timezone.now())
    # Its clock may be wrong by years: only how long ago something was is believed.
    ahead = now - journal.now
    first = milliseconds(meeting.starts - ROOM_FROM)
    kept = model._default_manager.filter(meeting=meeting, site=device.site_id)
    known = set(kept.filter(run=journal.run).values_list("number", flat=True))
    room = max(0, MOST[model] - kept.count())
    rows = [
        model(
            meeting=meeting,
            site_id=device.site_id,
            run=journal.run,
            at=moment(min(now, one.at + ahead)),
            **{name: value for name, value in vars(one).items() if name != "at"},
        )
        for one in found
        if one.number not in known and first <= one.at + ahead <= now + NEAR_MS
    ]
    return rows[:room]
