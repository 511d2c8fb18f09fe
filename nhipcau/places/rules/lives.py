"""When a unit may begin, end and be followed by others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nhipcau.core.refusal import Refusal
from nhipcau.places.rules.periods import Period, meet
from nhipcau.places.rules.tree import refuse_period


def refuse_life(life: Period, links: Iterable[Period], today: date) -> Refusal | None:
    """Why a unit may not live in `life`, given the periods it is linked in."""
    refusal = refuse_period(life, today)
    if refusal:
        return refusal
    if not all(life.contains(link) for link in links):
        return Refusal("life_shorter_than_links")
    return None


def refuse_end(life: Period, on: date, today: date, children: int) -> Refusal | None:
    """Why a unit may not end on `on`, the first day on which it is no more."""
    if life.until is not None:
        return Refusal("unit_ended_already", date=life.until)
    if on > today:
        return Refusal("date_in_future", date=on)
    if on <= life.since:
        return Refusal("period_empty", since=life.since, until=on)
    if children:
        return Refusal("unit_has_children", count=children)
    return None


def refuse_code(code: str, life: Period, same_code: Iterable[Period]) -> Refusal | None:
    """A code names one unit at a time; the statistics office reuses old ones."""
    if code and any(meet(life, other) for other in same_code):
        return Refusal("code_taken", taken=code)
    return None


_NOT = {
    "merged": Refusal("not_merged"),
    "split": Refusal("not_split"),
    "renamed": Refusal("not_renamed"),
}


def refuse_succession(kind: str, old: list[int], new: list[int]) -> Refusal | None:
    """Why units may not follow units in this way (kinds as in `Succession`)."""
    if kind == "kept":
        return None if old == new and len(old) == 1 else Refusal("kept_is_itself")
    if not old or not new:
        return Refusal("succession_needs_both_sides")
    if set(old) & set(new):
        return Refusal("succession_of_itself")
    sides = {"merged": len(new) == 1, "split": len(old) == 1 and len(new) > 1}
    if not sides.get(kind, len(old) == len(new) == 1):
        return _NOT[kind]
    return None
