"""A command as a browser writes it, and what it means to the rules."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from nhipcau.core.refusal import Refusal
from nhipcau.live.models import PEOPLE, REMARK
from nhipcau.live.queries import absent_sites
from nhipcau.live.rules import commands
from nhipcau.live.rules.chair import LONGEST_TURN
from nhipcau.live.rules.commands import Command
from nhipcau.live.rules.state import CHOSEN, FLOOR_LIMIT, Layout, Mode, Picture, State
from nhipcau.meetings.models import Meeting

ChairKind = Literal[
    "open",
    "pause",
    "resume",
    "close",
    "reopen",
    "grant",
    "revoke",
    "dismiss",
    "limit",
    "extend",
    "mode",
    "mute",
    "unmute",
    "lock",
    "unlock",
    "arrange",
    "ready",
    "take",
    "call",
    "mark",
    "end_roll",
]
SiteKind = Literal["request", "withdraw", "release"]
# What a site does for itself, and the chair's site as well.
OwnKind = Literal["share", "unshare", "preside"]
Kind = ChairKind | SiteKind | OwnKind


class Order(Schema):
    """A command: what to do, and what its sender saw of the floor.

    A site's own commands name no site: it is that of the device that sends them.
    """

    id: UUID
    kind: Kind
    site: int | None = None
    floor: list[int] = Field(default=[], max_length=FLOOR_LIMIT)
    mode: Mode = "conference"
    # Null: nothing is to be made ready.
    layout: Layout | None = "speaker"
    # Whom the chair chose for the layout.
    sites: list[int] = Field(default=[], max_length=max(CHOSEN.values()))
    seconds: int = Field(default=0, ge=0, le=LONGEST_TURN)
    # Whom the roll call calls, and what it found of who was called.
    who: Literal["all", "absent"] = "all"
    status: Literal["in_person", "online", "excused", "absent"] = "online"
    people: int | None = Field(default=None, ge=0, le=PEOPLE)
    remark: str = Field(default="", max_length=REMARK)


_PLAIN: dict[Kind, Command] = {
    "open": commands.Open(),
    "pause": commands.Pause(),
    "resume": commands.Resume(),
    "close": commands.Close(),
    "reopen": commands.Reopen(),
    "lock": commands.Lock(),
    "unlock": commands.Unlock(),
    "request": commands.Request(),
    "withdraw": commands.Withdraw(),
    "release": commands.Release(),
    "end_roll": commands.EndRoll(),
    "share": commands.Share(),
    "unshare": commands.Unshare(),
    "preside": commands.Preside(),
}


def meant(order: Order, meeting: Meeting, state: State) -> Command:
    """The command that an order means in `state`; raises Refusal for nonsense."""
    found = _command(order) or _called(order, meeting, state)
    if found is None:
        raise Refusal("bad_command")
    return found


def _command(order: Order) -> Command | None:
    if order.kind in _PLAIN:
        return _PLAIN[order.kind]
    floor = tuple(order.floor)
    match order.kind, order.site:
        case "limit", _:
            return commands.Limit(order.seconds)
        case "extend", _:
            return commands.Extend(order.seconds, floor)
        case "arrange" | "ready" | "take", _:
            return _pictured(order)
        case "mode", site:
            return commands.SetMode(order.mode, site or 0)
        case "mute", site:
            return commands.Mute(site or 0)
        case "unmute", int(site):
            return commands.Unmute(site)
        case "grant", int(site):
            return commands.Grant(site, floor)
        case "revoke", int(site):
            return commands.Revoke(site, floor)
        case "dismiss", int(site):
            return commands.Dismiss(site)
        case "mark", int(site):
            found = (order.status, order.people, order.remark.strip())
            return commands.MarkRoll(site, *found)
    return None


def _pictured(order: Order) -> Command | None:
    if order.layout is None:
        return commands.Ready(None) if order.kind == "ready" else None
    picture = Picture(order.layout, tuple(order.sites))
    match order.kind:
        case "arrange":
            return commands.Arrange(picture)
        case "ready":
            return commands.Ready(picture)
        case _:
            return commands.Take(picture)


def _called(order: Order, meeting: Meeting, state: State) -> Command | None:
    """The roll call of everyone, or of those whom it has not found yet."""
    if order.kind != "call":
        return None
    wanted = set(state.sites) if order.who == "all" else absent_sites(meeting)
    others = (site for site in state.sites if site != state.chair)
    return commands.CallRoll(tuple(site for site in others if site in wanted))
