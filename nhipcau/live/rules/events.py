"""The steps of a meeting: folding all of them yields its chair state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from nhipcau.live.rules.state import (
    Away,
    Layout,
    Mode,
    Phase,
    Picture,
    State,
    Turn,
    Value,
)

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
    "readied",
    "shared",
    "unshared",
    "missed",
    "found",
    "presides",
    "called",
    "marked",
]


_FOUND = ("status", "remark")


@dataclass(frozen=True)
class Event:
    """One step; `site` says whom it concerns, `rev` which command made it.

    Where seats change, `sites` are all who are invited, `site` is the chair's.
    `seconds` is the length of a turn, or by how much one was extended; `mode` the new
    mode, with the relayed site as `site`; `sites` who was muted, who is chosen for a
    layout, who is still to be called. A mark of the roll call carries what it found.
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
    deputy: int = 0
    status: str = ""
    people: int | None = None
    remark: str = ""

    @property
    def picture(self) -> Picture | None:
        """The arrangement that it names."""
        return Picture(self.layout, self.sites) if self.layout else None

    def value(self) -> Value:
        """As JSON, without what does not apply."""
        value: Value = {"kind": self.kind, "rev": self.rev, "at": self.at.isoformat()}
        if self.site:
            value["site"] = self.site
        if self.sites:
            value["sites"] = list(self.sites)
        if self.people is not None:
            value["people"] = self.people
        for name in ("seconds", "mode", "since", "layout", "deputy", *_FOUND):
            if found := getattr(self, name):
                value[name] = found
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
            deputy=value.get("deputy", 0),
            status=value.get("status", ""),
            people=value.get("people"),
            remark=value.get("remark", ""),
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
    state = State(first.rev, "waiting", first.site, first.sites, first=first.site)
    return advance(replace(state, deputy=first.deputy), rest)


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
            return _standing(replace(closed, screen=0, roll=()), "closed", now)
        case "given":
            return _given(state, site, now)
        case "taken":
            floor = _without(state.floor, site)
            turn = state.turn if floor else None
            # Whose turn is over shows nothing any more.
            screen = 0 if state.screen == site else state.screen
            left = replace(state, floor=floor, turn=turn, screen=screen)
            return _present(left, site)
        case "lost":
            return _lost(state, event)
        case "back":
            back = _present(state, site)
            turn = back.turn
            if turn and turn.since is None and state.phase == "open":
                turn = turn.started(now)
            return replace(back, turn=turn)
        case "requested":
            return replace(state, queue=(*state.queue, site))
        case "withdrawn":
            return replace(state, queue=_without(state.queue, site))
        case "limited" | "extended":
            return _timed(state, event)
        case "missed" | "found" | "presides":
            return _chaired(state, event)
        case "called" | "marked":
            return _called(state, event)
        case "arranged" | "readied" | "shared" | "unshared":
            return _shown(state, event)
        case _:
            return _voices(state, event)


def _timed(state: State, event: Event) -> State:
    if event.kind == "limited":
        return replace(state, limit=event.seconds)
    turn = state.turn
    longer = turn and replace(turn, limit=turn.limit + event.seconds)
    return replace(state, turn=longer)


def _chaired(state: State, event: Event) -> State:
    if event.kind == "presides":
        return _presided(state, event.site)
    return replace(state, missed=event.since or None)


def _shown(state: State, event: Event) -> State:
    match event.kind:
        case "arranged":
            return replace(state, picture=event.picture or Picture())
        case "readied":
            return replace(state, prepared=event.picture)
        case _:
            # Nobody shares any more: `site` is none.
            return replace(state, screen=event.site)


def _called(state: State, event: Event) -> State:
    roll = event.sites if event.kind == "called" else _without(state.roll, event.site)
    # Who is called is to be heard.
    muted = tuple(site for site in state.muted if site not in roll[:1])
    return replace(state, roll=roll, muted=muted)


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


def presiding(state: State, seated: Event) -> int:
    """Who presides once a plan is followed.

    A deputy that presides goes on, as long as the plan says nothing else.
    """
    goes_on = state.chair == seated.deputy and state.first == seated.site
    return seated.deputy if goes_on else seated.site


def _seated(state: State, event: Event) -> State:
    chair = presiding(state, event)
    seated = replace(state, sites=event.sites, first=event.site, deputy=event.deputy)
    return _presided(seated, chair)


def _presided(state: State, chair: int) -> State:
    """With `chair` presiding, and without whom that leaves no place for."""
    # Who is not invited any more, or presides now, does not wait to speak.
    others = set(state.sites) - {chair}

    def kept(sites: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(site for site in sites if site in others)

    relayed = state.relay in others
    mode: Mode = state.mode if relayed or state.mode != "relay" else "conference"
    may_share = state.screen in (chair, *state.floor)
    return replace(
        state,
        chair=chair,
        missed=None if chair != state.chair else state.missed,
        queue=kept(state.queue),
        muted=kept(state.muted),
        roll=kept(state.roll),
        relay=state.relay if relayed else 0,
        mode=mode,
        screen=state.screen if may_share and state.screen in state.sites else 0,
        picture=_invited(state, state.picture) or Picture(),
        prepared=_invited(state, state.prepared),
    )


def _invited(state: State, picture: Picture | None) -> Picture | None:
    return picture if picture and set(picture.sites) <= set(state.sites) else None


def _without(sites: tuple[int, ...], gone: int) -> tuple[int, ...]:
    return tuple(site for site in sites if site != gone)
