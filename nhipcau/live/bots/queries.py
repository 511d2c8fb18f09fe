"""What the rows say to bots: the meeting, and which of its rooms are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.live.bots.services import player
from nhipcau.live.models import Message
from nhipcau.live.queries import live_meeting, sites_in_order
from nhipcau.live.rules.answering import Letter
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import TalkRow
from nhipcau.live.talks.queries import going
from nhipcau.places.models import Site

# What a machine left unread for so long, it leaves.
FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class Part:
    """One commune room of the meeting; `taken`: a human sits there."""

    site: int
    plate: str
    name: str
    taken: bool


@dataclass(frozen=True)
class Play:
    """The meeting as bots see it."""

    epoch: int
    state: State
    over: bool
    parts: tuple[Part, ...]
    letters: tuple[Letter, ...]
    talks: tuple[TalkRow, ...]


def play_of(meeting: int) -> Play | None:
    """The meeting with its commune rooms; None before it is prepared."""
    live = live_meeting(meeting)
    if live is None:
        return None
    me = player()
    mains = Device.objects.filter(main=True, removed=None).exclude(person=me)
    taken = set(mains.values_list("site_id", flat=True))
    parts = tuple(
        Part(site.pk, site.plate, site.name, site.pk in taken)
        for site in sites_in_order(live.state)
        if site.kind == Site.Kind.COMMUNE and site.pk != live.state.chair
    )
    return Play(
        epoch=live.epoch,
        state=live.state,
        over=live.over,
        parts=parts,
        letters=letters_of(meeting),
        talks=tuple(going(meeting)),
    )


def letters_of(meeting: int) -> tuple[Letter, ...]:
    """What the hub wrote of late, and which sites have read it."""
    late = Message.objects.filter(at__gt=timezone.now() - FRESH)
    rows = late.filter(meeting=meeting, from_hub=True)
    return tuple(
        Letter(
            message=row.pk,
            site=row.site_id,
            at=milliseconds(row.at),
            read=frozenset(read.site_id for read in row.acknowledgements.all()),
        )
        for row in rows.prefetch_related("acknowledgements")
    )


def seated_bots() -> list[int]:
    """The sites at which a bot has a seat, whether it is main or no more."""
    rows = Device.objects.filter(person=player())
    return list(rows.values_list("site_id", flat=True).distinct())
