"""Decides who may be heard at all: the mode, microphones that the chair closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import Lock, Mute, SetMode, Unlock, Unmute, Voices
from nhipcau.live.rules.events import Event
from nhipcau.live.rules.state import State


def voices_fault(state: State, command: Voices) -> Refusal | None:
    """Why `command` does not apply now."""
    others = set(state.sites) - {state.chair}
    match command:
        case SetMode("relay", site) if site not in others:
            return Refusal("relay_without_site")
        case SetMode(mode, site) if mode == state.mode and site == state.relay:
            return Refusal("mode_already")
        case SetMode(mode) if mode == state.mode != "relay":
            return Refusal("mode_already")
        case Mute(site) if site == state.chair:
            return Refusal("site_is_chair")
        case Mute(site) if site and site not in others:
            return Refusal("site_not_in_meeting")
        case Mute(site) if ({site} if site else _local(state)) <= set(state.muted):
            return Refusal("already_muted")
        case Unmute(site) if site not in state.muted:
            return Refusal("not_muted")
        case Lock() if state.locked:
            return Refusal("already_locked")
        case Unlock() if not state.locked:
            return Refusal("not_locked")
    return None


def _local(state: State) -> set[int]:
    """Whom the chair silences with one button: not the meeting that is relayed."""
    return set(state.sites) - {state.chair, state.relay}


def voices_events(state: State, command: Voices, now: datetime) -> list[Event]:
    """What `command` makes happen."""
    rev = state.rev + 1
    match command:
        case SetMode(mode, site):
            relay = site if mode == "relay" else 0
            kept = replace(state, mode=mode).room_on_floor
            gone = [
                other
                for place, other in enumerate(state.floor)
                if place >= kept or other == relay
            ]
            taken = [Event("taken", rev, now, other) for other in gone]
            # Who is relayed is heard all the time: it does not wait to speak.
            waits = relay in state.queue
            left = [Event("withdrawn", rev, now, relay)] if waits else []
            return [*taken, *left, Event("mode", rev, now, relay, mode=mode)]
        case Mute(site):
            local = _local(state)
            every = tuple(other for other in state.sites if other in local)
            return [Event("muted", rev, now, sites=(site,) if site else every)]
        case Unmute(site):
            return [Event("unmuted", rev, now, site)]
        case Lock():
            return [Event("locked", rev, now)]
        case Unlock():
            return [Event("unlocked", rev, now)]
