"""Writing messages, acknowledging them, and setting the running text."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor, person_of
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Acknowledgement, LiveMeeting, Message, RunningText
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.state import State
from nhipcau.live.words.queries import addressed, running_text, written
from nhipcau.meetings.models import Meeting

# The most messages that the hub, or one site, writes in a minute.
A_MINUTE = 20


def write(
    actor: Actor, meeting: Meeting, by: By, id: UUID, to: int | None, text: str
) -> None:
    """A message of the hub to one site or to all, or of a site to the hub.

    `to` counts for the hub only: a site writes to nobody else. The same `id` again
    writes nothing. Raises Refusal.
    """
    if written(meeting, id):
        return
    try:
        _write(actor, meeting, by, id, to, text)
    except IntegrityError:
        # Its twin was faster.
        if not written(meeting, id):
            raise


@service
def _write(
    actor: Actor, meeting: Meeting, by: By, id: UUID, to: int | None, text: str
) -> None:
    if not text:
        raise Refusal("empty_message")
    live = LiveMeeting.objects.get(meeting=meeting)
    state = State.of(live.state)
    from_hub = by.role == "chair"
    site = to if from_hub else by.site
    if site == state.chair:
        raise Refusal("message_to_hub")
    if site is not None and site not in state.sites:
        raise Refusal("site_not_in_meeting")
    now = timezone.now()
    own = Message.objects.filter(meeting=meeting, from_hub=from_hub)
    if not from_hub:
        own = own.filter(site=site)
    if own.filter(at__gt=now - timedelta(minutes=1)).count() >= A_MINUTE:
        raise Refusal("too_many_messages")
    row = Message.objects.create(
        meeting=meeting,
        site_id=site,
        from_hub=from_hub,
        text=text,
        by_id=person_of(actor),
        at=now,
        command=id,
    )
    facts: dict[str, object] = {"message": row.pk, "site": site, "from_hub": from_hub}
    record(actor, "live.message", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def acknowledge(actor: Actor, meeting: Meeting, by: By, message: int) -> None:
    """The receiver has read it; said twice, the first time counts."""
    row = addressed(meeting, by).filter(pk=message).first()
    if row is None:
        raise Refusal("no_message")
    try:
        _acknowledge(actor, meeting, by, row)
    except _ReadBefore:
        return


class _ReadBefore(Exception):  # rolls back
    pass


@service
def _acknowledge(actor: Actor, meeting: Meeting, by: By, message: Message) -> None:
    live = LiveMeeting.objects.get(meeting=meeting)
    site = State.of(live.state).chair if by.role == "chair" else by.site
    _, made = Acknowledgement.objects.get_or_create(
        message=message,
        site_id=site,
        defaults={"by_id": person_of(actor), "at": timezone.now()},
    )
    if not made:
        raise _ReadBefore
    facts: dict[str, object] = {"message": message.pk, "site": site}
    record(actor, "live.acknowledge", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def set_running_text(actor: Actor, meeting: Meeting, text: str) -> None:
    """The line under everyone's stage from now on; empty clears it."""
    if text != running_text(meeting):
        _set_running_text(actor, meeting, text)


@service
def _set_running_text(actor: Actor, meeting: Meeting, text: str) -> None:
    row = RunningText.objects.create(
        meeting=meeting, text=text, by_id=actor.id, at=timezone.now()
    )
    facts: dict[str, object] = {"running_text": row.pk, "shown": bool(text)}
    record(actor, "live.running_text", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def tell(meeting: Meeting) -> None:
    """A new number for every device: it asks what is new."""
    LiveMeeting.objects.filter(meeting=meeting).update(words=F("words") + 1)
    wake("meeting", meeting.pk)
