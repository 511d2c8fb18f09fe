"""Commands given one after the other to a state, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.chair import apply
from nhipcau.live.rules.commands import CHAIR, By, Command
from nhipcau.live.rules.state import State

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def after(
    state: State, *orders: Command | tuple[Command, By], seconds: int = 0
) -> State:
    """What the orders make of `state`: the chair's, or each with who gives it."""
    for order in orders:
        command, by = order if isinstance(order, tuple) else (order, CHAIR)
        result = apply(state, command, by, NOW + timedelta(seconds=seconds))
        assert not isinstance(result, Refusal), result
        state = result[0]
    return state


def site(number: int) -> By:
    """A site that commands for itself."""
    return By("site", number)
