"""How played rooms behave: who asks, gives up, has said enough, loses the line.

All follows from the seed, the time and the state, so two looks at the same moment
decide the same, and a bot that was restarted goes on as if nothing had happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nhipcau.live.rules.commands import Release, Request, SiteCommand, Withdraw
from nhipcau.live.rules.state import State

# ms. Once in this time every room considers whether to ask for the floor or, if it
# waits, whether the matter is settled.
CONSIDER_EVERY = 120_000
CHANCE = {"ask": 0.3, "give up": 0.12}
# Nobody joins a queue that is this long.
LONG_QUEUE = 4
SPEECH = (15_000, 40_000)
# Once in this time one room loses its line, somewhere in the middle.
LINE_EVERY = 120_000
LINE_GONE = 8_000


@dataclass(frozen=True)
class Act:
    """What one room does now."""

    site: int
    order: SiteCommand


def acts(
    seed: int, cast: Sequence[int], state: State, since: int, now: int
) -> tuple[Act, ...]:
    """What the rooms of `cast` do that they had not done at `since` (both in ms)."""
    if state.phase != "open":
        return ()
    gone = lost(seed, cast, now)
    found = (*_ends(seed, cast, state, now), *_wishes(seed, cast, state, since, now))
    return tuple(act for act in found if act.site != gone)


def lost(seed: int, cast: Sequence[int], now: int) -> int | None:
    """The room whose line is down now, one at a time."""
    if not cast:
        return None
    span, at = divmod(now, LINE_EVERY)
    begin = chance(seed, "line", span) * (LINE_EVERY - LINE_GONE)
    if not begin <= at < begin + LINE_GONE:
        return None
    return cast[int(chance(seed, "victim", span) * len(cast))]


def speech(seed: int, site: int, begun: int) -> int:
    """How long `site` speaks that was called at `begun`, in ms."""
    least, most = SPEECH
    return round(least + (most - least) * chance(seed, "speech", site, begun))


def _ends(seed: int, cast: Sequence[int], state: State, now: int) -> Iterator[Act]:
    for site in state.present_floor:
        if site not in cast or state.turn is None:
            continue
        spent = state.turn.spent_by(now)
        if spent >= speech(seed, site, now - spent):
            yield Act(site, Release())


def _wishes(
    seed: int, cast: Sequence[int], state: State, since: int, now: int
) -> Iterator[Act]:
    waiting = len(state.queue)
    for site in cast:
        if site not in state.sites or site in (state.chair, *state.floor):
            continue
        if site in state.queue:
            if _due(seed, "give up", site, since, now):
                yield Act(site, Withdraw())
        elif waiting < LONG_QUEUE and _due(seed, "ask", site, since, now):
            waiting += 1
            yield Act(site, Request())


def _due(seed: int, what: str, site: int, since: int, now: int) -> bool:
    """Whether the moment of `what` in its span lies after `since`, up to `now`."""
    # A process that slept long does not catch up on all that it missed.
    span = now // CONSIDER_EVERY
    if chance(seed, what, "whether", site, span) >= CHANCE[what]:
        return False
    moment = (span + chance(seed, what, "when", site, span)) * CONSIDER_EVERY
    return since < moment <= now


def chance(seed: int, *what: object) -> float:
    """A number from 0 to below 1 that is the same each time for the same question."""
    digest = hashlib.blake2b(repr((seed, *what)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
