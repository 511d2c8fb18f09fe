"""Decides where the chair sits: by the plan, or with the deputy when it is gone."""

from __future__ import annotations

from datetime import datetime

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import By, ChairLine, Find, Miss, Seat
from nhipcau.live.rules.events import Event, milliseconds, presiding
from nhipcau.live.rules.state import SUCCEED_MS, State
from nhipcau.meetings.rules.size import SITE_LIMIT


def seating_fault(
    chair: int, sites: tuple[int, ...], deputy: int = 0
) -> Refusal | None:
    """Why a meeting cannot have these sites."""
    if chair not in sites:
        return Refusal("chair_not_invited")
    if deputy and (deputy not in sites or deputy == chair):
        return Refusal("deputy_not_invited")
    if len(set(sites)) != len(sites):
        return Refusal("site_invited_twice")
    if len(sites) > SITE_LIMIT:
        return Refusal("too_many_sites", limit=SITE_LIMIT)
    return None


def preside_fault(state: State, by: By) -> Refusal | None:
    """Why a site may not take the chair."""
    returns = by.site == state.first and by.site in state.sites
    replaces = by.site == state.deputy != 0 and state.missed is not None
    if by.site != state.chair and (returns or replaces):
        return None
    return Refusal("not_deputy")


def chair_line_fault(state: State, command: ChairLine, now: datetime) -> Refusal | None:
    """Why what the engine saw of the presiding site changes nothing."""
    missed = state.missed
    known = Refusal("line_known")
    match command:
        case Miss():
            running = state.phase in ("open", "paused")
            return None if running and missed is None else known
        case Find():
            return known if missed is None else None
        case _:
            if missed is None or state.deputy in (0, state.chair):
                return known
            gone = milliseconds(now) - missed
            return None if gone >= SUCCEED_MS else known


def chair_line_events(state: State, command: ChairLine, now: datetime) -> list[Event]:
    """What the engine saw of the presiding site makes happen."""
    rev = state.rev + 1
    match command:
        case Miss(since):
            return [Event("missed", rev, now, since=since)]
        case Find():
            return [Event("found", rev, now)]
        case _:
            return preside_events(state, state.deputy, now)


def preside_events(state: State, site: int, now: datetime) -> list[Event]:
    """`site` presides: who presides has no turn to speak."""
    rev = state.rev + 1
    taken = [Event("taken", rev, now, site)] if site in state.floor else []
    return [*taken, Event("presides", rev, now, site)]


def seat_events(state: State, seat: Seat, now: datetime) -> list[Event]:
    """The plan changed: who has no place any more speaks no longer."""
    rev = state.rev + 1
    seated = Event("seated", rev, now, seat.chair, seat.sites, deputy=seat.deputy)
    kept = set(seat.sites) - {presiding(state, seated)}
    taken = [Event("taken", rev, now, s) for s in state.floor if s not in kept]
    return [*taken, seated]
