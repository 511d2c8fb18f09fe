"""Reading who watches a meeting, and who of them may be in its room now."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db.models import Count, QuerySet

from nhipcau.accounts.queries import actor_of, hashed
from nhipcau.live.models import GuestLink, Watcher
from nhipcau.live.watchers.policies import may_watch
from nhipcau.meetings.models import Meeting


def watchers_of(meeting: Meeting) -> tuple[int, ...]:
    """The numbers of all who may be in the room now and only see and hear.

    Who is signed in, as long as that lasts; a guest, while admitted by a link that
    still holds.
    """
    rows = Watcher.objects.filter(meeting=meeting).select_related("person")
    guests = rows.filter(status=Watcher.Status.ADMITTED, link__revoked__isnull=True)
    signed_in = rows.filter(
        session__in=UserSession.objects.values("session_key"),
        link=None,
        person__is_active=True,
    )
    people = {row.person for row in signed_in if row.person}
    may = {one.pk for one in people if may_watch(actor_of(one), meeting)}
    return (
        *guests.filter(link__isnull=False).values_list("pk", flat=True),
        *(row.pk for row in signed_in if row.person_id in may),
    )


def watcher_of(meeting: int, watcher: int) -> Watcher | None:
    """Who watches this meeting under that number."""
    rows = Watcher.objects.select_related("link", "person", "meeting")
    return rows.filter(meeting=meeting, pk=watcher).first()


def links_of(meeting: Meeting) -> QuerySet[GuestLink]:
    """The invitations to a meeting, each with how many asked by it."""
    rows = GuestLink.objects.filter(meeting=meeting)
    return rows.annotate(asked=Count("guests"))


def link_with(secret: str) -> GuestLink | None:
    """The invitation with this secret, withdrawn or not."""
    rows = GuestLink.objects.select_related("meeting")
    return rows.filter(secret_hash=hashed(secret)).first()


def guest_with(key: str, link: GuestLink) -> Watcher | None:
    """Who asked by this invitation in the browser with `key`."""
    return Watcher.objects.filter(link=link, key_hash=hashed(key)).first()


def guests_of(meeting: Meeting) -> QuerySet[Watcher]:
    """All who asked to come in by an invitation, in the order of asking."""
    rows = Watcher.objects.filter(meeting=meeting, link__isnull=False)
    return rows.select_related("link")


def waiting_guests(meeting: Meeting) -> QuerySet[Watcher]:
    """Whom nobody has answered yet; who came by a withdrawn link waits in vain."""
    waiting = Watcher.Status.WAITING
    return guests_of(meeting).filter(status=waiting, link__revoked=None)
