"""Reading who watches a meeting, and who of them may be in its room now."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet

from nhipcau.accounts.queries import actor_of, hashed
from nhipcau.live.models import GuestLink, Watcher
from nhipcau.live.watchers.policies import may_watch
from nhipcau.meetings.models import Meeting

# Rows of people: whose sign-in lasts, and who was put out.
_SIGNED_IN = Q(
    link=None,
    person__is_active=True,
    session__in=UserSession.objects.values("session_key"),
)
_OUT = Q(link=None, person__isnull=False) & ~Q(status=Watcher.Status.ADMITTED)


@dataclass(frozen=True)
class Watching:
    """Somebody on the desk's list; `kinds` are the pages that a person has open."""

    id: int
    name: str
    office: str
    link: str
    kinds: list[str]
    status: str


def watchers_of(meeting: Meeting) -> tuple[int, ...]:
    """The numbers of all who may be in the room now and only see and hear.

    Who is signed in, as long as that lasts and until put out; a guest, while admitted
    by a link that still holds.
    """
    rows = Watcher.objects.filter(meeting=meeting).select_related("person")
    guests = rows.filter(status=Watcher.Status.ADMITTED, link__revoked__isnull=True)
    signed_in = rows.filter(_SIGNED_IN)
    people = {row.person for row in signed_in if row.person}
    out = set(rows.filter(_OUT).values_list("person", flat=True))
    may = {
        one.pk
        for one in people
        if one.pk not in out and may_watch(actor_of(one), meeting)
    }
    return (
        *guests.filter(link__isnull=False).values_list("pk", flat=True),
        *(row.pk for row in signed_in if row.person_id in may),
    )


def same_as(watcher: Watcher) -> QuerySet[Watcher]:
    """A guest alone; of who is signed in, all its numbers in this meeting.

    Otherwise one that was put out would come back by its next sign-in, or as a wall.
    """
    if watcher.link_id:
        return Watcher.objects.filter(pk=watcher.pk)
    return Watcher.objects.filter(
        meeting=watcher.meeting_id, person=watcher.person_id, link=None
    )


def status_of(watcher: Watcher) -> str:
    """What was decided of a guest, or of a person by whatever sign-in."""
    others = same_as(watcher).exclude(status=Watcher.Status.ADMITTED)
    found = others.values_list("status", flat=True).first()
    return found or Watcher.Status.ADMITTED.value


def watching(meeting: Meeting) -> list[Watching]:
    """Whom a desk can let in and put out: guests in the order of asking, then people.

    Of people, those who may have the page open, and who were put out.
    """
    guests = [
        Watching(row.pk, row.name, row.office, str(row.link), [row.kind], row.status)
        for row in guests_of(meeting).filter(link__revoked=None)
    ]
    rows = Watcher.objects.filter(_SIGNED_IN | _OUT, meeting=meeting)
    people: dict[int | None, list[Watcher]] = {}
    for row in rows.select_related("person"):
        people.setdefault(row.person_id, []).append(row)
    return [*guests, *(_person(rows) for rows in people.values())]


def _person(rows: list[Watcher]) -> Watching:
    kinds = list(dict.fromkeys(row.kind for row in rows))
    admitted = Watcher.Status.ADMITTED.value
    status = next((row.status for row in rows if row.status != admitted), admitted)
    return Watching(rows[0].pk, str(rows[0]), "", "", kinds, status)


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
