"""The chair state of a meeting: commands decide it, events carry it.

`apply` is the one place where a command becomes events; `fold` of a meeting's
events yields its state. A command says what its sender assumed about the floor,
not the revision, so two commands that do not touch each other both pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from nhipcau.core.refusal import Refusal
from nhipcau.meetings.rules.size import SITE_LIMIT

SCHEMA = 1
# By law of the house one site speaks; the type has room for a dialogue of four.
FLOOR_LIMIT = 4

Phase = Literal["waiting", "open", "closed"]
Role = Literal["chair", "site"]
Value = dict[str, Any]


@dataclass(frozen=True)
class State:
    """Who chairs, who is invited (official order), who has the floor."""

    rev: int
    phase: Phase
    chair: int
    sites: tuple[int, ...]
    floor: tuple[int, ...]

    def value(self) -> Value:
        """As JSON: what the row, the engine's metadata and the browsers hold."""
        return {
            "schema": SCHEMA,
            "rev": self.rev,
            "phase": self.phase,
            "chair": self.chair,
            "sites": list(self.sites),
            "floor": list(self.floor),
        }

    @classmethod
    def of(cls, value: Value) -> State:
        """From JSON; raises ValueError for a schema that this version cannot read."""
        if value["schema"] != SCHEMA or value["phase"] not in get_args(Phase):
            raise ValueError(f"unknown chair state: {value}")
        return cls(
            rev=value["rev"],
            phase=value["phase"],
            chair=value["chair"],
            sites=tuple(value["sites"]),
            floor=tuple(value["floor"]),
        )


@dataclass(frozen=True)
class Open:
    """The chair opens the meeting."""


@dataclass(frozen=True)
class Grant:
    """The chair gives the floor to `site`; `floor` is who had it, as the chair saw."""

    site: int
    floor: tuple[int, ...]


@dataclass(frozen=True)
class Revoke:
    """The chair takes the floor from `site`; `floor` as the chair saw it."""

    site: int
    floor: tuple[int, ...]


@dataclass(frozen=True)
class Seat:
    """The plan changed: who is invited, or where the chair sits."""

    chair: int
    sites: tuple[int, ...]


Command = Open | Grant | Revoke | Seat


@dataclass(frozen=True)
class Event:
    """One step; `site` says whom it concerns, `rev` which command made it.

    Where seats change, `sites` are all who are invited and `site` is the chair's.
    """

    kind: Literal["prepared", "opened", "given", "taken", "seated"]
    rev: int
    at: datetime
    site: int = 0
    sites: tuple[int, ...] = ()

    def value(self) -> Value:
        """As JSON, without what does not apply."""
        value: Value = {"kind": self.kind, "rev": self.rev, "at": self.at.isoformat()}
        if self.site:
            value["site"] = self.site
        if self.sites:
            value["sites"] = list(self.sites)
        return value

    @classmethod
    def of(cls, value: Value) -> Event:
        """From JSON."""
        return cls(
            kind=value["kind"],
            rev=value["rev"],
            at=datetime.fromisoformat(value["at"]),
            site=value.get("site", 0),
            sites=tuple(value.get("sites", ())),
        )


def prepare(chair: int, sites: Iterable[int], now: datetime) -> Event | Refusal:
    """The first event of a meeting, or why it cannot have one."""
    invited = tuple(sites)
    fault = _seating_fault(chair, invited)
    return fault or Event("prepared", 0, now, chair, invited)


def apply(
    state: State, command: Command, role: Role, now: datetime
) -> tuple[State, list[Event]] | Refusal:
    """What `command` of an actor in `role` makes of `state`, or why nothing."""
    fault = _fault(state, command, role)
    if fault is not None:
        return fault
    events = _events(state, command, now)
    return _advance(state, events), events


def fold(events: Iterable[Event]) -> State:
    """The state that a meeting's whole history yields."""
    first, *rest = events
    if first.kind != "prepared":
        raise ValueError("a history begins with its preparation")
    state = State(first.rev, "waiting", first.site, first.sites, ())
    return _advance(state, rest)


def _fault(state: State, command: Command, role: Role) -> Refusal | None:
    if state.phase == "closed":
        return Refusal("closed")
    if isinstance(command, Seat):
        return _seating_fault(command.chair, command.sites)
    if role != "chair":
        return Refusal("not_chair")
    if isinstance(command, Open):
        return Refusal("already_open") if state.phase == "open" else None
    return _floor_fault(state, command)


def _floor_fault(state: State, command: Grant | Revoke) -> Refusal | None:
    site = command.site
    if state.phase != "open":
        return Refusal("not_open")
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
    return None


def _seating_fault(chair: int, sites: tuple[int, ...]) -> Refusal | None:
    if chair not in sites:
        return Refusal("chair_not_invited")
    if len(set(sites)) != len(sites):
        return Refusal("site_invited_twice")
    if len(sites) > SITE_LIMIT:
        return Refusal("too_many_sites", limit=SITE_LIMIT)
    return None


def _events(state: State, command: Command, now: datetime) -> list[Event]:
    rev = state.rev + 1
    match command:
        case Open():
            return [Event("opened", rev, now)]
        case Grant(site):
            # One revision: nobody ever sees a moment without, or with both.
            taken = [Event("taken", rev, now, other) for other in state.floor]
            return [*taken, Event("given", rev, now, site)]
        case Revoke(site):
            return [Event("taken", rev, now, site)]
        case Seat(chair, sites):
            kept = set(sites) - {chair}
            gone = [site for site in state.floor if site not in kept]
            taken = [Event("taken", rev, now, site) for site in gone]
            return [*taken, Event("seated", rev, now, chair, sites)]


def _advance(state: State, events: Iterable[Event]) -> State:
    for event in events:
        state = _step(state, event)
    return state


def _step(state: State, event: Event) -> State:
    if event.kind == "opened":
        return replace(state, rev=event.rev, phase="open")
    if event.kind == "seated":
        return replace(state, rev=event.rev, chair=event.site, sites=event.sites)
    floor = tuple(site for site in state.floor if site != event.site)
    if event.kind == "given":
        floor = (*floor, event.site)
    return replace(state, rev=event.rev, floor=floor)
