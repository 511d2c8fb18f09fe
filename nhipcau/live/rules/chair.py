"""Decides the commands of a meeting: `apply` is where a command becomes events.

A command of the chair says what its sender assumed about the floor, not the
revision, so two commands that do not touch each other both pass. A command of a
site assumes nothing: seventeen hands raised at once are seventeen requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import (
    Arrange,
    By,
    CallRoll,
    ChairCommand,
    ChairLine,
    Close,
    Command,
    Dismiss,
    EndRoll,
    EngineCommand,
    Expire,
    Extend,
    Find,
    FloorCommand,
    Grant,
    Limit,
    LineCommand,
    Lock,
    Lose,
    MarkRoll,
    Miss,
    Mute,
    Open,
    Pause,
    Preside,
    Ready,
    Release,
    Reopen,
    Request,
    Resume,
    Return,
    Revoke,
    Seat,
    SetMode,
    Share,
    SiteCommand,
    Succeed,
    Take,
    Unlock,
    Unmute,
    Unshare,
    Withdraw,
)
from nhipcau.live.rules.events import Event, advance, milliseconds
from nhipcau.live.rules.pictures import (
    pictures_events,
    pictures_fault,
    share_fault,
    with_speaker,
)
from nhipcau.live.rules.presiding import (
    chair_line_events,
    chair_line_fault,
    preside_events,
    preside_fault,
    seat_events,
    seating_fault,
)
from nhipcau.live.rules.rolls import roll_events, roll_fault
from nhipcau.live.rules.state import State
from nhipcau.live.rules.voices import voices_events, voices_fault

# The longest turn that can be set, and the longest extension, in seconds.
LONGEST_TURN = 4 * 3600


def prepare(
    chair: int, sites: Iterable[int], now: datetime, deputy: int = 0
) -> Event | Refusal:
    """The first event of a meeting, or why it cannot have one."""
    invited = tuple(sites)
    fault = seating_fault(chair, invited, deputy)
    return fault or Event("prepared", 0, now, chair, invited, deputy=deputy)


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
        return seating_fault(command.chair, command.sites, command.deputy)
    if isinstance(command, Share | Unshare):
        return share_fault(state, command, by)
    if isinstance(command, SiteCommand):
        return _site_fault(state, command, by)
    if isinstance(command, LineCommand | ChairLine):
        return _engine_fault(state, command, by, now)
    if by.role != "chair":
        return Refusal("not_chair")
    return _chair_fault(state, command, now)


def _site_fault(
    state: State, command: FloorCommand | Preside, by: By
) -> Refusal | None:
    if isinstance(command, Preside):
        return preside_fault(state, by)
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


def _engine_fault(
    state: State, command: LineCommand | ChairLine, by: By, now: datetime
) -> Refusal | None:
    if by.role != "engine":
        return Refusal("not_chair")
    if isinstance(command, Miss | Find | Succeed):
        return chair_line_fault(state, command, now)
    return _line_fault(state, command)


def _line_fault(state: State, command: LineCommand) -> Refusal | None:
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
        case Arrange() | Ready() | Take():
            return pictures_fault(state, command)
        case CallRoll() | MarkRoll() | EndRoll():
            return roll_fault(state, command)
        case Grant() | Revoke():
            return _floor_fault(state, command)
        case SetMode() | Mute() | Unmute() | Lock() | Unlock():
            return voices_fault(state, command)
        case _:
            assert_never(command)


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
    if state.roll:
        return Refusal("roll_runs")
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
            shown = with_speaker(state, site, now)
            return [*taken, Event("given", rev, now, site), *shown]
        case Revoke(site):
            return [Event("taken", rev, now, site)]
        case Dismiss(site):
            return [Event("withdrawn", rev, now, site)]
        case Arrange() | Ready() | Take():
            return pictures_events(state, command, now)
        case CallRoll() | MarkRoll() | EndRoll():
            return roll_events(state, command, now)
        case Limit(seconds):
            return [Event("limited", rev, now, seconds=seconds)]
        case Extend(seconds):
            return [Event("extended", rev, now, seconds=seconds)]
        case SetMode() | Mute() | Unmute() | Lock() | Unlock():
            return voices_events(state, command, now)
        case Seat():
            return seat_events(state, command, now)
        case _:
            return _other_events(state, command, by, now)


def _other_events(
    state: State, command: SiteCommand | EngineCommand, by: By, now: datetime
) -> list[Event]:
    rev = state.rev + 1
    match command:
        case Request():
            return [Event("requested", rev, now, by.site)]
        case Withdraw():
            return [Event("withdrawn", rev, now, by.site)]
        case Release():
            return [Event("taken", rev, now, by.site)]
        case Share():
            return [Event("shared", rev, now, by.site)]
        case Unshare():
            return [Event("unshared", rev, now)]
        case Preside():
            return preside_events(state, by.site, now)
        case Lose(site, since):
            return [Event("lost", rev, now, site, since=since)]
        case Return(site):
            return [Event("back", rev, now, site)]
        case Expire(site):
            return [Event("taken", rev, now, site)]
        case Miss() | Find() | Succeed():
            return chair_line_events(state, command, now)
