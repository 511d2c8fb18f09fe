"""Decides the commands of a meeting: `apply` is where a command becomes events.

A command of the chair says what its sender assumed about the floor, not the
revision, so two commands that do not touch each other both pass. A command of a
site assumes nothing: seventeen hands raised at once are seventeen requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import (
    Arrange,
    By,
    ChairCommand,
    Close,
    Command,
    Dismiss,
    EngineCommand,
    Expire,
    Extend,
    Grant,
    Limit,
    Lock,
    Lose,
    Mute,
    Open,
    Pause,
    Release,
    Reopen,
    Request,
    Resume,
    Return,
    Revoke,
    Seat,
    SetMode,
    SiteCommand,
    Unlock,
    Unmute,
    Voices,
    Withdraw,
)
from nhipcau.live.rules.events import Event, advance, milliseconds
from nhipcau.live.rules.state import State
from nhipcau.meetings.rules.size import SITE_LIMIT

# The longest turn that can be set, and the longest extension, in seconds.
LONGEST_TURN = 4 * 3600


def prepare(chair: int, sites: Iterable[int], now: datetime) -> Event | Refusal:
    """The first event of a meeting, or why it cannot have one."""
    invited = tuple(sites)
    fault = _seating_fault(chair, invited)
    return fault or Event("prepared", 0, now, chair, invited)


def apply(
    state: State, command: Command, by: By, now: datetime
) -> tuple[State, list[Event]] | Refusal:
    """What `command` given `by` someone makes of `state`, or why nothing."""
    fault = _fault(state, command, by, now)
    if fault is not None:
        return fault
    events = _events(state, command, by, now)
    return advance(state, events), events


def _fault(state: State, command: Command, by: By, now: datetime) -> Refusal | None:
    if state.phase == "closed" and not isinstance(command, Reopen):
        return Refusal("closed")
    if isinstance(command, Seat):
        return _seating_fault(command.chair, command.sites)
    if isinstance(command, Request | Withdraw | Release):
        return _site_fault(state, command, by)
    if isinstance(command, Lose | Return | Expire):
        return _line_fault(state, command, by)
    if by.role != "chair":
        return Refusal("not_chair")
    return _chair_fault(state, command, now)


def _site_fault(state: State, command: SiteCommand, by: By) -> Refusal | None:
    if by.site not in state.sites:
        return Refusal("site_not_in_meeting")
    if by.site == state.chair:
        return Refusal("site_is_chair")
    match command:
        case Request() if by.site in state.floor:
            return Refusal("site_has_floor")
        case Request() if by.site == state.relay:
            return Refusal("site_is_relayed")
        case Request() if by.site in state.queue:
            return Refusal("already_requested")
        case Withdraw() if by.site not in state.queue:
            return Refusal("not_requested")
        case Release() if by.site not in state.floor:
            return Refusal("site_without_floor")
    return None


def _line_fault(state: State, command: EngineCommand, by: By) -> Refusal | None:
    if by.role != "engine":
        return Refusal("not_chair")
    if command.site not in state.floor:
        return Refusal("site_without_floor")
    away = command.site not in state.present_floor
    if away == isinstance(command, Lose):
        return Refusal("line_known")
    return None


def _chair_fault(state: State, command: ChairCommand, now: datetime) -> Refusal | None:
    match command:
        case Open():
            return None if state.phase == "waiting" else Refusal("already_open")
        case Pause() | Close() if state.phase == "waiting":
            return Refusal("not_open")
        case Pause():
            return Refusal("already_paused") if state.phase == "paused" else None
        case Close():
            return None
        case Resume():
            return None if state.phase == "paused" else Refusal("not_paused")
        case Reopen():
            return _reopen_fault(state, now)
        case Dismiss(site):
            return None if site in state.queue else Refusal("not_requested")
        case Limit(seconds):
            return _seconds_fault(seconds, 0)
        case Extend(seconds, floor):
            return _extend_fault(state, floor) or _seconds_fault(seconds, 1)
        case Arrange(layout):
            return Refusal("layout_already") if layout == state.layout else None
        case Grant() | Revoke():
            return _floor_fault(state, command)
        case SetMode() | Mute() | Unmute() | Lock() | Unlock():
            return _voices_fault(state, command)
        case _:
            assert_never(command)


def _voices_fault(state: State, command: Voices) -> Refusal | None:
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


def _reopen_fault(state: State, now: datetime) -> Refusal | None:
    if state.phase != "closed":
        return Refusal("not_closed")
    return Refusal("closed") if state.over(milliseconds(now)) else None


def _seconds_fault(seconds: int, least: int) -> Refusal | None:
    if least <= seconds <= LONGEST_TURN:
        return None
    return Refusal("turn_too_long", hours=LONGEST_TURN // 3600)


def _extend_fault(state: State, floor: tuple[int, ...]) -> Refusal | None:
    if state.turn is None:
        return Refusal("nobody_speaks")
    if floor != state.floor:
        return Refusal("floor_changed")
    return None if state.turn.limit else Refusal("turn_without_limit")


def _floor_fault(state: State, command: Grant | Revoke) -> Refusal | None:
    site = command.site
    if state.phase == "waiting":
        return Refusal("not_open")
    if state.phase == "paused":
        return Refusal("paused")
    if site not in state.sites:
        return Refusal("site_not_in_meeting")
    if site == state.chair:
        return Refusal("site_is_chair")
    # Before the assumption: who asks for what is already so wants to hear just that.
    if isinstance(command, Grant) and site in state.floor:
        return Refusal("site_has_floor")
    if isinstance(command, Revoke) and site not in state.floor:
        return Refusal("site_without_floor")
    if command.floor != state.floor:
        return Refusal("floor_changed")
    if isinstance(command, Grant) and state.mode == "relay" and site == state.relay:
        return Refusal("site_is_relayed")
    if isinstance(command, Grant) and 1 < state.room_on_floor <= len(state.floor):
        return Refusal("floor_full")
    return None


def _seating_fault(chair: int, sites: tuple[int, ...]) -> Refusal | None:
    if chair not in sites:
        return Refusal("chair_not_invited")
    if len(set(sites)) != len(sites):
        return Refusal("site_invited_twice")
    if len(sites) > SITE_LIMIT:
        return Refusal("too_many_sites", limit=SITE_LIMIT)
    return None


def _events(state: State, command: Command, by: By, now: datetime) -> list[Event]:
    rev = state.rev + 1
    match command:
        case Open():
            return [Event("opened", rev, now)]
        case Pause():
            return [Event("paused", rev, now)]
        case Resume():
            return [Event("resumed", rev, now)]
        case Close():
            return [Event("closed", rev, now)]
        case Reopen():
            return [Event("reopened", rev, now)]
        case Grant(site):
            # One revision: nobody ever sees a moment without, or with both.
            one = state.room_on_floor == 1
            taken = [Event("taken", rev, now, other) for other in state.floor if one]
            return [*taken, Event("given", rev, now, site)]
        case Revoke(site):
            return [Event("taken", rev, now, site)]
        case Dismiss(site):
            return [Event("withdrawn", rev, now, site)]
        case Arrange(layout):
            return [Event("arranged", rev, now, layout=layout)]
        case Limit(seconds):
            return [Event("limited", rev, now, seconds=seconds)]
        case Extend(seconds):
            return [Event("extended", rev, now, seconds=seconds)]
        case SetMode() | Mute() | Unmute() | Lock() | Unlock():
            return _voice_events(state, command, now)
        case Lose(site, since):
            return [Event("lost", rev, now, site, since=since)]
        case Return(site):
            return [Event("back", rev, now, site)]
        case Expire(site):
            return [Event("taken", rev, now, site)]
        case Request():
            return [Event("requested", rev, now, by.site)]
        case Withdraw():
            return [Event("withdrawn", rev, now, by.site)]
        case Release():
            return [Event("taken", rev, now, by.site)]
        case Seat(chair, sites):
            kept = set(sites) - {chair}
            gone = [site for site in state.floor if site not in kept]
            taken = [Event("taken", rev, now, site) for site in gone]
            return [*taken, Event("seated", rev, now, chair, sites)]


def _voice_events(state: State, command: Voices, now: datetime) -> list[Event]:
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
