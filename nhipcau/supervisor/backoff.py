"""How long to wait before a dead process is started again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST = 0.2
LONGEST = 30.0
#: A process that was ready for this long was healthy: its death starts a new count.
HEALTHY = 1.0
#: This many exits within a minute are shown as "degraded"; we keep trying.
MANY = 5
MINUTE = 60.0


@dataclass
class Backoff:
    """Counts deaths; the first restart is at once, so a killed process is soon back."""

    jitter: Callable[[], float]
    exits: deque[float] = field(default_factory=lambda: deque(maxlen=MANY))
    in_a_row: int = 0

    def died(self, now: float, was_ready_for: float) -> float:
        """Note a death; answer the seconds to wait before the next start."""
        self.exits.append(now)
        if was_ready_for >= HEALTHY:
            self.in_a_row = 0
        self.in_a_row += 1
        if self.in_a_row == 1:
            return 0.0
        step = min(self.in_a_row - 2, 20)
        delay: float = min(LONGEST, FIRST * 2**step)
        # Jitter only shortens, so that LONGEST stays the longest.
        return delay * (1 - 0.25 * self.jitter())

    def degraded(self, now: float) -> bool:
        """Whether the last minute has seen too many deaths."""
        return len(self.exits) == MANY and now - self.exits[0] <= MINUTE
