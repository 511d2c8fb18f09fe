"""What the devices of sites noted is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Noted, SiteNote, SiteSample
from nhipcau.live.queries import ROOM_FROM
from nhipcau.live.rules.causes import Kind
from nhipcau.live.rules.events import milliseconds, moment
from nhipcau.meetings.models import Meeting

# More than any meeting of one day needs, of samples and of notes: a page gone wild
# must not fill the disk.
MOST: dict[type[Noted], int] = {SiteSample: 10_000, SiteNote: 5_000}


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


@service
def keep_journal(
    actor: Actor, meeting: Meeting, device: Device, journal: Journal
) -> None:
    """Writes down what is new of it. Raises Refusal once there is far too much."""
    now = timezone.now()
    # Its clock may be wrong by years: only how long ago something was is believed.
    ahead = milliseconds(now) - journal.now
    span = (milliseconds(meeting.starts - ROOM_FROM), milliseconds(now))

    def rows(model: type[Noted], found: Iterable[Sample | Note]) -> int:
        made = [
            model(
                meeting=meeting,
                site_id=device.site_id,
                run=journal.run,
                at=moment(one.at + ahead),
                **{name: value for name, value in vars(one).items() if name != "at"},
            )
            for one in found
            if span[0] <= one.at + ahead <= span[1]
        ]
        _keep(model, made, meeting, device.site_id)
        return len(made)

    samples = rows(SiteSample, journal.samples)
    notes = rows(SiteNote, journal.notes)
    record(
        actor,
        "live.journal",
        meeting,
        after={"site": device.site_id, "samples": samples, "notes": notes},
        unit=meeting.host_id,
    )


def _keep(
    model: type[Noted], made: Sequence[Noted], meeting: Meeting, site: int
) -> None:
    rows = model._default_manager
    if rows.filter(meeting=meeting, site=site).count() + len(made) > MOST[model]:
        raise Refusal("journal_full")
    rows.bulk_create(made, ignore_conflicts=True)
