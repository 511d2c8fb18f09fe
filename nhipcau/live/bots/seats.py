"""A bot's way to its rooms: the seat, then the token that the door would give."""

from __future__ import annotations

from nhipcau.accounts.models import Device, Person
from nhipcau.accounts.queries import actor_of
from nhipcau.live.bots.services import Taken, player, take_seat
from nhipcau.live.door import fault_of, talk_token_for, token_of
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site


def seat_and_token(meeting: int, site: int) -> str | None:
    """A token for the bot of `site`, seated if need be; None: not now.

    It passes the same questions as a browser at the door.
    """
    device = _seat(player(), site)
    return token_of(meeting, device) if device else None


def talk_token(meeting: int, site: int, talk: int) -> str | None:
    """A token for the room of a private talk of `site`; None: it is not in it."""
    device = seat_of(site)
    plan = Meeting.objects.filter(pk=meeting).first()
    if device is None or plan is None or fault_of(actor_of(player()), device, plan):
        return None
    return talk_token_for(plan, device, talk)


def seat_of(site: int) -> Device | None:
    """The device by which a bot sits at `site`, as long as it is main."""
    mine = Device.objects.filter(person=player(), site=site, main=True, removed=None)
    return mine.first()


def _seat(me: Person, site: int) -> Device | None:
    found = seat_of(site)
    if found is not None:
        return found
    try:
        return take_seat(actor_of(me), Site.objects.get(pk=site))
    except Taken:
        return None
