"""The steps of a meeting: folding all of them yields its chair state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from nhipcau.live.rules.state import Away, Layout, Mode, Phase, State, Turn, Value

Kind = Literal[
    "prepared",
    "seated",
    "opened",
    "paused",
    "resumed",
    "closed",
    "reopened",
    "requested",
    "withdrawn",
    "given",
    "taken",
    "limited",
    "extended",
    "mode",
    "muted",
    "unmuted",
    "locked",
    "unlocked",
    "lost",
    "back",
    "arranged",
]


@dataclass(frozen=True)
class Event:
    """One step; `site` says whom it concerns, `rev` which command made it.

    Where seats change, `sites` are all who are invited and `site` is the chair's.
    `seconds` is the length of a turn, or by how much one was extended; `mode` the new
    mode, with the relayed site as `site`; `sites` who was muted.
    """

    kind: Kind
    rev: int
    at: datetime
    site: int = 0
    sites: tuple[int, ...] = ()
    seconds: int = 0
    mode: Mode | None = None
    # When a line was lost, in ms since 1970: before we could be sure of it.
    since: int = 0
    layout: Layout | None = None

    def value(self) -> Value:
        """As JSON, without what does not apply."""
        value: Value = {"kind": self.kind, "rev": self.rev, "at": self.at.isoformat()}
        if self.site:
            value["site"] = self.site
        if self.sites:
            value["sites"] = list(self.sites)
        if self.seconds:
            value["seconds"] = self.seconds
        if self.mode:
            value["mode"] = self.mode
        if self.since:
            value["since"] = self.since
        if self.layout:
            value["layout"] = self.layout
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
            seconds=value.get("seconds", 0),
            mode=value.get("mode"),
            since=value.get("since", 0),
            layout=value.get("layout"),
        )


def milliseconds(at: datetime) -> int:
    """Since 1970, as browsers count."""
    return int(at.timestamp() * 1000)


def moment(milliseconds: int) -> datetime:
    """The inverse of `milliseconds`, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def fold(events: Iterable[Event]) -> State:
    """The state that a meeting's whole history yields."""
    first, *rest = events
    if first.kind != "prepared":
        raise ValueError("a history begins with its preparation")
    return advance(State(first.rev, "waiting", first.site, first.sites), rest)


def advance(state: State, events: Iterable[Event]) -> State:
    """What `events` make of `state`."""
    for event in events:
        state = replace(_step(state, event), rev=event.rev)
    return state


def _step(state: State, event: Event) -> State:
    now = milliseconds(event.at)
    site = event.site
    match event.kind:
        case "seated":
            return _seated(state, event)
        case "opened" | "resumed":
            return _running(state, now)
        case "reopened":
            back = replace(state, closed=None, in_break=False)
            if state.in_break:
                return replace(back, phase="paused")
            return _running(back, now)
        case "paused":
            return _standing(state, "paused", now)
        case "closed":
            closed = replace(state, closed=now, in_break=state.phase == "paused")
            return _standing(closed, "closed", now)
        case "given":
            return _given(state, site, now)
        case "taken":
            floor = _without(state.floor, site)
            turn = state.turn if floor else None
            return _present(replace(state, floor=floor, turn=turn), site)
        case "lost":
            return _lost(state, event)
        case "back":
            back = _present(state, site)
            turn = back.turn
            if turn and turn.since is None and state.phase == "open":
                turn = turn.started(now)
            return replace(back, turn=turn)
        case "limited":
            return replace(state, limit=event.seconds)
        case "extended":
            turn = state.turn
            longer = turn and replace(turn, limit=turn.limit + event.seconds)
            return replace(state, turn=longer)
        case "requested":
            return replace(state, queue=(*state.queue, site))
        case "withdrawn":
            return replace(state, queue=_without(state.queue, site))
        case _:
            return _voices(state, event)


def _running(state: State, now: int) -> State:
    """Open, with the clock of who has the floor and is there."""
    turn = state.turn
    if turn and state.present_floor:
        turn = turn.started(now)
    return replace(state, phase="open", turn=turn)


def _standing(state: State, phase: Phase, now: int) -> State:
    turn = state.turn and state.turn.stopped(now)
    return replace(state, phase=phase, turn=turn)


def _voices(state: State, event: Event) -> State:
    match event.kind:
        case "mode":
            mode = event.mode or "conference"
            return replace(state, mode=mode, relay=event.site, muted=(), locked=False)
        case "muted":
            muted = tuple(dict.fromkeys((*state.muted, *event.sites)))
            return replace(state, muted=muted)
        case "unmuted":
            return replace(state, muted=_without(state.muted, event.site))
        case "locked" | "unlocked":
            return replace(state, locked=event.kind == "locked")
        case "arranged":
            return replace(state, layout=event.layout or "speaker")
        case _:
            raise ValueError(f"unknown event: {event}")


def _lost(state: State, event: Event) -> State:
    away = (*state.away, Away(event.site, event.since))
    left = replace(state, away=away)
    turn = left.turn
    if turn and turn.since is not None and not left.present_floor:
        # Nobody speaks any more since the line was lost.
        turn = turn.stopped(max(turn.since, event.since))
    return replace(left, turn=turn)


def _present(state: State, site: int) -> State:
    return replace(state, away=tuple(one for one in state.away if one.site != site))


def _given(state: State, site: int, now: int) -> State:
    running = now if state.phase == "open" else None
    return replace(
        state,
        floor=(*state.floor, site),
        queue=_without(state.queue, site),
        # Who is called to speak is to be heard.
        muted=_without(state.muted, site),
        turn=_turn_with(state, running),
    )


def _turn_with(state: State, running: int | None) -> Turn:
    """The clock that runs for one more site: a new one, or that of its partner."""
    turn = state.turn
    if turn is None:
        return Turn(running, 0, state.limit)
    if turn.since is None and running is not None:
        return turn.started(running)
    return turn


def _seated(state: State, event: Event) -> State:
    # Who is not invited any more, or chairs now, does not wait to speak.
    kept = set(event.sites) - {event.site}
    queue = tuple(site for site in state.queue if site in kept)
    muted = tuple(site for site in state.muted if site in kept)
    seated = replace(state, chair=event.site, sites=event.sites, queue=queue)
    if seated.relay not in kept:
        mode: Mode = "conference" if state.mode == "relay" else state.mode
        seated = replace(seated, mode=mode, relay=0)
    return replace(seated, muted=muted)


def _without(sites: tuple[int, ...], gone: int) -> tuple[int, ...]:
    return tuple(site for site in sites if site != gone)
