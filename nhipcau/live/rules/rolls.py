"""Decides the roll call that runs through the sites, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import CallRoll, EndRoll, MarkRoll, Roll
from nhipcau.live.rules.events import Event
from nhipcau.live.rules.state import State


def roll_fault(state: State, command: Roll) -> Refusal | None:
    """Why `command` does not apply now."""
    if state.phase != "open":
        return Refusal("paused" if state.phase == "paused" else "not_open")
    match command:
        case CallRoll() if state.roll:
            return Refusal("roll_runs")
        case CallRoll(sites) if not sites:
            return Refusal("nobody_to_call")
        case CallRoll(sites) if not set(sites) <= set(state.sites) - {state.chair}:
            return Refusal("site_not_in_meeting")
        case CallRoll(sites) if len(set(sites)) != len(sites):
            return Refusal("site_invited_twice")
        case MarkRoll() | EndRoll() if not state.roll:
            return Refusal("no_roll")
        case MarkRoll(site) if site != state.roll[0]:
            return Refusal("roll_moved")
    return None


def roll_events(state: State, command: Roll, now: datetime) -> list[Event]:
    """What `command` makes happen."""
    rev = state.rev + 1
    match command:
        case CallRoll(sites):
            taken = [Event("taken", rev, now, site) for site in state.floor]
            return [*taken, Event("called", rev, now, sites=sites)]
        case MarkRoll(site, status, people, remark):
            mark = Event("marked", rev, now, site, status=status)
            return [replace(mark, people=people, remark=remark)]
        case EndRoll():
            return [Event("called", rev, now)]
