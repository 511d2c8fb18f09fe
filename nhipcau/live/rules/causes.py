"""Why a site was gone: what the engine saw, and what the site's own device noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from nhipcau.engine.port import Reason

Kind = Literal[
    "opened", "closed", "lost", "back", "offline", "online", "stalled", "uses", "path"
]
Cause = Literal[
    "removed",
    "replaced",
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
# What is noted of a cut is noted this long before it begins.
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
    spans: Sequence[Span], said: Sequence[Said], end: int | None = None
) -> list[Cut]:
    """Both accounts as one, in order; who left at the `end` (ms) was not cut off.

    The engine waits before it gives a device up, and forgives what is short; the
    device knows to the second, and tells when it can.
    """
    found = [*_gaps(spans), *_losses(said)]
    found = [one for one in found if end is None or one.since < end]
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


def _same(before: Cut, after: Cut) -> bool:
    """Whether both tell of one cut."""
    return before.until is None or after.since <= before.until + NEAR_MS


def _merge(first: Cut, second: Cut) -> Cut:
    # Whoever knows of its end is right: the other has not heard yet.
    ends = [one.until for one in (first, second) if one.until is not None]
    late = second.since > first.since + LATE_MS
    open_now = second.until is None and (late or first.until is None)
    until = None if open_now or not ends else max(ends)
    since = first.since
    # The engine had it until then, or had lost it just before.
    if first.rough and second.why:
        since = max(since, second.since - LATE_MS)
    return Cut(since, until, first.why or second.why, rough=first.rough)


def _about(cut: Cut, said: Sequence[Said]) -> tuple[Said, ...]:
    end = float("inf") if cut.until is None else cut.until + NEAR_MS
    return tuple(one for one in said if cut.since - BEFORE_MS <= one.at <= end)


def cause_of(cut: Cut, engines: Collection[int], *, together: bool) -> Cause:
    """The likeliest cause; what somebody did goes before what broke.

    `engines`: when an engine began (ms); `together`: whether other sites were cut off
    at the same moment.
    """
    own = _own_doing(cut)
    if own:
        return own
    before, after = ENGINE_MS
    if any(cut.since - before <= one <= cut.since + after for one in engines):
        return "engine"
    if cut.why == "engine":
        return "engine"
    if together:
        return "hub"
    return _own_line(cut)


def _own_doing(cut: Cut) -> Cause | None:
    """What a person did, or the site's computer suffered."""
    if cut.why in ("removed", "replaced"):
        return "removed" if cut.why == "removed" else "replaced"
    # What happened to a page before this cut is of another one.
    own = [one for one in cut.said if one.at >= cut.since - NEAR_MS]
    for one in own:
        if one.facts.get("ended") == "died":
            started = one.facts.get("up") is not None
            anew = started and _number(one, "up") < _number(one, "away")
            return "power" if anew else "browser"
        if one.kind == "closed" or one.facts.get("ended") == "closed":
            return "page"
    return "page" if cut.why == "left" else None


def _own_line(cut: Cut) -> Cause:
    kinds = {one.kind for one in cut.said}
    slept = [_number(one, "ms") for one in cut.said if one.kind == "stalled"]
    if max(slept, default=0) >= ASLEEP_MS:
        return "asleep"
    if "offline" in kinds:
        return "cable"
    backs = [one for one in cut.said if one.kind == "back" and one.at > cut.since]
    if backs:
        return "media" if backs[-1].facts.get("served") else "network"
    return "silent" if "lost" in kinds or cut.why == "silent" else "unknown"


def _number(said: Said, name: str) -> int:
    value = said.facts.get(name, 0)
    return value if isinstance(value, int) else 0


def together(cut: Cut, others: Iterable[Sequence[Cut]], there: int) -> bool:
    """Whether `cut` is one of many at one moment, of `there` sites that were there.

    `others`: the cuts of each other site. Who left by itself is none of them.
    """
    same = sum(
        any(
            abs(one.since - cut.since) <= TOGETHER_MS and not _own_doing(one)
            for one in cuts
        )
        for cuts in others
    )
    return same + 1 >= FEW and 2 * (same + 1) >= there
