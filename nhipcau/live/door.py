"""Who may be in a meeting: what its API asks, and the front door for the engine."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_at
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.policies import entry_fault, meeting_fault
from nhipcau.live.queries import device_with, offences_of
from nhipcau.live.rules.mirror import Seat, identity_of, room_name, sources_of
from nhipcau.live.rules.talks import SOUND, takes_part, talk_room
from nhipcau.live.services import refuse_device
from nhipcau.live.talks.queries import going
from nhipcau.live.tokens import signed
from nhipcau.live.watchers.door import Looker, admit_watcher
from nhipcau.meetings.models import Meeting

_NUMBER = "([0-9]{1,18})"
# The meeting, or in it who only watches, or a private talk.
_SIGNALLING = re.compile(
    rf"/livekit/{_NUMBER}(?:/(xem|talk)/{_NUMBER})?/rtc(?:/v1)?(?:/validate)?"
)


class Barred(Refusal):  # an answer as well
    """Who asks may not be here at all, whatever is asked; raised by the API."""


def admit(
    actor: Actor,
    key: str,
    uri: str,
    *,
    signed_in: bool,
    session: str = "",
    guest: str = "",
) -> str | Refusal:
    """A token for the device that holds `key`, or why it stays outside.

    `uri` is the address as the browser asked for it; `session` and `guest` are what
    those prove who only watch. Each refusal is recorded.
    """
    # Only the path: what follows it may hold secrets and decides nothing.
    match = _SIGNALLING.fullmatch(urlsplit(uri).path)
    meeting = Meeting.objects.filter(pk=match[1]).first() if match else None
    if match and match[2] == "xem":
        looker = Looker(actor, session if signed_in else "", guest)
        return admit_watcher(looker, meeting, int(match[3]))
    device = device_with(key)
    if not signed_in:
        fault: Refusal | None = Refusal("signed_out")
    else:
        fault = fault_of(actor, device, meeting)
    if fault is None and match and meeting is not None and device is not None:
        if match[2] is None:
            return token_for(meeting, device)
        given = talk_token_for(meeting, device, int(match[3]))
        if given is not None:
            return given
        fault = Refusal("no_talk")
    fault = fault or Refusal("no_meeting")
    refuse_device(actor, meeting, device, fault.code)
    return fault


def fault_of(
    actor: Actor, device: Device | None, meeting: Meeting | None
) -> Refusal | None:
    """Why `actor` may not be in `meeting` by `device`; None: it may."""
    fault = meeting_fault(meeting)
    if fault is not None or meeting is None:
        return fault
    return entry_fault(actor, device, meeting)


def seated(actor: Actor, device: Device | None, meeting: Meeting) -> Device:
    """The device, when `actor` may be in `meeting` by it. Raises Refusal."""
    fault = fault_of(actor, device, meeting)
    if fault or device is None:
        fault = fault or Refusal("no_device")
        raise Barred(fault.code, **fault.facts)
    return device


def token_for(meeting: Meeting, device: Device) -> str:
    """The engine's token for a device that may be in; `fault_of` is asked first."""
    seat = Seat(device.site_id, device.pk, device.main)
    seat = replace(seat, offences=offences_of(meeting.pk, identity_of(seat)))
    return signed(room_name(meeting.pk), identity_of(seat), sources_of(seat))


def token_of(meeting: int, device: Device) -> str | None:
    """What the door would give who sits at `device`; None: it would be sent away."""
    plan = Meeting.objects.filter(pk=meeting).first()
    if plan is None or fault_of(actor_at(device), device, plan):
        return None
    return token_for(plan, device)


def talk_token_for(meeting: Meeting, device: Device, talk: int) -> str | None:
    """A token for the room of a private talk; None: this device is not in it.

    The two of an answered talk get one and nobody else, whoever conducts.
    """
    seat = Seat(device.site_id, device.pk, device.main)
    for row in going(meeting.pk):
        if row.talk == talk and row.answered and takes_part(row, seat):
            return signed(talk_room(meeting.pk, talk), identity_of(seat), SOUND)
    return None
