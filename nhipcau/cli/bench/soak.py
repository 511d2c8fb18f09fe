"""`nhipcau bench soak`: a meeting for hours; whether anything grows or is lost."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING, Any

from nhipcau.cli.bench.clients import Client, seated
from nhipcau.cli.bench.figures import family, machine, summary, usage, versions
from nhipcau.cli.bench.installation import Running
from nhipcau.cli.bench.measure import PROCESSES, accepted, carry_out, say
from nhipcau.cli.bench.seats import gather

if TYPE_CHECKING:
    from nhipcau.cli.bench.windows import OtherRooms, Window

HELP = "Họp liên tục nhiều giờ, xem bộ nhớ có phình ra, điểm cầu nào bị rớt không."
# Minutes in which caches fill: what memory grows by afterwards is a leak.
WARM = 20
# Minutes at both ends of the rest, whose medians are compared.
WINDOW = 10
# The most that memory may grow by, in percent.
GROWTH = 5.0
# As the system calls its processes.
BROWSER = "chromium"
# Seconds between two commands, and how many a minute are enough: 2,000 in two hours.
PACE = 3.0
ENOUGH = 2000 / 120
SAMPLE = 60.0
SETTLE_MS = 1500
KBPS = 120
# What chair and communes do, over and over.
LAYOUTS = ("strip", "wall", "speaker")

Sample = Mapping[str, float]


def arguments(parser: argparse.ArgumentParser) -> None:
    """How large the meeting is, and how long."""
    parser.add_argument("--sites", type=int, default=18, help="số điểm cầu (4 đến 18)")
    parser.add_argument("--minutes", type=float, default=120, help="số phút họp")
    parser.add_argument("--json", action="store_true", help="kết quả luôn là JSON")


def main(options: argparse.Namespace) -> int:
    """Runs on an installation of its own; 1 when something grew or was lost."""
    if not 4 <= options.sites <= 18 or options.minutes <= 0:
        print("Cần từ 4 đến 18 điểm cầu và ít nhất một phút.", file=sys.stderr)
        return 2
    return carry_out(_measure, options)


@dataclass
class Soak:
    """A long meeting: two browsers, the other rooms, what was seen of them."""

    running: Running
    chair: Window
    site: Window
    others: OtherRooms
    rooms: Sequence[int]
    # Who commands in place of the two windows: what is measured is not touched.
    secretary: Client
    clerk: Client
    samples: list[Sample] = field(default_factory=list)
    # Of all processes, by the command, since the last sample.
    weights: list[Sample] = field(default_factory=list)
    commands: int = 0
    faults: list[str] = field(default_factory=list)


def _measure(running: Running, options: argparse.Namespace) -> dict[str, Any]:
    gathering = gather(running, options.sites)
    from nhipcau.cli.bench.windows import CHROMIUM, OtherRooms, windows
    from nhipcau.supervisor.binaries import ENGINE

    seats = [gathering.chair, gathering.communes[0]]
    rest = [seat.site for seat in gathering.communes[1:]]
    pids = _pids(running)
    # Before the windows: a browser's driver forbids its thread the database.
    meeting = gathering.meeting
    secretary = seated(running, meeting, gathering.secretary, main=False)
    clerk = seated(running, meeting, gathering.communes[0], main=False)
    with windows(running, gathering, seats) as (chair, site):
        accepted(chair.command("open"))
        with closing(OtherRooms(running, gathering.meeting, rest, KBPS)) as others:
            run = Soak(running, chair, site, others, rest, secretary, clerk)
            begun = time.time()
            _meet(run, options.minutes * 60)
            lags = others.ask("lag")["lag_ms"]
            ended = time.time()
    lost = _lost(gathering.meeting, begun, ended)
    warm = min(WARM, options.minutes / 6)
    grown = growth(run.samples, warm * 60, min(WINDOW, options.minutes / 12) * 60)
    if pids != _pids(running):
        run.faults.append("a process was started anew")
    if run.commands < ENOUGH * options.minutes:
        run.faults.append(f"only {run.commands} commands")
    if not grown:
        run.faults.append("too short to see anything grow")
    run.faults += [f"{one} lost its line" for one in lost]
    run.faults += [f"{k} grew by {v} %" for k, v in grown.items() if v >= GROWTH]
    engine = ENGINE.find() or ENGINE.cached()
    return {
        "valid": not run.faults,
        "why_not": "; ".join(run.faults),
        "machine": machine(),
        "versions": versions(chromium=CHROMIUM, livekit_server=engine),
        "sites": options.sites,
        "minutes": options.minutes,
        "warm_minutes": round(warm, 1),
        "commands": run.commands,
        "lost": len(lost),
        "lag_ms": summary(lags),
        "growth_percent": grown,
        "first": run.samples[0],
        "last": run.samples[-1],
    }


def _pids(running: Running) -> dict[str, int | None]:
    return {name: running.status()[name].pid for name in PROCESSES}


def _meet(run: Soak, seconds: float) -> None:
    """Commands at a steady pace, a look at all memories once a minute."""
    begun = time.monotonic()
    looked = -SAMPLE
    for number, step in enumerate(_steps(run)):
        # A slow answer does not slow the pace: the next command comes at its time.
        early = begun + number * PACE - time.monotonic()
        run.chair.page.wait_for_timeout(max(0, early) * 1000)
        now = time.monotonic() - begun
        if now >= seconds:
            break
        if now - looked >= SAMPLE:
            looked = now
            _calm(run)
            run.samples.append(_sample(run, now))
            # Whole, so that a run that is broken off is not lost.
            say(f"phút {now / 60:.0f}: {run.commands} lệnh, {run.samples[-1]}")
        run.weights.append(_weights(run))
        _give(run, *step)
    run.samples.append(_sample(run, time.monotonic() - begun))


def _steps(run: Soak) -> Iterator[tuple[Client, dict[str, Any]]]:
    """The floor goes round; every few turns the page's own site asks for it."""
    layouts = cycle(LAYOUTS)
    for site in cycle([run.site.seat.site, *run.rooms]):
        if site == run.site.seat.site:
            yield run.clerk, {"kind": "request"}
        yield run.secretary, {"kind": "grant", "site": site, "floor": []}
        yield run.secretary, _arranged(next(layouts))
        yield run.secretary, {"kind": "revoke", "site": site, "floor": [site]}


def _arranged(layout: str) -> dict[str, Any]:
    return {"kind": "arrange", "layout": layout, "sites": []}


def _give(run: Soak, who: Client, order: Mapping[str, Any]) -> None:
    if who.command(order, []).acknowledged:
        run.commands += 1


def _calm(run: Soak) -> None:
    """The same picture before each weighing: a wall has more nodes than the chair."""
    floor = list(run.secretary.state.floor)
    if floor:
        revoke = {"kind": "revoke", "site": floor[0], "floor": floor}
        _give(run, run.secretary, revoke)
    _give(run, run.secretary, _arranged("speaker"))
    run.chair.page.wait_for_timeout(SETTLE_MS)


def _weights(run: Soak) -> Sample:
    """Memory in MiB now: of each process of the server, of the browsers."""
    found = {k: usage(pid or 0).rss / 2**20 for k, pid in _pids(run.running).items()}
    beside = (run.running.process.pid, run.others.pid)
    # Not who drives and weighs them: that keeps all that it has weighed.
    browsers = family(os.getpid(), without=beside, only=BROWSER)
    return found | {"browsers": browsers.rss / 2**20}


def _sample(run: Soak, at: float) -> Sample:
    """Memory in MiB: of processes, of the pages after clearing; how many nodes.

    A process that collects its rubbish now and then swings by a quarter: one look a
    minute would meet it high or low by chance, so it is the median since the last.
    """
    weights, run.weights = run.weights or [_weights(run)], []
    found: dict[str, float] = {"at": round(at)}
    for name in weights[0]:
        found[name] = round(statistics.median(one[name] for one in weights), 1)
    for name, window in (("desk", run.chair), ("site", run.site)):
        kept, nodes = window.memory()
        found[f"{name}_objects"] = round(kept / 2**20, 3)
        found[f"{name}_nodes"] = nodes
    return found


def growth(samples: Sequence[Sample], warm: float, window: float) -> dict[str, float]:
    """By how many percent each figure's median grew from after `warm` to the end, in s.

    Both medians are taken over `window` seconds; "at" says when a sample was taken.
    """
    end = samples[-1]["at"]
    first = [one for one in samples if warm <= one["at"] <= warm + window]
    last = [one for one in samples if one["at"] >= end - window]
    if not first or not last:
        return {}

    def of(name: str, some: Sequence[Sample]) -> float:
        return statistics.median(one[name] for one in some)

    names = [name for name in samples[0] if name != "at"]
    return {
        name: round(100 * (of(name, last) / max(of(name, first), 1e-9) - 1), 1)
        for name in names
    }


def _lost(meeting: int, begun: float, ended: float) -> list[str]:
    """The sites whose main device left meanwhile, in s since 1970: none should."""
    from datetime import UTC, datetime

    from nhipcau.live.models import Presence

    span = (datetime.fromtimestamp(begun, UTC), datetime.fromtimestamp(ended, UTC))
    left = Presence.objects.filter(meeting=meeting, left__range=span)
    return sorted({one.site.name for one in left.select_related("site")})
