"""Rows as they are now: what a request read before may be old."""

from __future__ import annotations

from nhipcau.accounts.models import Device, Person
from nhipcau.places.models import Site


def read_again(person: Person) -> None:
    """Reads `person` anew and keeps others from changing it until the end.

    A service that stores a row as an earlier request saw it would undo what was
    done meanwhile: a reset password, an ended account.
    """
    rows = Person.objects.select_for_update(no_key=True)
    person.refresh_from_db(from_queryset=rows)


def device_again(device: Device) -> None:
    """The same for a device, which may have moved to another site meanwhile."""
    rows = Device.objects.select_for_update(no_key=True, of=("self",))
    device.refresh_from_db(from_queryset=rows.select_related("site__place"))


def hold_site(site: Site) -> None:
    """Lets one browser at a time take a seat: a site has one main device."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
