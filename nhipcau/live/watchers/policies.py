"""Who may watch a meeting without taking part in it."""

from __future__ import annotations

from nhipcau.core.actor import Actor
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import SEE
from nhipcau.meetings.queries import meetings_seen_by


def may_watch(actor: Actor, meeting: Meeting) -> bool:
    """Whether `actor` may see and hear it: who may know of it, by a role of today."""
    seen = meetings_seen_by(actor).filter(pk=meeting.pk)
    return actor.holds(SEE) and seen.exists()
