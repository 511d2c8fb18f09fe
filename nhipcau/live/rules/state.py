"""The chair state of a meeting, as data: what the row, the engine and browsers hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

SCHEMA = 2
# What a command may name at most.
FLOOR_LIMIT = 4
# How long the end of a meeting can be taken back.
UNDO_MS = 60_000
# Who has the floor and loses the line leaves the stage after this time…
AWAY_MS = 5_000
# …and loses the floor after this.
KEPT_MS = 60_000

Phase = Literal["waiting", "open", "paused", "closed"]
# Who may be heard: the chair and who was called; everyone; one at a time; two that
# answer each other; another meeting that is passed on.
Mode = Literal["conference", "discussion", "training", "questioning", "relay"]
# What all see: who speaks, large; or every site in its official order.
Layout = Literal["speaker", "wall"]
Value = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """The clock of who has the floor, in ms; `since` None while it stands still."""

    since: int | None
    spent: int = 0
    # Seconds allowed; 0: as long as it takes.
    limit: int = 0

    def spent_by(self, now: int) -> int:
        """Milliseconds spoken until `now`."""
        return self.spent + (0 if self.since is None else max(0, now - self.since))

    def stopped(self, now: int) -> Turn:
        """The same clock, standing still."""
        return replace(self, since=None, spent=self.spent_by(now))

    def started(self, now: int) -> Turn:
        """The same clock, running on."""
        return replace(self, since=now)


@dataclass(frozen=True)
class Away:
    """A site that lost its line while it had the floor, and since when, in ms."""

    site: int
    since: int


@dataclass(frozen=True)
class State:
    """Who chairs, who is invited (official order), who speaks, who waits to speak."""

    rev: int
    phase: Phase
    chair: int
    sites: tuple[int, ...]
    floor: tuple[int, ...] = ()
    queue: tuple[int, ...] = ()
    # Seconds that each turn gets from now on; 0: as long as it takes.
    limit: int = 0
    turn: Turn | None = None
    # When the meeting was closed, in ms since 1970; it can be taken back for a while.
    closed: int | None = None
    # Closed in a break: taking the closing back returns to the break.
    in_break: bool = False
    mode: Mode = "conference"
    # The site whose picture and sound are passed on in mode relay.
    relay: int = 0
    # Sites whose microphones the chair has closed; the chair's own is never among them.
    muted: tuple[int, ...] = ()
    # Nobody but the chair opens a microphone.
    locked: bool = False
    # Who has the floor but is not there: the turn is kept for a while.
    away: tuple[Away, ...] = ()
    layout: Layout = "speaker"

    def value(self) -> Value:
        """As JSON."""
        turn = self.turn
        return {
            "schema": SCHEMA,
            "rev": self.rev,
            "phase": self.phase,
            "chair": self.chair,
            "sites": list(self.sites),
            "floor": list(self.floor),
            "queue": list(self.queue),
            "limit": self.limit,
            "turn": turn
            and {"since": turn.since, "spent": turn.spent, "limit": turn.limit},
            "closed": self.closed,
            "in_break": self.in_break,
            "mode": self.mode,
            "relay": self.relay,
            "muted": list(self.muted),
            "locked": self.locked,
            "layout": self.layout,
            "away": [{"site": one.site, "since": one.since} for one in self.away],
        }

    @classmethod
    def of(cls, value: Value) -> State:
        """From JSON; raises ValueError for what this version cannot read."""
        known = value["schema"] in (1, SCHEMA)
        if not known or value["phase"] not in get_args(Phase):
            raise ValueError(f"unknown chair state: {value}")
        turn = value.get("turn")
        return cls(
            rev=value["rev"],
            phase=value["phase"],
            chair=value["chair"],
            sites=tuple(value["sites"]),
            floor=tuple(value["floor"]),
            # What follows came with schema 2.
            queue=tuple(value.get("queue", ())),
            limit=value.get("limit", 0),
            turn=Turn(turn["since"], turn["spent"], turn["limit"]) if turn else None,
            closed=value.get("closed"),
            in_break=value.get("in_break", False),
            mode=value.get("mode", "conference"),
            relay=value.get("relay", 0),
            muted=tuple(value.get("muted", ())),
            locked=value.get("locked", False),
            layout=value.get("layout", "speaker"),
            away=tuple(Away(**one) for one in value.get("away", ())),
        )

    @property
    def room_on_floor(self) -> int:
        """How many sites may have the floor at once in this mode."""
        return 2 if self.mode == "questioning" else 1

    @property
    def present_floor(self) -> tuple[int, ...]:
        """Who has the floor and is there."""
        away = {one.site for one in self.away}
        return tuple(site for site in self.floor if site not in away)

    def over(self, now: int) -> bool:
        """Whether the meeting is closed for good."""
        return self.closed is not None and now - self.closed >= UNDO_MS
