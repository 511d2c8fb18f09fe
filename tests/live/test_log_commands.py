"""`nhipcau audit check` and `nhipcau worker` as real processes on a real file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nhipcau.cli.bench.installation import until

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert run(folder, "django", "migrate", "-v0").returncode == 0
    for number in range(1, 4):
        added = run(folder, "person", "add-administrator", f"a{number}", f"Số {number}")
        assert added.returncode == 0, added.stdout + added.stderr
    return folder


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "NHIPCAU_DATA_DIR": str(folder),
        "NHIPCAU_SECRET_KEY": "test-only",
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
    }


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "nhipcau.sqlite3") as database:
        return database.execute(sql).fetchall()


def unsealed(folder: Path) -> int:
    return len(rows(folder, "SELECT 1 FROM audit_auditevent WHERE number IS NULL"))


def test_the_worker_seals_stays_alive_and_leaves_when_told(folder: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "nhipcau", "worker"], env=environment(folder)
    )
    try:
        alive = folder / "run" / "worker.alive"
        until("all is sealed", lambda: not unsealed(folder))
        until("it is seen alive", alive.exists)
        seen = alive.stat().st_mtime_ns
        until("it is seen alive again", lambda: alive.stat().st_mtime_ns > seen)
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()
    checked = run(folder, "audit", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "nguyên vẹn" in checked.stdout


def test_a_worker_killed_at_any_time_goes_on_where_it_was(folder: Path):
    alive = folder / "run" / "worker.alive"
    moments = (
        alive.exists,
        lambda: unsealed(folder) < 2,
        lambda: not unsealed(folder),
    )
    for moment in moments:
        alive.unlink(missing_ok=True)
        run(folder, "person", "sign-in-link", "a1")
        run(folder, "person", "sign-in-link", "a2")
        process = subprocess.Popen(
            [sys.executable, "-m", "nhipcau", "worker"], env=environment(folder)
        )
        until("the moment has come", moment)
        process.kill()
        process.wait()
    assert run(folder, "audit", "check").returncode == 0


def test_the_check_names_the_first_event_that_was_altered(folder: Path):
    rows(folder, "UPDATE audit_auditevent SET actor_name = 'ai đó' WHERE number = 2")
    checked = run(folder, "audit", "check")
    assert checked.returncode == 1
    assert "số 2" in checked.stdout


def test_the_link_of_a_person_carries_its_code_after_the_hash(folder: Path):
    printed = run(folder, "person", "sign-in-link", "a1")
    assert printed.returncode == 0
    path, _, code = printed.stdout.split()[-1].partition("#")
    assert path.endswith("/vao")
    assert len(code) == 14
    stored = rows(folder, "SELECT code_hash FROM accounts_signincode")
    assert all(code not in str(row) for row in stored)


def test_an_unknown_person_gets_no_link(folder: Path):
    printed = run(folder, "person", "sign-in-link", "nobody")
    assert printed.returncode == 1
    assert "Không có người dùng" in printed.stdout
