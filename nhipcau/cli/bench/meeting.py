"""`nhipcau bench meeting`: how fast a floor is given, what it costs, who comes back."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from nhipcau.cli.bench.access import Lines, lines
from nhipcau.cli.bench.figures import (
    cores,
    family,
    machine,
    summary,
    usage,
    versions,
)
from nhipcau.cli.bench.installation import NotWithin, Running
from nhipcau.cli.bench.kills import KILLED, survive
from nhipcau.cli.bench.link.laboratory import enter, inside
from nhipcau.cli.bench.link.ways import LINKS
from nhipcau.cli.bench.measure import PROCESSES, accepted, carry_out, say
from nhipcau.cli.bench.measurement import Measurement
from nhipcau.cli.bench.seats import gather

if TYPE_CHECKING:
    from nhipcau.cli.bench.figures import Usage

HELP = "Đo một cuộc họp: vào phòng, trao lời, tải máy chủ, trở lại sau sự cố."
# Pictures of the other rooms that come later than this (ms) are no honest load.
LAG_MS = 20
# Who waits to speak is kept warm; this long its picture needs to be so (ms).
WARMING_MS = 1500
# Communes with a browser: who speaks, who looks and listens.
COMMUNES = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The size of the meeting, and how long each thing is measured."""
    parser.add_argument("--sites", type=int, default=18, help="số điểm cầu (3 đến 18)")
    parser.add_argument("--seconds", type=int, default=60, help="thời gian đo")
    parser.add_argument(
        "--kills", type=int, default=5, help="số lần kill -9 mỗi tiến trình"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=KILLED,
        default=KILLED,
        help="chỉ kill -9 những tiến trình này (all: tất cả cùng lúc)",
    )
    parser.add_argument(
        "--link",
        choices=LINKS,
        default="",
        help="đường truyền yếu mô phỏng trước mỗi xã có trình duyệt",
    )
    parser.add_argument("--json", action="store_true", help="kết quả luôn là JSON")


def main(options: argparse.Namespace) -> int:
    """Measures on an installation of its own; 1 when the run proves nothing."""
    if options.sites < 3:
        print("Cần ít nhất 3 điểm cầu: chủ tọa và hai xã.", file=sys.stderr)
        return 2
    try:
        from nhipcau.cli.bench.windows import CHROMIUM
    except ImportError:
        print(
            "Thiếu Playwright. Hãy chạy ./check fast một lần (cài các gói phát triển), "
            "rồi chạy lại bằng .venv/bin/python -m nhipcau bench meeting.",
            file=sys.stderr,
        )
        return 2
    if not CHROMIUM.exists():
        print("Thiếu Chromium. Hãy cài: apt-get install chromium", file=sys.stderr)
        return 2
    if options.link and not inside():
        enter([sys.executable, "-m", "nhipcau", *sys.argv[1:]])
    with lines(options.link, COMMUNES) as between:
        measure = partial(_measure, between)
        return carry_out(measure, options, **between.settings)


def _measure(
    between: Lines, running: Running, options: argparse.Namespace
) -> dict[str, Any]:
    gathering = gather(running, options.sites)
    from nhipcau.cli.bench.windows import CHROMIUM, OtherRooms, windows
    from nhipcau.supervisor.binaries import ENGINE

    seats = [gathering.chair, *gathering.communes[:COMMUNES]]
    rest = [seat.site for seat in gathering.communes[COMMUNES:]]
    say(f"{options.sites} điểm cầu: 3 Chromium, {len(rest)} phòng phát sẵn")
    with windows(running, gathering, seats, between) as found:
        chair, speaker, receiver = found
        accepted(chair.command("open"))
        with closing(OtherRooms(running, gathering.meeting, rest)) as others:
            run = Measurement(running, chair, speaker, receiver, others)
            _join(run)
            others.ask("lag")
            cost = _floors(run, options.seconds, sharp=between.sharp)
            lags = others.ask("lag")["lag_ms"]
            over = between.findings()
            survive(run, options.kills, options.only)
    engine = ENGINE.find() or ENGINE.cached()
    late = summary(lags)
    faults = [*run.missed, *between.faults]
    if rest and (late["p95"] or 0) > LAG_MS:
        faults.append(f"the other rooms lag: {late}")
    return {
        "valid": not faults,
        "why_not": "; ".join(faults),
        "machine": machine(),
        "versions": versions(chromium=CHROMIUM, livekit_server=engine),
        "sites": options.sites,
        "seconds": options.seconds,
        "lag_ms": late,
        **over,
        "join_ms": _part(run, "join"),
        "told_ms": _part(run, "told"),
        "floor_ms": _part(run, "floor"),
        "back_ms": _part(run, "back"),
        "gap_ms": _part(run, "gap"),
        **cost,
    }


def _part(run: Measurement, name: str) -> dict[str, Any]:
    """`join.alone` and `join.burst` as `{alone, burst}`."""
    parts = {key.partition(".") for key in run.times if key.startswith(f"{name}.")}
    return {end: summary(run.times[f"{name}.{end}"]) for _, _, end in sorted(parts)}


def _join(run: Measurement) -> None:
    """Alone: a browser that loads the room anew. Burst: everyone within a second."""
    say("vào phòng")
    for _ in range(10):
        run.times["join.alone"].append(run.receiver.join())
    for _ in range(3):
        run.others.order("burst")
        for browser in run.browsers:
            browser.leave()
        for browser in run.browsers:
            run.times["join.burst"].append(browser.joined())
        run.times["join.burst"] += run.others.answer()["join_ms"]
    # Looking and listening burdens the machine: only who is asked does it.
    run.receiver.watch(run.speaker)


def _floors(run: Measurement, seconds: int, *, sharp: bool) -> dict[str, Any]:
    """Gives and takes the floor as long as asked; what that cost meanwhile."""
    say(f"trao lời trong {seconds} giây")
    page, site = run.chair.page, run.speaker.seat.site
    before = _usages(run)
    sent = [browser.bytes() for browser in run.browsers]
    begun = time.monotonic()
    count = 0
    awaited = ("audible", "visible", *(("sharp",) if sharp else ()))
    while time.monotonic() - begun < seconds:
        kind = ("cold", "warm")[count % 2]
        count += 1
        if kind == "warm":
            accepted(run.speaker.command("request"))
            page.wait_for_timeout(WARMING_MS)
        answer = accepted(run.chair.command("grant", site=site, floor=[]))
        given = answer["at"]
        found = _await_all(run, given, awaited)
        # What of it is the way of the command, and what that of the media.
        for name, browser in (("speaker", run.speaker), ("receiver", run.receiver)):
            run.note(f"told.{name}", given, browser.told(answer["body"]["rev"]))
        run.note("floor.audible", given, found["audible"])
        run.note(f"floor.visible_{kind}", given, found["visible"])
        run.note("floor.sharp", given, found["sharp"])
        taken = accepted(run.chair.command("revoke", site=site, floor=[site]))["at"]
        found = _await_all(run, taken, ("silent",))
        run.note("floor.silent", taken, found["silent"])
        # The stage is the chair's again, and nothing of the speaker is kept.
        page.wait_for_timeout(700)
    took = time.monotonic() - begun
    return _cost(run, before, _usages(run), took, sent)


def _usages(run: Measurement) -> dict[str, Usage]:
    """Of each process, and of the load beside: all browsers, the other rooms."""
    found = {name: usage(run.running.status()[name].pid or 0) for name in PROCESSES}
    beside = (run.running.process.pid, run.others.pid)
    return {
        **found,
        "browsers": family(os.getpid(), without=beside),
        "rooms": family(run.others.pid),
    }


def _await_all(
    run: Measurement, at: float, names: tuple[str, ...]
) -> dict[str, float | None]:
    """When each was so after `at`; what did not come in time is missed, and said."""
    from nhipcau.cli.bench.windows import wait

    def missing() -> list[str]:
        found = run.receiver.after(run.speaker, at)
        return [name for name in names if found[name] is None]

    try:
        wait("the receiver has all", lambda: not missing(), run.chair.page)
    except NotWithin:
        run.missed.append(f"{', '.join(missing())}; speaker: {run.speaker.limited()}")
    return run.receiver.after(run.speaker, at)


def _cost(
    run: Measurement,
    before: dict[str, Usage],
    after: dict[str, Usage],
    took: float,
    sent: list[dict[str, float]],
) -> dict[str, Any]:
    used = cores(before, after, took)
    flows: dict[str, dict[str, int]] = {"down": {}, "up": {}}
    names = ("chair", "speaker", "receiver")
    for name, browser, old in zip(names, run.browsers, sent, strict=True):
        new = browser.bytes()
        span = new["at"] - old["at"]
        for way, found in flows.items():
            found[name] = round((new[way] - old[way]) * 8 / span)
    return {
        "cores": {**used, "all": round(sum(used[one] for one in PROCESSES), 3)},
        "rss_mb": {name: round(one.rss / 2**20) for name, one in after.items()},
        "kbps": flows,
    }
