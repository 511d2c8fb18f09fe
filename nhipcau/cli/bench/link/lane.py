"""One direction of a link as a machine without a clock: when does a packet arrive?"""

from __future__ import annotations

from random import Random

from nhipcau.cli.bench.link.ways import Cut, Way

# The delay wanders from one random place to the next in at least this time (s), and
# never so fast that a packet could overtake the one before it.
STROLL = 0.05
STEEPEST = 0.5


class Lane:
    """Takes packets at rising times (s); says when each comes out, or that it does not.

    Order of what a packet meets: blocked or cut, lost, the queue before the wire, the
    wire's rate, the delay. None of it is known to the packet's sender.
    """

    def __init__(self, way: Way, seed: int, cut: Cut | None = None) -> None:
        self._chance = Random(seed)
        self._losing = False
        # Until when the wire is busy with what it has taken.
        self._busy = 0.0
        self._stroll = _Stroll(Random(seed + 1))
        self._way = way
        self._cut = cut
        self._begun: float | None = None

    def become(self, way: Way, cut: Cut | None = None) -> None:
        """Another link from now on; what is under way still arrives as it was told."""
        self._way, self._cut, self._begun = way, cut, None

    def offer(self, now: float, size: int, *, udp: bool) -> float | None:
        """When a packet of `size` bytes that comes now arrives; None: never."""
        way = self._way
        if self._begun is None:
            self._begun = now
        if (udp and not way.udp) or self._is_cut(now - self._begun) or self._loses():
            return None
        begins = max(now, self._busy)
        if way.kbps:
            if (begins - now) * 1000 > way.queue_ms:
                return None
            begins += size * 8 / (way.kbps * 1000)
        self._busy = begins
        return begins + (way.delay_ms + self._stroll.at(begins, way.jitter_ms)) / 1000

    def _is_cut(self, age: float) -> bool:
        cut = self._cut
        return cut is not None and age % cut.every >= cut.every - cut.lasts

    def _loses(self) -> bool:
        """Gilbert's model: a bad state that lasts `burst` packets in the mean."""
        loss = self._way.loss
        # Losses that know nothing of each other stand in rows of this length.
        burst = max(self._way.burst, 1 / (1 - loss))
        stays, begins = 1 - 1 / burst, loss / (burst * (1 - loss))
        self._losing = self._chance.random() < (stays if self._losing else begins)
        return self._losing


class _Stroll:
    """A value that wanders between −1 and 1 times the jitter, steadily.

    It goes to a random place and then to its mirror image, so that its mean is zero
    already over a few seconds.
    """

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._from = (0.0, 0.0)
        self._to = (0.0, 0.0)
        self._mirrored = True

    def at(self, now: float, jitter_ms: float) -> float:
        """In ms, at rising times (s)."""
        if not jitter_ms:
            return 0.0
        step = max(STROLL, 2 * jitter_ms / 1000 / STEEPEST)
        if now - self._to[0] > step:
            self._to = (now, self._next())
        while now >= self._to[0]:
            self._from = self._to
            self._to = (self._from[0] + step, self._next())
        (begun, old), (end, new) = self._from, self._to
        return jitter_ms * (old + (new - old) * (now - begun) / (end - begun))

    def _next(self) -> float:
        self._mirrored = not self._mirrored
        return -self._to[1] if self._mirrored else self._chance.uniform(-1, 1)
