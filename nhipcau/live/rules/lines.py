"""Notices who is missed: a speaker, the chair, the device that shares its screen."""

from __future__ import annotations

from collections.abc import Collection

from nhipcau.live.rules.commands import (
    EngineCommand,
    Expire,
    Find,
    Lose,
    Miss,
    Return,
    Succeed,
    Unshare,
)
from nhipcau.live.rules.state import AWAY_MS, KEPT_MS, OFFER_MS, SUCCEED_MS, State


class Lines:
    """Remembers since when each of them is missing from the room."""

    def __init__(self) -> None:
        self._gone: dict[int, int] = {}
        self._chair_gone: tuple[int, int] | None = None
        self._screen_gone: int | None = None

    def look(
        self,
        state: State,
        present: Collection[int],
        now: int,
        sharing: Collection[int] = (),
    ) -> list[EngineCommand]:
        """What is to be told: it applies to `state`, one after the other.

        `present` are the sites whose main device is there, `sharing` those of which
        a device publishes a screen.
        """
        return [
            *self._floor(state, present, now),
            *self._chair(state, present, now),
            *self._screen(state, sharing, now),
        ]

    def _chair(
        self, state: State, present: Collection[int], now: int
    ) -> list[EngineCommand]:
        chair = state.chair
        if chair in present or state.phase not in ("open", "paused"):
            self._chair_gone = None
            return [Find()] if chair in present and state.missed is not None else []
        if self._chair_gone is None or self._chair_gone[0] != chair:
            self._chair_gone = (chair, now)
        if state.missed is None:
            since = self._chair_gone[1]
            return [Miss(since)] if now - since >= OFFER_MS else []
        replaced = state.deputy in present and state.deputy != chair
        return [Succeed()] if replaced and now - state.missed >= SUCCEED_MS else []

    def _screen(
        self, state: State, sharing: Collection[int], now: int
    ) -> list[EngineCommand]:
        if not state.screen or state.screen in sharing or state.phase != "open":
            self._screen_gone = None
            return []
        if self._screen_gone is None:
            self._screen_gone = now
        return [Unshare()] if now - self._screen_gone >= AWAY_MS else []

    def _floor(
        self, state: State, present: Collection[int], now: int
    ) -> list[EngineCommand]:
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
