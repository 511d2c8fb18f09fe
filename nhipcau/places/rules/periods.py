"""Periods of days: `since` belongs to a period, `until` is the first day after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """From `since` to the day before `until`; `until` None: still running."""

    since: date
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the day `on` lies in this period."""
        return self.since <= on and (self.until is None or on < self.until)

    def contains(self, other: Period) -> bool:
        """Whether every day of `other` lies in this period."""
        return self.since <= other.since and _not_later(other.until, self.until)


def meet(one: Period, other: Period) -> Period | None:
    """The days that both share; None when they share none."""
    since = max(one.since, other.since)
    until = one.until if _not_later(one.until, other.until) else other.until
    if until is not None and until <= since:
        return None
    return Period(since, until)


def joined(periods: list[Period]) -> list[Period]:
    """The same days with as few periods as possible, in order of time."""
    result: list[Period] = []
    for period in sorted(periods, key=lambda each: each.since):
        last = result[-1] if result else None
        if last and (last.until is None or period.since <= last.until):
            longer = (
                last.until if _not_later(period.until, last.until) else period.until
            )
            result[-1] = Period(last.since, longer)
        else:
            result.append(period)
    return result


def _not_later(one: date | None, other: date | None) -> bool:
    return other is None or (one is not None and one <= other)
