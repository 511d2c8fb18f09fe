"""Notices who lost the line while having the floor, and who came back."""

from __future__ import annotations

from collections.abc import Collection

from nhipcau.live.rules.commands import EngineCommand, Expire, Lose, Return
from nhipcau.live.rules.state import AWAY_MS, KEPT_MS, State


class Lines:
    """Remembers since when each speaker's devices are missing from the room."""

    def __init__(self) -> None:
        self._gone: dict[int, int] = {}

    def look(
        self, state: State, present: Collection[int], now: int
    ) -> list[EngineCommand]:
        """What is to be told; `present` are the sites whose main device is there."""
        floor = state.floor if state.phase == "open" else ()
        self._gone = {site: at for site, at in self._gone.items() if site in floor}
        away = {one.site: one.since for one in state.away}
        told: list[EngineCommand] = []
        for site in floor:
            if site in present:
                self._gone.pop(site, None)
                if site in away:
                    told.append(Return(site))
            elif site in away:
                if now - away[site] >= KEPT_MS:
                    told.append(Expire(site))
            elif now - self._gone.setdefault(site, now) >= AWAY_MS:
                told.append(Lose(site, self._gone[site]))
        return told
