"""`nhipcau bench chaos`: kills processes at random while everybody commands."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from nhipcau.cli.bench import plan
from nhipcau.cli.bench.checks import Sent, judge
from nhipcau.cli.bench.clients import Client, Ears, seated
from nhipcau.cli.bench.evidence import revision_of, rows_of
from nhipcau.cli.bench.figures import machine, summary, versions
from nhipcau.cli.bench.installation import Running, until
from nhipcau.cli.bench.measure import PROCESSES, carry_out, say
from nhipcau.cli.bench.seats import Gathering, gather

HELP = "Tắt đột ngột các tiến trình trong khi họp, rồi kiểm tra không mất lệnh nào."
# How many communes learn the state from the engine, beside the hub's two devices.
LISTENING = 3
# Seconds: all clients are on one revision so soon after the last kill.
SETTLED, GIVEN_UP = 5.0, 120.0
# How many calls may wait for an answer at once.
THREADS = 64


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much is killed, and by which dice."""
    parser.add_argument("--kills", type=int, default=10, help="số lần kill -9")
    parser.add_argument("--seed", type=int, default=1, help="số gieo ngẫu nhiên")
    parser.add_argument("--sites", type=int, default=18, help="số điểm cầu (5 đến 18)")
    parser.add_argument("--json", action="store_true", help="kết quả luôn là JSON")


def main(options: argparse.Namespace) -> int:
    """Runs on an installation of its own; 1 when a check fails."""
    if options.kills < 1 or not 5 <= options.sites <= 18:
        print("Cần ít nhất 1 lần kill và từ 5 đến 18 điểm cầu.", file=sys.stderr)
        return 2
    return carry_out(_measure, options)


@dataclass
class Chaos:
    """A meeting under fire: who takes part, what was sent, who was killed when."""

    running: Running
    meeting: int
    clients: Sequence[Client]
    seed: int
    sent: list[Sent] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    last_kill: float = 0.0


def _measure(running: Running, options: argparse.Namespace) -> dict[str, Any]:
    from nhipcau.supervisor.binaries import ENGINE

    gathering = gather(running, options.sites, deputy=True)
    say(f"{options.sites} điểm cầu vào chỗ")
    run = Chaos(running, gathering.meeting, _seated(running, gathering), options.seed)
    begun = time.monotonic()
    with _listening(run) as ears:
        calls = _fire(run, options.kills)
        settled = _settle(run, calls)
        heard, listens = ears.heard, ears.alive
    took = time.monotonic() - begun
    say("kiểm tra")
    findings = judge(run.sent, rows_of(run.meeting))
    times = [one for one in settled if one is not None]
    findings.note("one_revision_in_time", _late(settled))
    findings.note("engine_told", [] if heard and listens else [f"{heard} times"])
    return {
        "valid": not findings.failures,
        "machine": machine(),
        "versions": versions(livekit_server=ENGINE.find() or ENGINE.cached()),
        "seed": options.seed,
        "sites": options.sites,
        "seconds": round(took, 1),
        "kills": {name: run.killed[name] for name in PROCESSES},
        "commands": _counted(run.sent),
        "told_by_engine": heard,
        "checks": findings.checks,
        "settle_ms": summary([one * 1000 for one in times]),
        "failures": findings.failures,
    }


def _seated(running: Running, gathering: Gathering) -> list[Client]:
    """Both chairs first, then the communes: each a browser of its own."""
    chairs = [(gathering.chair, True), (gathering.secretary, False)]
    seats = [*chairs, *((seat, True) for seat in gathering.communes)]
    return [seated(running, gathering.meeting, seat, main=main) for seat, main in seats]


@contextlib.contextmanager
def _listening(run: Chaos) -> Iterator[Ears]:
    """Some learn the state from the engine, the others ask for it."""
    told, asking = run.clients[: 2 + LISTENING], run.clients[2 + LISTENING :]
    ears = Ears(run.running, run.meeting, list(told))
    try:
        until("the engine has told each of them", lambda: ears.heard >= len(told), 60)
        for client in asking:
            client.look_on()
        yield ears
    finally:
        for client in asking:
            client.close()
        ears.close()


def _fire(run: Chaos, count: int) -> list[Future[Sent]]:
    """Commands at a steady rate until the last kill; the calls under way."""
    over = threading.Event()
    calls: list[Future[Sent]] = []
    pool = ThreadPoolExecutor(THREADS)
    commanding = pool.submit(_command, run, over, pool, calls)
    begun = time.monotonic()
    try:
        for number, kill in enumerate(plan.kills(run.seed, count), 1):
            time.sleep(max(0.0, begun + kill.at - time.monotonic()))
            name = kill.process
            until(f"{name} runs", partial(_kill, run, name), GIVEN_UP)
            run.last_kill = time.monotonic()
            run.killed[name] += 1
            say(f"{number}/{count} kill -9 {name}, {len(run.sent)} lệnh")
    finally:
        over.set()
        # A fault of ours ends the run: without commands it would prove nothing.
        commanding.result()
        pool.shutdown(wait=False)
    return calls


def _kill(run: Chaos, name: str) -> bool:
    try:
        run.running.kill(name)
    except (ProcessLookupError, KeyError):
        # Still dead of the kill before.
        return False
    return True


def _command(
    run: Chaos,
    over: threading.Event,
    pool: ThreadPoolExecutor,
    calls: list[Future[Sent]],
) -> None:
    who = plan.speakers(run.seed, len(run.clients))
    dice = Random(f"orders {run.seed}")  # noqa: S311 - repeatable, not secret
    while not over.wait(1 / plan.RATE):
        number = next(who)
        client = run.clients[number]
        if number < 2:
            order = plan.chair_order(dice, client.state)
        else:
            order = plan.site_order(dice, client.state, client.site)
        calls.append(pool.submit(client.command, order, run.sent))


def _settle(run: Chaos, calls: Sequence[Future[Sent]]) -> list[float | None]:
    """Seconds from the last kill until each client was on the common revision."""
    say("chờ mọi máy thấy cùng một trạng thái")
    for call in calls:
        call.result()
    end = run.last_kill + GIVEN_UP
    while time.monotonic() < end:
        rev = revision_of(run.meeting)
        if all(client.state.rev == rev for client in run.clients):
            return [max(0, one.knew(rev) - run.last_kill) for one in run.clients]
        time.sleep(0.02)
    rev = revision_of(run.meeting)
    return [
        max(0, one.knew(rev) - run.last_kill) if one.state.rev >= rev else None
        for one in run.clients
    ]


def _late(settled: Sequence[float | None]) -> Iterator[str]:
    for number, seconds in enumerate(settled):
        if seconds is None:
            yield f"client {number} never came to the newest revision"
        elif seconds > SETTLED:
            yield f"client {number} only after {seconds:.1f} s"


def _counted(sent: Sequence[Sent]) -> dict[str, Any]:
    return {
        "sent": len(sent),
        "acknowledged": sum(one.acknowledged for one in sent),
        "refused": sum(one.refused for one in sent),
        "resent": sum(one.tries > 1 for one in sent),
        "kinds": dict(sorted(Counter(one.kind for one in sent).items())),
    }
