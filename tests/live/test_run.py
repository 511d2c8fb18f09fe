"""`nhipcau run` whole: every process killed comes back, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhipcau.cli.bench.installation import Running, installation, until

pytestmark = pytest.mark.live
NAMES = ("door", "web", "livekit", "conductor", "worker")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with installation() as one:
        yield one


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def get(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return int(answer.status)


@pytest.mark.parametrize("name", NAMES)
def test_it_has_every_killed_process_back(running: Running, name: str, record_property):
    until("it is calm", running.ready)
    before = running.status()[name].pid
    begun = time.monotonic()
    running.kill(name)
    until(f"{name} is new", lambda: running.status()[name].pid not in {before, None})
    restarted = time.monotonic() - begun
    until(f"{name} answers", lambda: running.status()[name].state == "ready")
    record_property(f"{name} restarted after s", round(restarted, 3))
    record_property(f"{name} ready after s", round(time.monotonic() - begun, 3))
    assert restarted < 1
    assert get(f"{running.address}/healthz") == 200


def test_it_answers_while_web_is_away(running: Running):
    until("it is calm", running.ready)
    running.kill("web")
    assert get(f"{running.address}/healthz") == 200


def test_it_shows_no_secret_to_whoever_lists_processes(running: Running):
    until("it is calm", running.ready)
    secrets = tomllib.loads((running.data / "secrets.toml").read_text())
    pids = [row.pid for row in running.status().values()] + [running.process.pid]
    for pid in pids:
        for page in ("cmdline", "environ"):
            shown = Path(f"/proc/{pid}/{page}").read_text(errors="replace")
            assert not [name for name, value in secrets.items() if value in shown]


def test_it_keeps_its_files_from_other_users(running: Running):
    assert stat.S_IMODE(running.data.stat().st_mode) == 0o700
    for name in ("secrets.toml", "run/livekit.yaml", "run/Caddyfile"):
        mode = stat.S_IMODE((running.data / name).stat().st_mode)
        assert mode == 0o600, name


@pytest.mark.parametrize("setting", ["HTTP_PORT", "ENGINE_PORT", "HOOK_PORT"])
def test_it_is_not_reachable_from_another_host(running: Running, setting: str):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        outside = probe.getsockname()[0]
    port = int(running.env[f"NHIPCAU_{setting}"])
    with socket.socket() as visitor:
        visitor.settimeout(2)
        assert visitor.connect_ex((outside, port)) != 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_leaves_no_orphan(number: signal.Signals):
    with installation() as one:
        pids = [row.pid for row in one.status().values()]
        assert all(pid and alive(pid) for pid in pids)
        os.kill(one.process.pid, number)
        one.process.wait(20)
        until("all are gone", lambda: not any(alive(pid) for pid in pids if pid), 5)
