"""The chair state of a meeting, as data: what the row, the engine and browsers hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

SCHEMA = 3
# What a command may name at most.
FLOOR_LIMIT = 4
# How long the end of a meeting can be taken back.
UNDO_MS = 60_000
# Who has the floor and loses the line leaves the stage after this time…
AWAY_MS = 5_000
# …and loses the floor after this.
KEPT_MS = 60_000
# A chair without a device in the room is replaced: its deputy is asked, then moved.
OFFER_MS = 10_000
SUCCEED_MS = 30_000

Phase = Literal["waiting", "open", "paused", "closed"]
# Who is heard beside the chair, which may always speak: who was called; everyone; who
# was called, for whom the chair's microphone closes; two that answer each other;
# another meeting that is passed on.
Mode = Literal["conference", "discussion", "training", "questioning", "relay"]
# What all see: who speaks, large; the same over a strip of all others; every site in
# its official order; one chosen site; two, side by side; a shared screen alone.
Layout = Literal["speaker", "strip", "wall", "spotlight", "pair", "screen"]
# How many sites the chair must choose for a layout; none for the others.
CHOSEN: dict[Layout, int] = {"spotlight": 1, "pair": 2}
Value = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """How the stage is arranged; `sites` are those that the chair chose for it."""

    layout: Layout = "speaker"
    sites: tuple[int, ...] = ()

    def value(self) -> Value:
        """As JSON."""
        return {"layout": self.layout, "sites": list(self.sites)}

    @classmethod
    def of(cls, value: Value) -> Picture:
        """From JSON."""
        return cls(value["layout"], tuple(value["sites"]))


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
    picture: Picture = Picture()
    # What the chair has made ready to be shown next.
    prepared: Picture | None = None
    # The site that shares its screen; 0: none.
    screen: int = 0
    # Who presides by the plan, and who does when that site is gone; 0: nobody.
    first: int = 0
    deputy: int = 0
    # Since when the presiding site has no device in the room, in ms since 1970.
    missed: int | None = None
    # The roll call that runs: who is called now, then who is still to be called.
    roll: tuple[int, ...] = ()

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
            "away": [{"site": one.site, "since": one.since} for one in self.away],
            "picture": self.picture.value(),
            "prepared": self.prepared and self.prepared.value(),
            "screen": self.screen,
            "first": self.first,
            "deputy": self.deputy,
            "missed": self.missed,
            "roll": list(self.roll),
        }

    @classmethod
    def of(cls, value: Value) -> State:
        """From JSON; raises ValueError for what this version cannot read."""
        known = value["schema"] in range(1, SCHEMA + 1)
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
            away=tuple(Away(**one) for one in value.get("away", ())),
            # With schema 3. Schema 2 knew a layout, and none that needs sites.
            picture=Picture.of(value["picture"])
            if "picture" in value
            else Picture(value.get("layout", "speaker")),
            prepared=Picture.of(value["prepared"]) if value.get("prepared") else None,
            screen=value.get("screen", 0),
            first=value["first"] if "first" in value else value["chair"],
            deputy=value.get("deputy", 0),
            missed=value.get("missed"),
            roll=tuple(value.get("roll", ())),
        )

    @property
    def room_on_floor(self) -> int:
        """How many sites may have the floor at once in this mode."""
        return 2 if self.mode == "questioning" else 1

    @property
    def speakers(self) -> tuple[int, ...]:
        """Who is called to be seen and heard: by the roll call, a relay, the chair."""
        if self.roll:
            return self.roll[:1]
        relayed = (self.relay,) if self.mode == "relay" else ()
        return (*relayed, *self.present_floor)

    @property
    def present_floor(self) -> tuple[int, ...]:
        """Who has the floor and is there."""
        away = {one.site for one in self.away}
        return tuple(site for site in self.floor if site not in away)

    def over(self, now: int) -> bool:
        """Whether the meeting is closed for good."""
        return self.closed is not None and now - self.closed >= UNDO_MS
