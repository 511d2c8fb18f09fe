"""Gives what came from elsewhere at the pace at which it was recorded."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")

# Seconds that things wait on average: they come unevenly, sound and picture apart.
DELAY = 0.25
# How things come is known soon, but not from the first: many a sender begins with
# what it had kept.
FIRST = 0.5
# Who is nearly late or far too early for so long has another clock than ours…
WINDOW = 10.0
NEARLY, EARLY = 0.03, 2 * DELAY
# …which is followed so slowly that nobody hears it.
STEP = 0.01
# Beyond this its clock was set, or its stream began anew.
LEAP = 2.0


class Playout(Generic[T]):
    """What is put in with a time of its stream (s) comes out by our clock."""

    def __init__(
        self,
        give: Callable[[T], object],
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._give = give
        self._clock = clock or asyncio.get_running_loop().time
        self._waiting: list[tuple[float, int, T]] = []
        self._number = count()
        # Our clock when the stream's shows 0; None: it has not begun.
        self._base: float | None = None
        self._since = 0.0
        # The least time that anything waited since then, and for how long that counts.
        self._least = LEAP
        self._windows = 0
        self._changed = asyncio.Event()

    def put(self, at: float, thing: T) -> None:
        """`thing` is due at this time of the stream."""
        now = self._clock()
        if self._base is None or not -LEAP < self._base + at - now < LEAP:
            # What waits is of another time, and would come between.
            self._waiting.clear()
            self._base = now + DELAY - at
            self._windows = 0
            self._begin(now)
        self._least = min(self._least, self._base + at - now)
        mine = next(self._number)
        heapq.heappush(self._waiting, (at, mine, thing))
        if now - self._since >= (FIRST if self._windows < 2 else WINDOW):
            self._follow()
            self._windows += 1
            self._begin(now)
            self._changed.set()
        if self._waiting[0][1] == mine:
            self._changed.set()

    def clear(self) -> None:
        """What waits is not wanted any more; the next begins anew."""
        self._waiting.clear()
        self._base = None

    def due(self) -> float | None:
        """Gives all that is due; seconds until the next is, None: nothing waits."""
        now = self._clock()
        base = self._base or 0.0
        while self._waiting and base + self._waiting[0][0] <= now:
            self._give(heapq.heappop(self._waiting)[2])
        return base + self._waiting[0][0] - now if self._waiting else None

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            self._changed.clear()
            rest = self.due()
            try:
                async with asyncio.timeout(rest):
                    await self._changed.wait()
            except TimeoutError:
                continue

    def _begin(self, now: float) -> None:
        self._since, self._least = now, LEAP

    def _follow(self) -> None:
        if self._base is None or self._windows == 0:
            return
        if self._windows == 1:
            self._base += DELAY - self._least
        elif self._least < NEARLY:
            self._base += STEP
        elif self._least > EARLY:
            self._base -= STEP
