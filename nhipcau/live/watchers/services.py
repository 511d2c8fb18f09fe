"""Letting people watch who take no part."""

from __future__ import annotations

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Watcher
from nhipcau.live.watchers.policies import may_watch
from nhipcau.meetings.models import Meeting


def watch(actor: Actor, meeting: Meeting, kind: str, session: str) -> Watcher:
    """Lets a signed-in person watch; the same sign-in again gets the same number."""
    rows = Watcher.objects.filter(meeting=meeting, kind=kind, session=session)
    known = rows.filter(person=actor.id).first()
    return known or _watch(actor, meeting, kind, session)


@service
def _watch(actor: Actor, meeting: Meeting, kind: str, session: str) -> Watcher:
    if not may_watch(actor, meeting):
        raise Refusal("may_not_watch")
    # Two windows that open at once are one watcher.
    row, _ = Watcher.objects.update_or_create(
        meeting=meeting,
        kind=kind,
        session=session,
        defaults={"person_id": actor.id, "at": timezone.now()},
    )
    facts: dict[str, object] = {"watcher": row.pk, "watcher_kind": kind}
    record(actor, "live.watch", meeting, after=facts, unit=meeting.host_id)
    wake("meeting", meeting.pk)
    return row
