"""JSON of the words between rooms: a site gets its own, who conducts gets all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.models import Device
from nhipcau.base.http import Request
from nhipcau.live.api import found
from nhipcau.live.door import Barred, fault_of, seated
from nhipcau.live.models import MESSAGE, RUNNING, Message, Talk
from nhipcau.live.policies import standing
from nhipcau.live.queries import Live, device_with
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.services import refuse_command
from nhipcau.live.talks.queries import talk_of
from nhipcau.live.words import services
from nhipcau.live.words.queries import (
    acknowledgements,
    conversation,
    running_text,
    unread,
)
from nhipcau.meetings.models import Meeting

router = Router()
# Messages of one page, and of the most that wait to be read at once.
PAGE = 20


class ReadOut(Schema):
    """Who has read a message, and when, in ms since 1970."""

    site: int
    at: int


class MessageOut(Schema):
    """One message; `site` null: to all."""

    id: int
    site: int | None
    from_hub: bool
    text: str
    at: int
    read: list[ReadOut]


class CallOut(Schema):
    """A private talk of the device that asks; see `talks/`."""

    id: int
    # The site at the other end from the hub, and who calls it.
    site: int
    by: str
    # Whether this device began it.
    desk: bool
    answered: bool
    # How it ended; empty: it goes on.
    why: str


class WordsOut(Schema):
    """What is new for the device that asks; `number` grows with every word."""

    number: int
    running: str
    unread: list[MessageOut]
    call: CallOut | None


class TalkOut(Schema):
    """A page of a conversation, newest first, and whether there is an older one."""

    messages: list[MessageOut]
    more: bool


class Words(Schema):
    """A message, with its sender's own number for it; `site` null: to all."""

    id: UUID
    site: int | None = None
    text: str = Field(max_length=MESSAGE)


class Running(Schema):
    """The running text; empty: none."""

    text: str = Field(max_length=RUNNING)


@dataclass(frozen=True)
class _Party:
    """Who asks, and in which meeting."""

    meeting: Meeting
    live: Live
    by: By
    # The one that may be in the room; who conducts may read without.
    device: Device | None


@router.get("/meetings/{meeting}/words", response=WordsOut)
def words(request: Request, meeting: int) -> WordsOut:
    """What was written to the device that asks and not read yet; the running text."""
    party = _party(request, meeting)
    waiting = list(unread(party.meeting, party.by)[:PAGE])
    return WordsOut(
        number=party.live.words,
        running=running_text(party.meeting),
        unread=_told(waiting, party.by),
        call=_call(talk_of(party.meeting, party.device), party.device),
    )


@router.get("/meetings/{meeting}/words/talk", response=TalkOut)
def talk(
    request: Request, meeting: int, site: int | None = None, before: int | None = None
) -> TalkOut:
    """A page of the conversation with `site`, before a message of it.

    A site gets its own, whatever it asks for.
    """
    party = _party(request, meeting)
    rows = conversation(
        party.meeting, site if party.by.role == "chair" else party.by.site
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    return TalkOut(messages=_told(page[:PAGE], party.by), more=len(page) > PAGE)


@router.post("/meetings/{meeting}/words", response={204: None})
def write(request: Request, meeting: int, message: Words) -> Status[Any]:
    """A message of the hub to one site or to all, or of a site to the hub."""
    party = _party(request, meeting)
    words = (message.id, message.site, " ".join(message.text.split()))
    services.write(request.actor, party.meeting, party.by, *words)
    return Status(204, None)


@router.post("/meetings/{meeting}/words/{message}/read", response={204: None})
def read(request: Request, meeting: int, message: int) -> Status[Any]:
    """The receiver has read a message."""
    party = _party(request, meeting)
    services.acknowledge(request.actor, party.meeting, party.by, message)
    return Status(204, None)


@router.post("/meetings/{meeting}/running", response={204: None})
def run(request: Request, meeting: int, running: Running) -> Status[Any]:
    """Sets the line under everyone's stage; for who conducts."""
    party = _party(request, meeting)
    if party.by.role != "chair":
        refuse_command(request.actor, party.meeting, "running")
        raise Barred("not_chair")
    text = " ".join(running.text.split())
    services.set_running_text(request.actor, party.meeting, text)
    return Status(204, None)


def _party(request: Request, meeting: int) -> _Party:
    """As whom the device speaks that asks; a site must be in the meeting."""
    row, live = found(meeting)
    device = device_with(key_of(request))
    by = standing(request.actor, row, device, live.state)
    if by.role != "chair":
        return _Party(row, live, by, seated(request.actor, device, row))
    if live.over:
        raise Barred("closed")
    own = None if fault_of(request.actor, device, row) else device
    return _Party(row, live, by, own)


def _call(talk: Talk | None, device: Device | None) -> CallOut | None:
    if talk is None or device is None:
        return None
    return CallOut(
        id=talk.pk,
        site=talk.site_id,
        by=talk.by.name,
        desk=talk.desk_id == device.pk,
        answered=talk.answered is not None,
        why=talk.why,
    )


def _told(messages: Sequence[Message], by: By) -> list[MessageOut]:
    read = acknowledgements(messages, by)
    return [
        MessageOut(
            id=one.pk,
            site=one.site_id,
            from_hub=one.from_hub,
            text=one.text,
            at=milliseconds(one.at),
            read=[
                ReadOut(site=row.site_id, at=milliseconds(row.at))
                for row in read.get(one.pk, [])
            ],
        )
        for one in messages
    ]
