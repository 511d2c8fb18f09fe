"""Whole lives of real child processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nhipcau.supervisor.spec import FileReady, HttpReady, ProcessSpec, Stop
from nhipcau.supervisor.status import Status
from nhipcau.supervisor.supervisor import Event, Report, Supervisor

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 10.0

# Like LiveKit: the first TERM waits for everyone to leave, the second one ends it.
TWO_TERMS = """
import pathlib, signal, sys
seen = []
def term(*_):
    seen.append(1)
    print("term", len(seen), flush=True)
    if len(seen) == 2: sys.exit(0)
signal.signal(signal.SIGTERM, term)
pathlib.Path(sys.argv[1]).touch()
while True: signal.pause()
"""
DEAF = """
import pathlib, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
while True: signal.pause()
"""


class Watched:
    """A supervisor at work, and what it has said."""

    def __init__(self, specs, status_file: Path) -> None:
        self.lines: list[tuple[str, str]] = []
        self.events: list[Event] = []
        self.ready = asyncio.Event()
        self.status_file = status_file
        report = Report(lambda name, text: self.lines.append((name, text)), self.note)
        self.supervisor = Supervisor(specs, status_file, report)

    def note(self, event: Event) -> None:
        self.events.append(event)
        if all(
            row.state == "ready" for row in self.supervisor.status.processes.values()
        ):
            self.ready.set()

    async def until(self, true) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(0.01)

    def row(self, name: str):
        return Status.read(self.status_file).processes[name]

    def said(self, name: str) -> list[str]:
        return [text for who, text in self.lines if who == name]

    def kinds(self, name: str) -> list[str]:
        return [event.kind for event in self.events if event.name == name]


@contextlib.asynccontextmanager
async def supervised(tmp_path: Path, *specs: ProcessSpec):
    watched = Watched(specs, tmp_path / "status.json")
    running = asyncio.create_task(watched.supervisor.run())
    await asyncio.sleep(0)
    try:
        yield watched
    finally:
        watched.supervisor.stop()
        async with asyncio.timeout(PATIENCE):
            await running


def python(name: str, script: str, *words: object, **more) -> ProcessSpec:
    argv = [sys.executable, "-S", "-c", script, *map(str, words)]
    return ProcessSpec(name, argv, **more)


def sleeper(name: str, **more) -> ProcessSpec:
    return ProcessSpec(name, ["sleep", "600"], **more)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


async def test_it_starts_each_when_what_it_waits_for_is_ready(tmp_path):
    flag = tmp_path / "ready"
    flag.touch()  # left over from an earlier run: it must not count
    slow = "import select; select.select([], [], [], 0.3)\n" + DEAF
    first = python(
        "first",
        slow,
        flag,
        ready=FileReady(flag),
        stop=Stop(patience=0.1, between=0.01),
    )
    async with supervised(tmp_path, sleeper("second", after=["first"]), first) as all_:
        await all_.until(lambda: all_.kinds("first") == ["started"])
        assert all_.row("second").state == "waiting"
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
        names = [(event.name, event.kind) for event in all_.events]
        assert names.index(("first", "ready")) < names.index(("second", "started"))
        assert all_.row("second").state == "ready"


async def test_it_has_a_killed_process_back_within_300_ms(tmp_path):
    async with supervised(tmp_path, sleeper("web")) as all_:
        await all_.until(lambda: "ready" in all_.kinds("web"))
        first = all_.row("web").pid
        begun = time.monotonic()
        os.kill(first, signal.SIGKILL)
        await all_.until(lambda: all_.row("web").pid not in {first, None})
        assert time.monotonic() - begun < 0.3
        assert all_.row("web").restarts == 1
        assert alive(all_.row("web").pid)


async def test_it_keeps_trying_a_process_that_dies_at_start(tmp_path):
    async with supervised(tmp_path, ProcessSpec("bad", ["false"])) as all_:
        await all_.until(lambda: all_.row("bad").degraded)
        row = all_.row("bad")
        assert row.restarts >= 5
        assert row.exit_code == 1
        died = [event for event in all_.events if event.kind == "died"]
        assert died[0].delay == 0
        assert died[1].delay > 0


async def test_it_says_why_a_program_cannot_be_started(tmp_path):
    missing = ProcessSpec("livekit", [str(tmp_path / "not-there")])
    async with supervised(tmp_path, missing) as all_:
        await all_.until(lambda: "cannot_start" in all_.kinds("livekit"))
        assert "No such file" in all_.events[0].reason


async def test_it_passes_on_every_line_of_output(tmp_path):
    script = "import sys; print('a\\nb'); print('ế', file=sys.stderr); "
    script += "print('x' * 200_000); print('end', end='', flush=True)\n"
    script += "import select; select.select([], [], [], 0.3)"
    async with supervised(tmp_path, python("web", script)) as all_:
        await all_.until(lambda: "end" in all_.said("web"))
    assert {"a", "b", "ế"} <= set(all_.said("web"))
    assert sum(text.count("x") for text in all_.said("web")) >= 200_000


async def test_it_cuts_a_line_that_never_ends(tmp_path):
    script = "import signal, sys; sys.stdout.write('x' * 300_000); sys.stdout.flush()\n"
    async with supervised(tmp_path, python("web", script + "signal.pause()")) as all_:
        await all_.until(lambda: all_.said("web"))
        assert len(all_.said("web")[0]) < 300_000


async def test_it_gives_a_process_its_own_environment(tmp_path):
    script = "import os, signal; print(os.environ['ROOM'], flush=True)\n"
    script += "signal.pause()"
    spec = python("web", script, env={"ROOM": "Tam Hải"})
    async with supervised(tmp_path, spec) as all_:
        await all_.until(lambda: all_.said("web") == ["Tam Hải"])


async def test_it_stops_in_reverse_order(tmp_path):
    specs = [sleeper("one"), sleeper("two", after=["one"])]
    async with supervised(tmp_path, *specs) as all_:
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
        pids = [all_.row(name).pid for name in ("one", "two")]
    stopped = [event.name for event in all_.events if event.kind == "stopped"]
    assert stopped == ["two", "one"]
    assert not any(map(alive, pids))
    assert {all_.row(name).state for name in ("one", "two")} == {"stopped"}


async def test_it_sends_a_second_term_to_a_process_that_drains(tmp_path):
    flag = tmp_path / "up"
    stop = Stop(signals=(signal.SIGTERM, signal.SIGTERM), between=0.2)
    spec = python("livekit", TWO_TERMS, flag, ready=FileReady(flag), stop=stop)
    async with supervised(tmp_path, spec) as all_:
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
        pid = all_.row("livekit").pid
    assert all_.said("livekit") == ["term 1", "term 2"]
    assert not alive(pid)


async def test_it_kills_a_process_that_does_not_listen(tmp_path):
    flag = tmp_path / "up"
    stop = Stop(patience=0.2, between=0.05)
    spec = python("deaf", DEAF, flag, ready=FileReady(flag), stop=stop)
    async with supervised(tmp_path, spec) as all_:
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
        pid = all_.row("deaf").pid
    assert not alive(pid)


async def test_it_kills_at_once_when_asked_twice(tmp_path):
    flag = tmp_path / "up"
    spec = python("deaf", DEAF, flag, ready=FileReady(flag), stop=Stop(patience=60))
    async with supervised(tmp_path, spec) as all_:
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
        begun = time.monotonic()
        all_.supervisor.stop()
        await asyncio.sleep(0.05)
        all_.supervisor.kill()
    assert time.monotonic() - begun < 5


async def test_it_leaves_no_grandchild_behind(tmp_path):
    script = "import signal, subprocess; p = subprocess.Popen(['sleep', '600'])\n"
    script += "print(p.pid, flush=True)\nsignal.pause()"
    async with supervised(tmp_path, python("web", script)) as all_:
        await all_.until(lambda: all_.said("web"))
        first = int(all_.said("web")[0])
        os.kill(all_.row("web").pid, signal.SIGKILL)
        await all_.until(lambda: len(all_.said("web")) == 2)
        assert not alive(first)
    assert not alive(int(all_.said("web")[1]))


async def test_it_can_be_stopped_while_processes_still_wait(tmp_path):
    never = HttpReady(port=1)
    specs = [sleeper("web", ready=never), sleeper("door", after=["web"])]
    async with supervised(tmp_path, *specs) as all_:
        await all_.until(lambda: all_.row("web").state == "starting")
    assert all_.kinds("door") == ["stopped"]
    assert not all_.ready.is_set()


async def test_it_ends_a_child_born_during_the_stop(tmp_path):
    async with supervised(tmp_path, sleeper("web")) as all_:
        await asyncio.sleep(0)
    await all_.until(lambda: all_.row("web").pid is None)


async def test_it_goes_on_when_the_status_cannot_be_written(tmp_path):
    (tmp_path / "status.part").mkdir()  # as a full disk would
    async with supervised(tmp_path, sleeper("web")) as all_:
        await asyncio.wait_for(all_.ready.wait(), PATIENCE)
    assert any("status.json" in text for text in all_.said("supervisor"))


async def test_it_shows_a_server_whose_port_is_taken_as_failing(tmp_path):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        spec = python(
            "web",
            "import socket, sys; socket.create_server(('127.0.0.1', int(sys.argv[1])))",
            port,
            ready=HttpReady(port=port),
        )
        async with supervised(tmp_path, spec) as all_:
            await all_.until(lambda: "died" in all_.kinds("web"))
            assert "ready" not in all_.kinds("web")
            assert any("in use" in text for text in all_.said("web"))


async def test_it_goes_down_whole_when_it_fails_itself(tmp_path):
    def broken(event: Event) -> None:
        raise RuntimeError("the console is gone")

    report = Report(lambda name, text: None, broken)
    supervisor = Supervisor([sleeper("web")], tmp_path / "status.json", report)
    with pytest.raises(ExceptionGroup):
        await supervisor.run()
    pid = Status.read(tmp_path / "status.json").processes["web"].pid
    async with asyncio.timeout(PATIENCE):
        while alive(pid):
            await asyncio.sleep(0.01)


ORPHANS = """
import asyncio, pathlib, sys
from nhipcau.supervisor.spec import ProcessSpec
from nhipcau.supervisor.supervisor import Report, Supervisor
quiet = Report(lambda name, text: None, lambda event: None)
specs = [ProcessSpec(name, ["sleep", "600"]) for name in ("one", "two")]
asyncio.run(Supervisor(specs, pathlib.Path(sys.argv[1]), quiet).run())
"""


def separate_supervisor(status_file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ORPHANS, str(status_file)], cwd=ROOT)


async def test_it_leaves_no_orphan_when_it_is_killed_itself(tmp_path):
    status_file = tmp_path / "status.json"
    supervisor = separate_supervisor(status_file)
    pids: list[int] = []
    async with asyncio.timeout(PATIENCE):
        while len(pids) < 2:
            await asyncio.sleep(0.02)
            with contextlib.suppress(OSError):
                rows = Status.read(status_file).processes.values()
                pids = [row.pid for row in rows if row.pid]
        assert all(map(alive, pids))
        supervisor.kill()
        supervisor.wait()
        while any(map(alive, pids)):
            await asyncio.sleep(0.01)
