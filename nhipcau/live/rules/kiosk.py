"""Which meeting a room computer shows next, and which it enters by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nhipcau.live.rules.state import Phase

# In ms. An hour before it starts there is time to put a room right…
EARLY = 60 * 60 * 1000
# …what nobody opened for so long has been forgotten…
LATE = 4 * 60 * 60 * 1000
# …and what goes on for so long, somebody forgot to close.
LONG = 12 * 60 * 60 * 1000


@dataclass(frozen=True)
class Plan:
    """One meeting to which the site is invited; `starts` in ms since 1970."""

    meeting: int
    starts: int
    phase: Phase = "waiting"
    # Closed, and too long ago to take that back.
    over: bool = False
    # The site itself has been called to speak there.
    called: bool = False


@dataclass(frozen=True)
class Next:
    """The meeting of the site that matters now; `enter`: it is time to be in."""

    meeting: int
    enter: bool


def next_meeting(plans: Sequence[Plan], now: int, present: int = 0) -> Next | None:
    """What a room computer does that is in the meeting `present` (0: in none).

    Of two that go on the later counts, for one whose end was forgotten must not keep
    every room; but whoever has been called to speak stays.
    """
    plans = [one for one in plans if not one.over]
    running = [one for one in plans if one.phase != "waiting"]
    if any(one.meeting == present and one.called for one in running):
        return Next(present, enter=True)
    fresh = [one for one in running if now - one.starts <= LONG]
    soon = [
        one
        for one in plans
        if one.phase == "waiting" and -EARLY <= now - one.starts <= LATE
    ]
    for some in (fresh, soon, running):
        if some:
            return Next(max(some, key=_start).meeting, enter=True)
    later = [one for one in plans if one.phase == "waiting" and one.starts > now]
    return Next(min(later, key=_start).meeting, enter=False) if later else None


def _start(plan: Plan) -> tuple[int, int]:
    return plan.starts, plan.meeting
