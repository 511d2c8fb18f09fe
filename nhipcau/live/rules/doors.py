"""Who came into the room and who left it; a short cut is neither."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# A restart of the engine, or of a browser, takes less.
PATIENCE_MS = 5_000


@dataclass(frozen=True)
class Moved:
    """Sites that came, and that left with the moment (ms) when they were missed."""

    joined: frozenset[int]
    left: dict[int, int]


class Doors:
    """Remembers who is in the room; `there` are those of an earlier life."""

    def __init__(self, there: Collection[int] = ()) -> None:
        self._there = set(there)
        self._missed: dict[int, int] = {}

    @property
    def waiting(self) -> bool:
        """Whether someone may turn out to have left."""
        return bool(self._missed)

    def look(self, present: Collection[int], now: int) -> Moved:
        """What is news, now that `present` are seen."""
        joined = frozenset(present) - self._there
        self._there |= joined
        missed = {
            site: self._missed.get(site, now)
            for site in self._there
            if site not in present
        }
        left = {site: at for site, at in missed.items() if now - at >= PATIENCE_MS}
        self._missed = {site: at for site, at in missed.items() if site not in left}
        self._there -= set(left)
        return Moved(joined, left)
