"""Room computers are paired: they show a code, and a technician types it.

Nobody signs in at such a machine. Its browser keeps a key in its cookie and shows a
code that stands for the key, in a cache, for a quarter of an hour; whoever may edit
the site types it, or opens it from the picture that a telephone reads.
"""

from __future__ import annotations

from django.core.cache import cache

from nhipcau.accounts.models import Device
from nhipcau.accounts.policies import keeps_devices
from nhipcau.accounts.queries import hashed
from nhipcau.accounts.services.codes import bare, new_code
from nhipcau.accounts.services.devices import displace_main, facts_of, note
from nhipcau.accounts.services.rows import device_again, hold_site
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Site

# In seconds.
LIFE = 15 * 60


def offer_pairing(key: str) -> str:
    """A code like `K7QM-4T2P` for the browser that holds `key`; the newest holds.

    8 of 30 signs are 39 bits; only who is signed in and keeps devices may try them.
    """
    code = new_code(2)
    cache.set(_name(code), hashed(key), LIFE)
    return code


@service
def pair_device(actor: Actor, site: Site, code: str) -> Device:
    """The browser that shows `code` becomes the room computer of `site`, its main one.

    Raises Refusal: for another's site, an unknown code, a machine that was removed.
    """
    if not keeps_devices(actor, site):
        raise Refusal("device_not_yours")
    key_hash = cache.get(_name(code))
    if key_hash is None:
        raise Refusal("pairing_code_unknown")
    hold_site(site)
    device = Device.objects.filter(key_hash=key_hash).first()
    if device:
        device_again(device)
    if device and device.removed:
        raise Refusal("device_removed")
    # Nobody takes the machine of a room away who does not keep that room's.
    if device and device.is_rooms and not keeps_devices(actor, device.site):
        raise Refusal("device_not_yours")
    before = facts_of(device) if device else None
    displace_main(site, device)
    device = device or Device(key_hash=key_hash)
    device.site, device.person, device.session = site, None, ""
    device.label, device.main = str(site)[:120], True
    device.save()
    note(actor, "accounts.device_paired", device, before)
    cache.delete(_name(code))
    return device


def _name(code: str) -> str:
    return f"pairing:{hashed(bare(code))}"
