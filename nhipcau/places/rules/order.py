"""The official order: everyone knows it, so a change keeps what it does not name."""

from __future__ import annotations

from collections.abc import Sequence

from nhipcau.core.refusal import Refusal


def reordered(all_ids: Sequence[int], wanted: Sequence[int]) -> list[int] | Refusal:
    """`all_ids` with the ones in `wanted` put in that order into their own slots.

    Whoever may edit a part of the list cannot move the rest by it.
    """
    if len(set(wanted)) != len(wanted):
        return Refusal("order_names_twice")
    if not set(wanted) <= set(all_ids):
        return Refusal("order_out_of_date")
    turn = iter(wanted)
    moved = set(wanted)
    return [next(turn) if one in moved else one for one in all_ids]


def swapped(ids: Sequence[int], one: int, step: int) -> list[int]:
    """`ids` with `one` moved by `step` places, stopping at the ends."""
    rest = [each for each in ids if each != one]
    place = min(max(list(ids).index(one) + step, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]
