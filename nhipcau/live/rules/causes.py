"""Why a site was gone: what the engine saw, and what the site's own device noted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import inf
from typing import Literal

from nhipcau.engine.port import Reason

Kind = Literal[
    "opened", "closed", "lost", "back", "offline", "online", "stalled", "uses", "path"
]
Cause = Literal[
    "removed",
    "asked",
    "page",
    "power",
    "browser",
    "engine",
    "hub",
    "asleep",
    "cable",
    "media",
    "network",
    "silent",
    "unknown",
]

# Two accounts of one cut differ by less: clocks, and what the engine waits for.
NEAR_MS = 2_000
# The engine gives up on a device so long after the device lost it.
LATE_MS = 25_000
# The engine has a site no longer than this after its device is gone for good.
SEEN_MS = 60_000
# What tells of the cause of a cut is noted so long before it begins, or after.
BEFORE_MS = 15_000
# A new engine is seen so long before, or after, its sites miss the old one.
ENGINE_MS = (5_000, 15_000)
# Sites whose line to the hub breaks at one place notice it within this time…
TOGETHER_MS = 10_000
# …and fewer than this many may do so by chance.
FEW = 3
# The browser has not run for so long: the computer slept, or was choked.
ASLEEP_MS = 5_000


@dataclass(frozen=True)
class Said:
    """What the device of a site noted at a moment (ms since 1970, our clock)."""

    at: int
    kind: Kind
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Span:
    """The engine had the site's main device from … to (ms); None: it has it still."""

    since: int
    until: int | None
    # Why it ended, as far as the engine knows.
    why: Reason = ""


@dataclass(frozen=True)
class Cut:
    """A site was gone from … to (ms); None: it has not come back."""

    since: int
    until: int | None
    why: Reason = ""
    said: tuple[Said, ...] = ()
    # A page that died knows only roughly since when: browsers write now and then.
    rough: bool = False


def cuts_of(
    spans: Sequence[Span],
    said: Sequence[Said],
    begin: int = 0,
    end: int | None = None,
    now: float = inf,
) -> list[Cut]:
    """Both accounts as one, in order of time; `said` is in that order too.

    Who went before the `begin` (ms) was only trying, who left at the `end` was not cut
    off. The engine waits before it gives a device up, and forgives what is short; the
    device knows to the second, and tells when it can.
    """
    losses = (_believed(one, spans, now) for one in _losses(said))
    found = [*_gaps(spans), *(one for one in losses if one is not None)]
    last = inf if end is None else end
    found = [one for one in found if begin <= one.since < last]
    merged: list[Cut] = []
    for cut in sorted(found, key=lambda one: one.since):
        if merged and _same(merged[-1], cut):
            merged[-1] = _merge(merged[-1], cut)
        else:
            merged.append(cut)
    return [replace(cut, said=_about(cut, said)) for cut in merged]


def _gaps(spans: Sequence[Span]) -> Iterable[Cut]:
    comings = [span.since for span in spans[1:]]
    for span, back in zip_longest(spans, comings):
        if span.until is not None:
            yield Cut(span.until, back, span.why)


def _losses(said: Sequence[Said]) -> Iterable[Cut]:
    begun: Cut | None = None
    for one in said:
        if one.kind == "lost" and begun is None:
            begun = Cut(one.at, None)
        elif one.kind == "opened" and one.facts["ended"] != "none" and begun is None:
            died = one.facts["ended"] == "died"
            begun = Cut(one.at - _number(one, "away"), None, rough=died)
        elif one.kind == "back" and begun is not None:
            yield replace(begun, until=one.at)
            begun = None
    if begun is not None:
        yield begun


def _believed(cut: Cut, spans: Sequence[Span], now: float) -> Cut | None:
    """What a device tells, as far as the engine did not have the site all the time.

    Its journal may be of a second window, or of a device that another has replaced: it
    does not know that the site was there. Where the engine had the site for much longer
    than it takes to notice an absence, there was none that lasts.
    """
    end = now if cut.until is None else cut.until
    for span in spans:
        had = inf if span.until is None else span.until
        if span.since > cut.since or min(had, end) - cut.since <= SEEN_MS:
            continue
        seen = min(had, inf if cut.until is None else cut.until)
        # A page that died knows only roughly since when: the engine knows better.
        return (
            replace(cut, since=int(seen) - LATE_MS)
            if cut.rough and seen < inf
            else None
        )
    return cut


def _same(before: Cut, after: Cut) -> bool:
    """Whether both tell of one cut."""
    return before.until is None or after.since <= before.until + NEAR_MS


def _merge(first: Cut, second: Cut) -> Cut:
    why = first.why or second.why
    return Cut(first.since, _end(first, second), why, rough=first.rough)


def _end(first: Cut, second: Cut) -> int | None:
    """When both were over; whoever knows of an end is right, the other has not heard.

    But for an absence that begins when the first is over, or so late in it that both
    cannot mean the same.
    """
    ends = [one.until for one in (first, second) if one.until is not None]
    over = first.until is not None and second.since >= first.until
    late = second.since > first.since + LATE_MS
    if second.until is None and (over or late):
        return None
    return max(ends, default=None)


def _about(cut: Cut, said: Sequence[Said]) -> tuple[Said, ...]:
    end = inf if cut.until is None else cut.until + NEAR_MS
    first = bisect_left(said, cut.since - BEFORE_MS, key=lambda one: one.at)
    return tuple(said[first : bisect_right(said, end, key=lambda one: one.at)])


def cause_of(
    cut: Cut,
    engines: Collection[int],
    *,
    together: bool,
    asked: Collection[int] = (),
) -> Cause:
    """The likeliest cause; what somebody did goes before what broke.

    `engines`: when an engine began (ms); `together`: whether other sites were cut off
    at the same moment; `asked`: when its page was left because a technician wanted it.
    """
    own = _own_doing(cut)
    if own in ("page", "browser") and any(_near(cut, one) for one in asked):
        return "asked"
    if own:
        return own
    before, after = ENGINE_MS
    new = any(cut.since - before <= one <= cut.since + after for one in engines)
    if new or cut.why == "engine":
        return "engine"
    if together:
        return "hub"
    return _own_line(cut)


def _own_doing(cut: Cut) -> Cause | None:
    """What a person did, or the site's computer suffered, that the cut began with.

    Who loads a page anew because the line is gone does not explain the cut.
    """
    if cut.why == "removed":
        return "removed"
    lost = min((one.at for one in cut.said if _is_lost(cut, one)), default=inf)
    # A page that is left loses its line a moment before it can say so.
    last = min(lost + NEAR_MS, cut.since + LATE_MS)
    for one in cut.said:
        # One that died may have written down long before that it lived.
        known = cut.rough and one.at > cut.since
        early = _began(one) < cut.since - NEAR_MS and not known
        if early or _began(one) > last:
            continue
        if one.facts.get("ended") in ("closed", "died"):
            started = one.facts.get("up") is not None
            if started and _number(one, "up") < _number(one, "away"):
                return "power"
            return "browser" if one.facts["ended"] == "died" else "page"
        if one.kind == "closed":
            return "page"
    # What our own page does when it gives a dead line up looks the same to the engine.
    return "page" if cut.why == "left" and lost == inf else None


def _near(cut: Cut, moment: int) -> bool:
    """Whether it may be the beginning of the cut; the engine learns of it late."""
    return cut.since - LATE_MS <= moment <= cut.since + NEAR_MS


def _is_lost(cut: Cut, one: Said) -> bool:
    return one.kind == "lost" and one.at >= cut.since - NEAR_MS


def _began(one: Said) -> int:
    """Since when what was noted lasts: a page that opens tells of the one before."""
    return one.at - _number(one, "away") - _number(one, "ms")


def _own_line(cut: Cut) -> Cause:
    kinds = {one.kind for one in cut.said}
    start = [one for one in cut.said if _began(one) <= cut.since + BEFORE_MS]
    slept = [_number(one, "ms") for one in start if one.kind == "stalled"]
    if max(slept, default=0) >= ASLEEP_MS:
        return "asleep"
    if any(one.kind == "offline" for one in start):
        return "cable"
    backs = [one for one in cut.said if one.kind == "back" and one.at > cut.since]
    if backs:
        return "media" if backs[-1].facts.get("served") else "network"
    return "silent" if "lost" in kinds or cut.why == "silent" else "unknown"


def _number(said: Said, name: str) -> int:
    value = said.facts.get(name, 0)
    return value if isinstance(value, int) else 0


def moments_of(cuts: Mapping[int, Sequence[Cut]]) -> list[tuple[int, int]]:
    """When which site was cut off, in order; who left by itself is left out."""
    return sorted(
        (cut.since, site)
        for site, some in cuts.items()
        for cut in some
        if not _own_doing(cut)
    )


def together(since: int, moments: Sequence[tuple[int, int]], there: int) -> bool:
    """Whether a cut at this moment is one of many, of `there` sites that were there."""
    first = bisect_left(moments, (since - TOGETHER_MS, 0))
    last = bisect_left(moments, (since + TOGETHER_MS + 1, 0))
    sites = {site for _, site in moments[first:last]}
    return len(sites) >= FEW and 2 * len(sites) >= there
