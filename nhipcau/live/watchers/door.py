"""Who may see and hear without taking part: asked for every page, call and token."""

from __future__ import annotations

from dataclasses import dataclass

from nhipcau.accounts.queries import hashed
from nhipcau.base.http import Request
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Watcher
from nhipcau.live.policies import meeting_fault
from nhipcau.live.rules.mirror import NOTHING, room_name, watcher_identity
from nhipcau.live.services import refuse_watcher
from nhipcau.live.tokens import signed
from nhipcau.live.watchers import cookie
from nhipcau.live.watchers.policies import may_watch
from nhipcau.live.watchers.queries import status_of, watcher_of
from nhipcau.meetings.models import Meeting

_OUTSIDE = {
    Watcher.Status.WAITING: "guest_waits",
    Watcher.Status.REFUSED: "guest_refused",
    Watcher.Status.REMOVED: "guest_removed",
}


@dataclass(frozen=True)
class Looker:
    """What a browser proves of itself: its sign-in, or the key of a guest."""

    actor: Actor
    # Empty: not signed in.
    session: str = ""
    key: str = ""


def looker_of(request: Request) -> Looker:
    """What the browser that sent this request proves."""
    signed_in = request.user.is_authenticated
    session = (request.session.session_key or "") if signed_in else ""
    return Looker(request.actor, session, cookie.key_of(request))


def admit_watcher(
    looker: Looker, meeting: Meeting | None, number: int
) -> str | Refusal:
    """A token by which nothing can be published, or why there is none."""
    watcher = watcher_of(meeting.pk, number) if meeting else None
    fault = watcher_fault(looker, watcher)
    if fault is not None or watcher is None or meeting is None:
        fault = fault or Refusal("no_meeting")
        refuse_watcher(looker.actor, meeting, number, fault.code)
        return fault
    return signed(room_name(meeting.pk), watcher_identity(watcher.pk), NOTHING)


def watcher_fault(looker: Looker, watcher: Watcher | None) -> Refusal | None:
    """Why this browser may not see and hear as `watcher`; None: it may."""
    if watcher is None:
        return Refusal("no_meeting")
    of = _guest_fault if watcher.link_id else _observer_fault
    fault = of(looker, watcher) or meeting_fault(watcher.meeting)
    # Whoever came too early waits on the page.
    return Refusal("room_not_yet") if fault == Refusal("no_meeting") else fault


def _observer_fault(looker: Looker, watcher: Watcher) -> Refusal | None:
    if not looker.session:
        return Refusal("signed_out")
    own = watcher.person_id == looker.actor.id and watcher.session == looker.session
    if not own:
        return Refusal("watched_by_another")
    if not may_watch(looker.actor, watcher.meeting):
        return Refusal("may_not_watch")
    if status_of(watcher) != Watcher.Status.ADMITTED:
        return Refusal("watcher_removed")
    return None


def _guest_fault(looker: Looker, watcher: Watcher) -> Refusal | None:
    if not holds_key(looker.key, watcher):
        return Refusal("no_guest")
    if watcher.link and watcher.link.revoked:
        return Refusal("link_revoked")
    outside = _OUTSIDE.get(Watcher.Status(watcher.status))
    return Refusal(outside) if outside else None


def holds_key(key: str, watcher: Watcher) -> bool:
    """Whether the browser with `key` is that of this guest."""
    return bool(key) and bool(watcher.link_id) and watcher.key_hash == hashed(key)
