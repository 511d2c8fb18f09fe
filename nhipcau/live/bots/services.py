"""The seats of played rooms: taken where nobody sits, given up to whoever comes."""

from __future__ import annotations

from nhipcau.accounts.cookie import new_key
from nhipcau.accounts.models import Device, Person
from nhipcau.accounts.services.devices import seat_device, unseat_devices
from nhipcau.accounts.services.rows import hold_site
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.places.models import Site

USERNAME = "may-dong-vai"
NAME = "Máy đóng vai (demo)"


class Taken(Exception):
    """A main device sits at the site already."""


class NobodyPlays(Exception):
    """The person as whom bots act is not there: the district is no demo."""


def player() -> Person:
    """The person as whom bots act, made with the demo district."""
    found = Person.objects.filter(username=USERNAME, is_active=True).first()
    if found is None:
        raise NobodyPlays
    return found


def session_of(site: int) -> str:
    """What a played seat has in place of a sign-in."""
    return f"{USERNAME}-{site}"


@service
def take_seat(actor: Actor, site: Site) -> Device:
    """Seats a bot as the main device of `site`; raises Taken where someone sits."""
    hold_site(site)
    if Device.objects.filter(site=site, main=True, removed=None).exists():
        raise Taken
    return seat_device(actor, site, new_key(), NAME, True, session_of(site.pk))


@service
def give_up_seats(actor: Actor, sites: list[int]) -> None:
    """Forgets the bots' devices at these sites: a human came, or the play is over."""
    unseat_devices(actor, [session_of(site) for site in sites])
