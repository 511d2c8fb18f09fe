"""JSON by which a site's device sends what it noted, also of a cut that is over."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from nhipcau.accounts.cookie import key_of
from nhipcau.base.http import Request
from nhipcau.live.api import found
from nhipcau.live.door import Barred, seated
from nhipcau.live.queries import device_with
from nhipcau.live.rules.budget import Profile
from nhipcau.live.rules.health import PathFinding
from nhipcau.live.timeline.services import Journal, Note, Sample, keep_journal

router = Router()

# Milliseconds since 1970, of whatever clock; a length of time; how often at most.
Moment = Annotated[int, Field(ge=0, lt=2**43)]
Span = Annotated[int, Field(ge=0, lt=2**31)]
Number = Annotated[int, Field(ge=0, lt=2**31)]
Share = Annotated[int, Field(ge=0, le=1000)]


class Noted(Schema):
    """When, and the page's own number for it."""

    n: Number
    at: Moment


class SampleIn(Noted):
    """The line in ten seconds: kbit/s of IP packets, lost in a thousand, ms."""

    down_kbps: Span
    up_kbps: Span
    down_loss: Share | None
    up_loss: Share | None
    rtt_ms: Span | None
    jitter_ms: Span | None
    busy: bool


class Opened(Noted):
    """The page began; how the one before ended, how long (ms) before that was last
    alive, and how long ago the computer was started; null: nobody knows."""

    kind: Literal["opened"]
    ended: Literal["none", "closed", "died"]
    away: Moment
    up: Moment | None


class Bare(Noted):
    """The page was left, the line was lost, the computer is off its own network."""

    kind: Literal["closed", "lost", "offline", "online"]


class Back(Noted):
    """Sound and picture are there again; whether the server answered meanwhile."""

    kind: Literal["back"]
    served: bool


class Stalled(Noted):
    """The browser did not run for so long: the computer slept, or was choked."""

    kind: Literal["stalled"]
    ms: Moment


class Uses(Noted):
    """For what the line is used from now on."""

    kind: Literal["uses"]
    down: Profile
    up: Profile


class Way(Noted):
    """How sound and picture go from now on."""

    kind: Literal["path"]
    path: PathFinding


NoteIn = Annotated[
    Opened | Bare | Back | Stalled | Uses | Way, Field(discriminator="kind")
]


class JournalIn(Schema):
    """What one page noted and has not told yet, and what its clock shows now."""

    run: UUID
    now: Moment
    samples: Annotated[list[SampleIn], Field(max_length=200)]
    notes: Annotated[list[NoteIn], Field(max_length=200)]


@router.post("/meetings/{meeting}/journal", response={204: None})
def keep(request: Request, meeting: int, journal: JournalIn) -> Status[Any]:
    """The device of a site tells what it noted; told twice, it is kept once."""
    row, _live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    if not device.main:
        raise Barred("companion")
    samples = [_sample(one) for one in journal.samples]
    notes = [_note(one) for one in journal.notes]
    keep_journal(
        request.actor, row, device, Journal(journal.run, journal.now, samples, notes)
    )
    return Status(204, None)


def _sample(one: SampleIn) -> Sample:
    facts = one.dict()
    return Sample(number=facts.pop("n"), **facts)


def _note(one: Any) -> Note:
    facts = one.dict()
    return Note(facts.pop("n"), facts.pop("at"), facts.pop("kind"), facts)
