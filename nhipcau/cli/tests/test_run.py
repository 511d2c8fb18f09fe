"""What `nhipcau run` says before and while it runs."""

from __future__ import annotations

import fcntl
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nhipcau.cli.run import Console, main, own_address, tls_hosts
from nhipcau.cli.tests.test_processes import HERE
from nhipcau.supervisor.binaries import ROOT
from nhipcau.supervisor.cores import Usage
from nhipcau.supervisor.spec import ProcessSpec
from nhipcau.supervisor.supervisor import Event


def run(
    data: Path, before: Callable[[], None] | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """The real command, which these cases end before it starts anything."""
    return subprocess.run(
        [sys.executable, "-m", "nhipcau", "run"],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "NHIPCAU_DATA_DIR": str(data), **env},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=before,
    )


@pytest.fixture
def engine(tmp_path):
    path = tmp_path / "engine"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    names = ("ENGINE", "DOOR", "INGEST")
    return {f"NHIPCAU_{name}_BINARY": str(path) for name in names}


def test_it_says_which_port_is_taken_by_whom_and_what_to_do(tmp_path, engine):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        done = run(tmp_path / "data", NHIPCAU_HTTP_PORT=str(port), **engine)
    assert done.returncode == 1
    assert f"cổng {port}/tcp" in done.stderr
    assert f"NHIPCAU_HTTP_PORT={port + 100} ./run" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_when_the_engine_is_missing(tmp_path, engine):
    missing = engine | {"NHIPCAU_ENGINE_BINARY": str(tmp_path / "none")}
    done = run(tmp_path / "data", **missing)
    assert done.returncode == 1
    assert "NHIPCAU_ENGINE_BINARY" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_runs_only_once_on_one_data_folder(tmp_path, engine):
    folder = tmp_path / "data" / "run"
    folder.mkdir(parents=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        done = run(tmp_path / "data", **engine)
    assert done.returncode == 1
    assert "đang chạy" in done.stderr
    assert "4711" in done.stderr


def test_it_says_when_it_cannot_write_into_the_data_folder(tmp_path, engine):
    def no_bytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = run(tmp_path / "data", before=no_bytes, **engine)
    assert done.returncode == 1
    assert f"Không ghi được {tmp_path / 'data' / 'run' / 'lock'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_when_the_data_folder_cannot_be_used(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / "file" / "data"))
    options = type("Options", (), {"demo": False})()
    assert main(options) == 1
    assert "Không dùng được thư mục dữ liệu" in capsys.readouterr().err


def test_it_knows_an_address_of_its_own():
    socket.inet_aton(own_address())


def test_the_door_answers_to_the_names_that_were_given_and_to_its_own():
    given = ["hop.xa.example", "bridge.example"]
    assert tls_hosts(given, ["10.0.0.5"], "MAY-CHU") == [
        "10.0.0.5",
        "bridge.example",
        "hop.xa.example",
        "may-chu",
    ]
    assert tls_hosts(["fd00::1", "a.example"], ["127.0.0.1"], "localhost") == [
        "fd00::1",
        "a.example",
    ]
    assert tls_hosts([], ["127.0.0.1"], "localhost") == []


@pytest.fixture
def console(capsys):
    specs = [ProcessSpec(name, []) for name in ("web", "livekit", "door")]
    return Console(specs, HERE, "Lần đầu: …\n")


def test_it_tells_the_address_once_door_and_engine_are_ready(console, capsys):
    console.event(Event("ready", "web"))
    console.event(Event("ready", "door"))
    assert capsys.readouterr().out == ""
    console.event(Event("ready", "livekit"))
    said = capsys.readouterr().out
    assert "http://localhost:8080" in said
    assert "đã sẵn sàng" in said
    assert "https://10.0.0.5:8443/trust" in said
    assert "Lần đầu" in said
    console.event(Event("ready", "door"))
    assert capsys.readouterr().out == ""


def test_it_tells_of_deaths_and_when_they_are_mended(console, capsys):
    console.event(Event("died", "livekit", exit_code=-9))
    assert "livekit │ dừng bất thường (mã -9), khởi động lại ngay" in (
        capsys.readouterr().out
    )
    console.event(Event("died", "livekit", 1, delay=1.6, degraded=True))
    said = capsys.readouterr().out
    assert "sau 1.6 giây" in said
    assert "nhiều lần" in said
    console.event(Event("cannot_start", "livekit", reason="No such file"))
    assert "không khởi động được: No such file" in capsys.readouterr().out


@pytest.mark.parametrize("door_first", [True, False])
def test_it_says_what_does_not_start_and_why(console, capsys, door_first):
    console.event(Event("ready", "web"))
    if door_first:
        console.event(Event("ready", "door"))
    console.line("livekit", "could not listen on UDP port 7882")
    for degraded in (False, True, True):
        console.event(Event("died", "livekit", 1, delay=0.4, degraded=degraded))
    if not door_first:
        assert "CHƯA" not in capsys.readouterr().out
        console.event(Event("ready", "door"))
    said = capsys.readouterr().out
    assert said.count("CHƯA sẵn sàng") == 1
    assert "livekit không khởi động được (mã 1): could not listen on UDP" in said
    assert "NHIPCAU_ENGINE_UDP_PORT" in said
    assert "đã sẵn sàng" not in said
    # The pages are there, and the first sign-in link is not kept back.
    assert "chưa họp được: http://localhost:8080" in said
    assert "Lần đầu" in said
    console.event(Event("ready", "livekit"))
    assert "đã sẵn sàng: http://localhost:8080" in capsys.readouterr().out


def test_it_names_no_address_where_no_page_can_be_opened(console, capsys):
    console.event(Event("ready", "livekit"))
    console.event(Event("cannot_start", "web", degraded=True, reason="No such file"))
    said = capsys.readouterr().out
    assert "web không khởi động được: No such file" in said
    assert "http://" not in said


def test_it_does_not_alarm_while_it_stops(console, capsys):
    console.stopping = True
    console.event(Event("died", "web", exit_code=-15))
    assert capsys.readouterr().out == ""


def test_it_tells_what_each_process_costs(console, capsys):
    console.cost([Usage("bots", 0.14, 216 * 1024**2), Usage("web", 0.004, 1024**2)])
    said = capsys.readouterr().out
    assert "bots        0,14 lõi    216 MB" in said
    assert "tất cả      0,14 lõi    217 MB" in said
