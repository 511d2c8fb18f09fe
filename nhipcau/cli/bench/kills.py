"""Kills each process of a measured meeting: who comes back, and how soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from nhipcau.cli.bench.installation import NotWithin, until
from nhipcau.cli.bench.measure import PROCESSES, accepted, say
from nhipcau.cli.bench.measurement import Measurement

# What one may ask to be killed: each process, all at once.
KILLED = (*PROCESSES, "all")
# About as long as a kill and its return, without them (ms).
QUIET_MS = 3000
# All at once takes a minute each time.
ALL = 5


def survive(run: Measurement, count: int, only: Sequence[str] = KILLED) -> None:
    """Kills each of these in a row, while the speaker has the floor."""
    run.chair.watch(run.speaker)
    site = run.speaker.seat.site
    accepted(run.chair.command("grant", site=site, floor=[]))
    _until_on(run, run.chair.page.evaluate("bench.now()"))
    for _ in range(count):
        # What is a gap while nothing happens: frames do not come evenly.
        begun = run.chair.page.evaluate("bench.now()")
        run.chair.page.wait_for_timeout(QUIET_MS)
        _note_gap(run, "none", begun)
    for name in only:
        together = name == "all"
        die = partial(_all_killed, run) if together else partial(_killed, run, name)
        for number in range(min(count, ALL) if together else count):
            say(f"kill -9 {name} {number + 1}")
            _die(run, name, die)


def _die(run: Measurement, name: str, die: Callable[[float], float]) -> None:
    """How long it took to be back; who is not back in time is missed, and said."""
    begun = run.chair.page.evaluate("bench.now()")
    try:
        run.times[f"back.{name}"].append(die(begun))
        _rest(run)
    except NotWithin as late:
        run.missed.append(f"after kill -9 {name}: {late}; {_found(run)}")
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


def _found(run: Measurement) -> str:
    """How things are where somebody was waited for in vain."""
    try:
        state = run.chair.state()
    except Exception as error:
        return f"nobody answers: {error}"
    known = {key: state[key] for key in ("phase", "floor", "away", "muted")}
    lines = [one.attribute("connection") for one in run.browsers]
    return f"{known}, browsers {lines}"


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
