"""Letting people watch who take no part."""

from __future__ import annotations

import secrets
from typing import Literal

from django.db import IntegrityError
from django.utils import timezone

from nhipcau.accounts.queries import hashed
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor, system
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import GuestLink, Watcher
from nhipcau.live.policies import chairs, over_fault
from nhipcau.live.rules.commands import By
from nhipcau.live.watchers.policies import may_watch
from nhipcau.live.watchers.queries import (
    guest_with,
    link_with,
    same_as,
    status_of,
    waiting_guests,
    watcher_of,
)
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

Decision = Literal["admit", "refuse", "remove"]
_MADE = {
    "admit": Watcher.Status.ADMITTED,
    "refuse": Watcher.Status.REFUSED,
    "remove": Watcher.Status.REMOVED,
}
_VERBS = {
    "admit": "live.admit_guest",
    "refuse": "live.refuse_guest",
    "remove": "live.remove_guest",
}
_VERBS_OF_PEOPLE = {
    "admit": "live.admit_watcher",
    "refuse": "live.remove_watcher",
    "remove": "live.remove_watcher",
}
# A guest has no account: what it does, it does as one of the waiting room.
WAITING_ROOM = system("waiting room")
# Those who ask and were not answered: more than a hall, less than a flood.
MOST_WAITING = 200


def watch(
    actor: Actor, meeting: Meeting, kind: str, session: str, site: Site | None = None
) -> Watcher:
    """Lets a signed-in person watch; the same sign-in again gets the same number.

    `site`: for which site a programme is.
    """
    rows = Watcher.objects.filter(
        meeting=meeting, kind=kind, session=session, site=site
    )
    known = rows.filter(person=actor.id).first()
    return known or _watch(actor, meeting, kind, session, site)


@service
def _watch(
    actor: Actor, meeting: Meeting, kind: str, session: str, site: Site | None
) -> Watcher:
    if not may_watch(actor, meeting):
        raise Refusal("may_not_watch")
    # Two windows that open at once are one watcher.
    row, _ = Watcher.objects.update_or_create(
        meeting=meeting,
        kind=kind,
        session=session,
        site=site,
        defaults={"person_id": actor.id, "at": timezone.now()},
    )
    facts: dict[str, object] = {"watcher": row.pk, "watcher_kind": kind}
    record(actor, "live.watch", meeting, after=facts, unit=meeting.host_id)
    wake("meeting", meeting.pk)
    return row


@service
def make_link(actor: Actor, meeting: Meeting, label: str) -> str:
    """The secret of a new invitation: shown to its maker once, stored as a hash."""
    if not chairs(actor, meeting):
        raise Refusal("not_chair")
    if fault := over_fault(meeting):
        raise fault
    secret = secrets.token_urlsafe(24)
    link = GuestLink.objects.create(
        meeting=meeting,
        label=label,
        secret_hash=hashed(secret),
        by_id=actor.id,
        at=timezone.now(),
    )
    _record(actor, "live.make_link", meeting, {"guest_link": link.pk})
    return secret


def revoke_link(actor: Actor, meeting: Meeting, link: GuestLink) -> None:
    """Nobody comes in by it any more, and who came in by it is put out."""
    if link.revoked is None:
        _revoke_link(actor, meeting, link)


@service
def _revoke_link(actor: Actor, meeting: Meeting, link: GuestLink) -> None:
    if not chairs(actor, meeting):
        raise Refusal("not_chair")
    GuestLink.objects.filter(pk=link.pk, meeting=meeting).update(revoked=timezone.now())
    _record(actor, "live.revoke_link", meeting, {"guest_link": link.pk})


def knock(actor: Actor, secret: str, key: str, name: str, office: str) -> Watcher:
    """Someone asks to come in; the same browser again is the same guest.

    A name is changed only as long as nobody has answered: it was let in by it.
    """
    link = link_with(secret)
    if link is None:
        raise Refusal("link_unknown")
    known = guest_with(key, link)
    waits = known is None or known.status == Watcher.Status.WAITING
    if known and (not waits or (known.name, known.office) == (name, office)):
        return known
    try:
        return _knock(actor, link, key, name, office)
    except IntegrityError:
        # Asked twice at once, or answered meanwhile.
        if found := guest_with(key, link):
            return found
        raise


@service
def _knock(actor: Actor, link: GuestLink, key: str, name: str, office: str) -> Watcher:
    if link.revoked:
        raise Refusal("link_revoked")
    if fault := over_fault(link.meeting):
        raise fault
    if waiting_guests(link.meeting).count() >= MOST_WAITING:
        raise Refusal("waiting_room_full")
    guest, _ = Watcher.objects.update_or_create(
        link=link,
        key_hash=hashed(key),
        # Never one that was answered meanwhile: the constraint refuses a second.
        status=Watcher.Status.WAITING,
        defaults={
            "meeting": link.meeting,
            "kind": Watcher.Kind.GUEST,
            "name": name,
            "office": office,
            "at": timezone.now(),
        },
    )
    facts: dict[str, object] = {"watcher": guest.pk, "guest_link": link.pk}
    _record(actor, "live.knock", link.meeting, facts)
    return guest


def decide(
    actor: Actor, meeting: Meeting, by: By, watcher: int, decision: Decision
) -> None:
    """Lets a guest in, refuses or removes it; decided so before, it is no news.

    A person who is signed in is put out, and let in again, by whatever sign-in.
    """
    row = watcher_of(meeting.pk, watcher)
    if row is None:
        raise Refusal("no_such_guest")
    if status_of(row) != _MADE[decision]:
        _decide(actor, meeting, by, row, decision)


@service
def _decide(
    actor: Actor, meeting: Meeting, by: By, watcher: Watcher, decision: Decision
) -> None:
    if by.role != "chair":
        raise Refusal("not_chair")
    before = {"watcher_status": status_of(watcher)}
    if decision == "refuse" and before["watcher_status"] == Watcher.Status.ADMITTED:
        # Another desk was faster: who is in is not refused by an old screen.
        raise Refusal("guest_is_in")
    made = _MADE[decision]
    same_as(watcher).update(status=made)
    facts: dict[str, object] = {"watcher": watcher.pk, "watcher_status": made}
    record(
        actor,
        _VERBS[decision] if watcher.link_id else _VERBS_OF_PEOPLE[decision],
        meeting,
        before=before,
        after=facts,
        unit=meeting.host_id,
    )
    wake("meeting", meeting.pk)


def admit_all(actor: Actor, meeting: Meeting, by: By) -> None:
    """Lets in everyone who waits now."""
    waiting = list(waiting_guests(meeting).values_list("pk", flat=True))
    if waiting:
        _admit_all(actor, meeting, by, waiting)


@service
def _admit_all(actor: Actor, meeting: Meeting, by: By, guests: list[int]) -> None:
    if by.role != "chair":
        raise Refusal("not_chair")
    waiting = waiting_guests(meeting).filter(pk__in=guests)
    waiting.update(status=Watcher.Status.ADMITTED)
    _record(actor, "live.admit_guest", meeting, {"guests": guests})


def _record(
    actor: Actor, verb: str, meeting: Meeting, facts: dict[str, object]
) -> None:
    record(actor, verb, meeting, after=facts, unit=meeting.host_id)
    wake("meeting", meeting.pk)
