"""What a chaos run does, from its seed: which process dies when, who commands what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, get_args

from nhipcau.cli.bench.measure import PROCESSES
from nhipcau.live.rules.state import CHOSEN, Layout, Mode, Picture, State

# Seconds between two kills: some fall into the return of the one before.
SHORTEST, LONGEST = 3.0, 5.0
# Commands per second of all chairs and sites together.
RATE = 5.0
# One command in so many is given blindly: it may not apply, and is refused.
BLIND = 0.1
SITE_KINDS = ("request", "withdraw", "release", "share", "unshare", "preside")
Order = dict[str, Any]


@dataclass(frozen=True)
class Kill:
    """The process that dies, and when, in seconds from the start."""

    at: float
    process: str


def kills(seed: int, count: int) -> list[Kill]:
    """`count` deaths, of any process."""
    dice = Random(f"kills {seed}")  # noqa: S311 - repeatable, not secret
    at, found = 0.0, []
    for _ in range(count):
        at += dice.uniform(SHORTEST, LONGEST)
        found.append(Kill(round(at, 3), dice.choice(PROCESSES)))
    return found


def speakers(seed: int, clients: int) -> Iterator[int]:
    """Who gives the next command: chairs (0 and 1) as often as all sites together."""
    dice = Random(f"speakers {seed}")  # noqa: S311
    while True:
        chair = dice.random() < 0.5
        yield dice.randrange(2) if chair else dice.randrange(2, clients)


def chair_order(dice: Random, state: State) -> Order:
    """A command that a chair who sees `state` may give."""
    kind = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    if dice.random() >= BLIND:
        kind = _due(state) or kind
    others = [site for site in state.sites if site != state.chair]
    order = _order(kind, state)
    match kind:
        case "grant" | "dismiss":
            order["site"] = dice.choice(state.queue or others)
        case "revoke":
            order["site"] = dice.choice(state.floor or others)
        case "mute":
            order["site"] = dice.choice([None, *others])
        case "unmute":
            order["site"] = dice.choice(state.muted or others)
        case "mode":
            order["mode"] = dice.choice(get_args(Mode))
            order["site"] = dice.choice(others) if order["mode"] == "relay" else None
        case "arrange" | "ready":
            layout = dice.choice(get_args(Layout))
            chosen = dice.sample(state.sites, CHOSEN.get(layout, 0))
            order.update(layout=layout, sites=chosen)
        case "take":
            order.update((state.prepared or Picture()).value())
        case "call":
            order["who"] = dice.choice(["all", "absent"])
        case "mark":
            order["site"] = (state.roll or others)[0]
            order["status"] = dice.choice(["in_person", "online", "excused", "absent"])
            order["people"] = dice.choice([None, 5, 40])
        case "limit":
            order["seconds"] = dice.choice([0, 60, 180, 300])
        case "extend":
            order["seconds"] = dice.choice([30, 60])
    return order


def _due(state: State) -> str | None:
    """What a chair does before anything else; None: whatever it likes."""
    if state.roll:
        # Enough are called to see the roll move on, few enough to get to the floor.
        return "mark" if len(state.roll) > len(state.sites) - CALLED else "end_roll"
    steps = {"waiting": "open", "closed": "reopen", "paused": "resume"}
    return steps.get(state.phase)


def site_order(dice: Random, state: State, site: int) -> Order:
    """A command that the people of `site` who see `state` may give."""
    if dice.random() < BLIND:
        return _order(dice.choice(SITE_KINDS), state)
    if site == state.screen:
        return _order("unshare", state)
    if site in state.floor:
        return _order(dice.choice(["release", "release", "share"]), state)
    if site == state.deputy and state.missed is not None:
        return _order("preside", state)
    return _order("withdraw" if site in state.queue else "request", state)


# Sites that the roll call gets to before the chair ends it.
CALLED = 5
# The floor changes hands often, a meeting is seldom closed (and opened again).
_WEIGHTS = {
    "grant": 40,
    "revoke": 12,
    "dismiss": 6,
    "limit": 4,
    "extend": 4,
    "mode": 5,
    "mute": 5,
    "unmute": 5,
    "lock": 3,
    "unlock": 5,
    "arrange": 5,
    "ready": 5,
    "take": 5,
    "call": 2,
    "mark": 2,
    "end_roll": 1,
    "share": 2,
    "unshare": 2,
    "preside": 2,
    "pause": 2,
    "resume": 1,
    "open": 1,
    "close": 1,
    "reopen": 1,
}


def _order(kind: str, state: State) -> Order:
    """As a browser sends it: with the floor that it sees."""
    return {"kind": kind, "floor": list(state.floor)}
