"""Devices take a seat at a site, move, are removed and let in again."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from nhipcau.accounts.cookie import new_key
from nhipcau.accounts.models import Device
from nhipcau.accounts.policies import keeps_devices, may_remove
from nhipcau.accounts.queries import hashed
from nhipcau.accounts.services.rows import device_again, hold_site
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Site


@service
def seat_device(
    actor: Actor, site: Site, key: str, label: str, main: bool, session: str = ""
) -> Device:
    """Seats the browser that holds `key` at `site`, moving it if it sat elsewhere.

    It sits there until it is removed, or the sign-in `session` ends. A site has one
    main device; a new one makes the old a companion. Whether this person may sit at
    this site is for the caller to ask: meetings know that.
    """
    hold_site(site)
    device = Device.objects.filter(key_hash=hashed(key)).first()
    if device:
        device_again(device)
    if device and device.removed:
        raise Refusal("device_removed")
    if device and device.is_rooms:
        raise Refusal("device_of_room")
    before = facts_of(device) if device else None
    left = device.site if device else site
    if main:
        displace_main(site, device)
    device = device or Device(key_hash=hashed(key))
    device.site, device.person_id, device.main = site, actor.id, main
    device.label = label.strip()[:120] or str(site)[:120]
    device.session = session
    device.save()
    note(actor, "accounts.device_seated", device, before)
    for one in {left, site}:
        _give_back(actor, one)
    return device


def seat_machine(actor: Actor, site: Site, device: Device | None, label: str) -> Device:
    """A main device of `site` that is no browser: nobody has its key; in a service.

    One that rested, was removed, or gave way to somebody, is main again.
    """
    hold_site(site)
    before = facts_of(device) if device else None
    displace_main(site, device)
    device = device or Device(site=site, key_hash=hashed(new_key()))
    device.label, device.removed, device.main = label[:120], None, True
    device.save()
    note(actor, "accounts.device_paired", device, before)
    return device


def rest_machine(actor: Actor, device: Device) -> None:
    """It stands for its site no more, until it is seated again; in a service."""
    hold_site(device.site)
    before = facts_of(device)
    device.removed, device.main = timezone.now(), False
    device.save()
    note(actor, "accounts.device_unseated", device, before)
    _give_back(actor, device.site)


@service
def make_main(actor: Actor, device: Device) -> None:
    """Moves the sound and picture of its site to this device, by who sits at it.

    The device that had them is a companion from this moment on: never two.
    """
    hold_site(device.site)
    device_again(device)
    if device.removed:
        raise Refusal("device_removed")
    if not device.belongs_to(actor):
        raise Refusal("device_not_yours")
    before = facts_of(device)
    displace_main(device.site, device)
    device.main = True
    device.save()
    note(actor, "accounts.device_made_main", device, before)


def unseat_devices(actor: Actor, sessions: Collection[str]) -> None:
    """Takes their seats from browsers whose sign-in has ended; inside a service.

    One that was removed stays known: it must not come back by signing in again.
    """
    for device in Device.objects.filter(session__in=sessions, removed=None):
        note(actor, "accounts.device_unseated", device, None)
        site = device.site
        device.delete()
        _give_back(actor, site)


@service
def remove_device(actor: Actor, device: Device) -> None:
    """Bars this browser from every site until it is let in again."""
    device_again(device)
    if not may_remove(actor, device):
        raise Refusal("device_not_yours")
    device.removed = device.removed or timezone.now()
    device.main = False
    device.save()
    note(actor, "accounts.device_removed", device, None)
    _give_back(actor, device.site)


@service
def readmit_device(actor: Actor, device: Device) -> None:
    """Lets a removed browser take a seat again, as a companion."""
    device_again(device)
    if not keeps_devices(actor, device.site):
        raise Refusal("device_not_yours")
    device.removed = None
    device.save()
    note(actor, "accounts.device_readmitted", device, None)
    _give_back(actor, device.site)


def _give_back(actor: Actor, site: Site) -> None:
    """Where nobody is main any more, the room computer is: nobody is there to ask."""
    here = Device.objects.filter(site=site, removed=None)
    own = here.filter(person=None).order_by("-pk").first()
    if own is None or here.filter(main=True).exists():
        return
    own.main = True
    own.save()
    note(actor, "accounts.device_made_main", own, None)


def displace_main(site: Site, device: Device | None) -> None:
    """Whoever was main at `site` is no more, but for `device`; inside a service."""
    others = Device.objects.filter(site=site, main=True)
    others.exclude(pk=device.pk if device else 0).update(main=False)


def note(
    actor: Actor, verb: str, device: Device, before: dict[str, object] | None
) -> None:
    """What happened to a device, for the log and for rooms; inside a service."""
    unit = device.site.place.unit_id
    record(actor, verb, device, before=before, after=facts_of(device), unit=unit)
    wake("device", device.pk)


def facts_of(device: Device) -> dict[str, object]:
    """What the log says of a device."""
    return {"site": str(device.site), "label": device.label, "main": device.main}
