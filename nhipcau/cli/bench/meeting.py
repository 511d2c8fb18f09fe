"""`nhipcau bench meeting`: how fast a floor is given, what it costs, who comes back."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from nhipcau.cli.bench.figures import (
    cores,
    family,
    machine,
    summary,
    usage,
    versions,
)
from nhipcau.cli.bench.installation import NotWithin, Running, until
from nhipcau.cli.bench.measure import PROCESSES, accepted, carry_out, say
from nhipcau.cli.bench.seats import gather

if TYPE_CHECKING:
    from nhipcau.cli.bench.figures import Usage
    from nhipcau.cli.bench.windows import OtherRooms, Window

HELP = "Đo một cuộc họp: vào phòng, trao lời, tải máy chủ, trở lại sau sự cố."
# Pictures of the other rooms that come later than this (ms) are no honest load.
LAG_MS = 20
# Who waits to speak is kept warm; this long its picture needs to be so (ms).
WARMING_MS = 1500
# About as long as a kill and its return, without them (ms).
QUIET_MS = 3000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The size of the meeting, and how long each thing is measured."""
    parser.add_argument("--sites", type=int, default=18, help="số điểm cầu (3 đến 18)")
    parser.add_argument("--seconds", type=int, default=60, help="thời gian đo")
    parser.add_argument(
        "--kills", type=int, default=5, help="số lần kill -9 mỗi tiến trình"
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
    return carry_out(_measure, options)


@dataclass
class Measurement:
    """A meeting under way, and the times found so far, in ms."""

    running: Running
    chair: Window
    speaker: Window
    receiver: Window
    others: OtherRooms
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    # What did not come at all, and what the speaker's browser says of itself.
    missed: list[str] = field(default_factory=list)

    def note(self, name: str, begun: float, ended: float | None) -> None:
        """How long it took; nothing of what never came."""
        if ended is not None:
            self.times[name].append(ended - begun)

    @property
    def browsers(self) -> tuple[Window, ...]:
        return (self.chair, self.speaker, self.receiver)


def _measure(running: Running, options: argparse.Namespace) -> dict[str, Any]:
    gathering = gather(running, options.sites)
    from nhipcau.cli.bench.windows import CHROMIUM, OtherRooms, windows
    from nhipcau.supervisor.binaries import ENGINE

    seats = [gathering.chair, *gathering.communes[:2]]
    rest = [seat.site for seat in gathering.communes[2:]]
    say(f"{options.sites} điểm cầu: 3 Chromium, {len(rest)} phòng phát sẵn")
    with windows(running, gathering, seats) as found:
        chair, speaker, receiver = found
        accepted(chair.command("open"))
        with closing(OtherRooms(running, gathering.meeting, rest)) as others:
            run = Measurement(running, chair, speaker, receiver, others)
            _join(run, len(rest))
            others.ask("lag")
            cost = _floors(run, options.seconds)
            lags = others.ask("lag")["lag_ms"]
            _kills(run, options.kills)
    engine = ENGINE.find() or ENGINE.cached()
    late = summary(lags)
    faults = list(run.missed)
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


def _join(run: Measurement, rest: int) -> None:
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
        run.times["join.burst"] += run.others.answer()["join_ms"] if rest else []
    # Looking and listening burdens the machine: only who is asked does it.
    run.receiver.watch(run.speaker)


def _floors(run: Measurement, seconds: int) -> dict[str, Any]:
    """Gives and takes the floor as long as asked; what that cost meanwhile."""
    say(f"trao lời trong {seconds} giây")
    page, site = run.chair.page, run.speaker.seat.site
    before = _usages(run)
    sent = [browser.bytes() for browser in run.browsers]
    begun = time.monotonic()
    count = 0
    while time.monotonic() - begun < seconds:
        kind = ("cold", "warm")[count % 2]
        count += 1
        if kind == "warm":
            accepted(run.speaker.command("request"))
            page.wait_for_timeout(WARMING_MS)
        answer = accepted(run.chair.command("grant", site=site, floor=[]))
        given = answer["at"]
        found = _await_all(run, given, ("audible", "visible", "sharp"))
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


def _kills(run: Measurement, count: int) -> None:
    """Kills each process in a row, while the speaker has the floor."""
    run.chair.watch(run.speaker)
    site = run.speaker.seat.site
    accepted(run.chair.command("grant", site=site, floor=[]))
    _until_on(run, run.chair.page.evaluate("bench.now()"))
    for _ in range(count):
        # What is a gap while nothing happens: frames do not come evenly.
        begun = run.chair.page.evaluate("bench.now()")
        run.chair.page.wait_for_timeout(QUIET_MS)
        _note_gap(run, "none", begun)
    for name in PROCESSES:
        for _ in range(count):
            say(f"kill -9 {name}")
            _survive(run, name, partial(_killed, run, name))
    for _ in range(count):
        say("kill -9 tất cả")
        _survive(run, "all", partial(_all_killed, run))


def _survive(run: Measurement, name: str, die: Callable[[float], float]) -> None:
    """How long it took to be back; who is not back in time is missed, and said."""
    begun = run.chair.page.evaluate("bench.now()")
    try:
        run.times[f"back.{name}"].append(die(begun))
    except NotWithin as late:
        run.missed.append(f"after kill -9 {name}: {late}")
    _rest(run)
    if name != "all":
        _note_gap(run, name, begun)


def _note_gap(run: Measurement, name: str, begun: float) -> None:
    gaps = run.receiver.gaps(run.speaker, begun)
    run.times[f"gap.{name}"].append(max(gaps.values()))


def _killed(run: Measurement, name: str, begun: float) -> float:
    pid = run.running.kill(name)
    if name == "livekit":
        return _until_on(run, begun, name, pid)
    if name == "door":
        _until_on(run, begun, name, pid)
    # Of the door too: media never stopped, commands did.
    return _until_obeyed(run, begun)


def _rest(run: Measurement) -> None:
    """Every process is there again, and each browser sees all."""
    until("every process is ready", run.running.ready, 120)
    run.chair.page.wait_for_timeout(1000)
    _until_on(run, run.chair.page.evaluate("bench.now()"))


def _until_on(run: Measurement, begun: float, name: str = "", pid: int = 0) -> float:
    """ms from `begun` until chair and receiver hear and see the speaker again."""
    from nhipcau.cli.bench.windows import wait

    page = run.chair.page
    epoch = run.receiver.attribute("epoch")

    def on() -> bool:
        if name == "livekit" and any(
            one.attribute("epoch") == epoch for one in run.browsers
        ):
            return False
        if not all(one.connected() for one in run.browsers):
            return False
        fresh = page.evaluate("bench.now()") - 500
        found = [one.after(run.speaker, begun) for one in (run.chair, run.receiver)]
        return all(one["on"] and (one["frame"] or 0) > fresh for one in found)

    if pid:
        until(
            f"{name} runs anew",
            lambda: (
                run.running.status().get(name) is not None
                and run.running.status()[name].pid != pid
            ),
        )
    wait("chair and receiver hear and see the speaker", on, page, 120)
    return float(page.evaluate("bench.now()") - begun)


def _until_obeyed(run: Measurement, begun: float) -> float:
    """ms until a command, given at once and as often as it takes, is on all screens."""
    from nhipcau.cli.bench.windows import wait

    page = run.chair.page
    # Another length each time, so that it is a change.
    seconds = 300 + int(begun) % 600
    given: dict[str, Any] = {}

    def obeyed() -> bool:
        nonlocal given
        if given.get("status") != 200:
            given = run.chair.try_command("limit", seconds=seconds)
            return False
        rev = int(given["body"]["rev"])
        return all(int(one.attribute("rev") or 0) >= rev for one in run.browsers)

    wait("the next command is on all screens", obeyed, page, 60)
    return float(page.evaluate("bench.now()") - begun)


def _all_killed(run: Measurement, begun: float) -> float:
    before = run.chair.state()
    run.running.kill_all()
    run.running.start()
    back = _until_on(run, begun, "livekit")
    after = run.chair.state()
    for name in ("floor", "queue"):
        if before[name] != after[name]:
            run.missed.append(f"{name} changed: {before[name]} → {after[name]}")
    # The clock stands while the speaker is away, and never begins anew.
    if _spoken(after, begun) < _spoken(before, begun) - 1000:
        run.missed.append(f"the clock began anew: {before['turn']} → {after['turn']}")
    return back


def _spoken(state: dict[str, Any], at: float) -> float:
    """What the clock of the turn shows at `at`, or where it was stopped; in ms."""
    turn = state["turn"] or {"since": None, "spent": 0}
    since = turn["since"]
    return float(turn["spent"] + max(0, at - since if since else 0))
