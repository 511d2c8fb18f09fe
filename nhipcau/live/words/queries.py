"""Reading the words of a meeting: who may see which, and what is not read yet."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nhipcau.live.models import Acknowledgement, Message, RunningText
from nhipcau.live.rules.commands import By
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site
from nhipcau.places.queries import labelled


def conversation(meeting: Meeting, site: int | None) -> QuerySet[Message]:
    """What the hub and `site` wrote, newest first; None: what went to all alone."""
    own = Q(site=None) if site is None else Q(site=site) | Q(site=None)
    return Message.objects.filter(own, meeting=meeting).select_related("by", "site")


def everything(meeting: Meeting) -> QuerySet[Message]:
    """All messages of a meeting with names and who has read them, newest first."""
    named = Prefetch("site", labelled(Site.objects.all()))
    read = Acknowledgement.objects.prefetch_related(named)
    rows = Message.objects.filter(meeting=meeting).select_related("by")
    return rows.prefetch_related(named, Prefetch("acknowledgements", read))


def addressed(meeting: Meeting, by: By) -> QuerySet[Message]:
    """What was written to the hub, or to the site that sits there."""
    if by.role == "chair":
        return Message.objects.filter(meeting=meeting, from_hub=False)
    return conversation(meeting, by.site).filter(from_hub=True)


def unread(meeting: Meeting, by: By) -> QuerySet[Message]:
    """What its receiver has not acknowledged, oldest first.

    The hub is one receiver, whoever sits at its desks.
    """
    read = Acknowledgement.objects.filter(message=OuterRef("pk"))
    if by.role != "chair":
        read = read.filter(site=by.site)
    return addressed(meeting, by).filter(~Exists(read)).order_by("id")


def acknowledgements(
    messages: Iterable[Message], by: By
) -> dict[int, list[Acknowledgement]]:
    """Who has read these; a site learns of others only what it wrote to them."""
    rows = Acknowledgement.objects.filter(message__in=[one.pk for one in messages])
    if by.role != "chair":
        rows = rows.filter(Q(site=by.site) | Q(message__site=by.site))
    found: dict[int, list[Acknowledgement]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found


def running_text(meeting: Meeting) -> str:
    """The line under everyone's stage; empty: none."""
    row = RunningText.objects.filter(meeting=meeting).first()
    return row.text if row else ""


def written(meeting: Meeting, command: UUID) -> bool:
    """Whether the message with this number of its sender was written before."""
    return Message.objects.filter(meeting=meeting, command=command).exists()
