"""What the measuring commands need: an installation that is killed and comes back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from nhipcau.cli.bench.installation import until
from nhipcau.supervisor.binaries import ROOT
from tests.live.test_run import alive

pytestmark = pytest.mark.live

# A process of its own: it writes the installation's database, not that of the tests.
SEATS = """
import json, urllib.request
from nhipcau.cli.bench.installation import installation
from nhipcau.cli.bench.seats import gather, sit_down
with installation(NHIPCAU_DEMO="true") as running:
    meeting = gather(running, 4)
    seats = [(meeting.chair, True), (meeting.secretary, False)]
    seats += [(seat, True) for seat in meeting.communes]
    cookies = [sit_down(running.address, meeting.meeting, seat, main=main)
               for seat, main in seats]
    running.kill_all()
    running.start()
    running.await_ready()
    roles = []
    for jar in cookies:
        ask = urllib.request.Request(
            f"{running.address}/api/live/meetings/{meeting.meeting}",
            headers={"Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())})
        me = json.load(urllib.request.urlopen(ask))["me"]
        roles.append((me["role"], me["main"]))
print(json.dumps(roles))
"""

# A bench in the middle of its work: it says what it started, and waits.
BENCH = """
import signal
from types import SimpleNamespace
from nhipcau.cli.bench.clients import Ears
from nhipcau.cli.bench.installation import installation
from nhipcau.cli.bench.seats import gather
from nhipcau.cli.bench.windows import OtherRooms
with installation(NHIPCAU_DEMO="true") as running:
    meeting = gather(running, 4)
    rooms = OtherRooms(running, meeting.meeting, [])
    # Of a device that is not there: it asks again and again.
    ears = Ears(running, meeting.meeting, [SimpleNamespace(device=0, see=print)])
    pids = [running.process.pid, *[row.pid for row in running.status().values()]]
    print(running.data, rooms.pid, ears.pid, *pids, flush=True)
    signal.pause()
"""


def test_a_bench_that_is_killed_leaves_nothing_running():
    with subprocess.Popen(
        [sys.executable, "-c", BENCH], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as bench:
        assert bench.stdout
        data, *pids = bench.stdout.readline().split()
        started = [int(pid) for pid in pids]
        # Other rooms, ears, the installation and its seven processes.
        was = [alive(pid) for pid in started]
        bench.kill()
    try:
        assert was == [True] * 10
        until("all are gone", lambda: not any(map(alive, started)), 5)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test_every_seat_is_signed_in_and_outlives_the_death_of_everything():
    done = subprocess.run(
        [sys.executable, "-c", SEATS], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    chair, secretary = ["chair", True], ["chair", False]
    assert json.loads(done.stdout) == [chair, secretary, *[["site", True]] * 3]


def test_it_measures_a_small_meeting_and_says_all_that_it_promises():
    words = ["bench", "meeting", "--sites", "4", "--seconds", "6", "--kills", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *words, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    # A busy machine makes a run that proves nothing; it says so, and all the rest.
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["valid"] else 1), done.stderr
    assert found["valid"] == (found["why_not"] == "")
    assert found["lag_ms"]["p95"] <= 20 or not found["valid"]
    assert found["join_ms"]["alone"]["n"] == 10
    assert found["join_ms"]["burst"]["n"] == 3 * 4
    for name in ("audible", "visible_cold", "sharp", "silent"):
        # What never came is said in `why_not`.
        times = found["floor_ms"].get(name)
        missed = name.partition("_")[0] in found["why_not"]
        assert times["max"] > 0 if times else missed
    processes = ["livekit", "door", "web", "conductor", "worker"]
    assert set(found["cores"]) == {*processes, "all", "browsers", "rooms"}
    assert found["rss_mb"]["livekit"] > 10
    for name in (*processes, "all"):
        assert found["back_ms"][name]["n"] == 1 or name in found["why_not"]
    assert found["kbps"]["up"]["speaker"] > 100
    assert found["machine"]["cpus"]
    assert found["versions"]["livekit_server"].startswith("1.13")


def test_commands_outlive_random_kills_exactly_once():
    words = ["bench", "chaos", "--kills", "2", "--sites", "5", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["valid"] else 1)
    assert found["valid"] == (not found["failures"])
    assert sum(found["kills"].values()) == 2
    count = found["commands"]
    assert count["sent"] == count["acknowledged"] + count["refused"] > 0
    assert found["told_by_engine"] > 0
    assert found["settle_ms"]["n"] == 6
    # How fast is measured elsewhere: here other tests run beside it.
    found["checks"].pop("one_revision_in_time")
    assert set(found["checks"].values()) == {True}, found["failures"]


def test_a_soak_weighs_processes_and_pages_and_says_when_it_was_too_short():
    words = ["bench", "soak", "--sites", "4", "--minutes", "0.3", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert "too short" in found["why_not"]
    assert found["commands"] > 0
    for name in ("livekit", "web", "conductor", "browsers"):
        assert found["last"][name] > 1
    for page in ("desk", "site"):
        assert 1 < found["last"][f"{page}_objects"] < 20
