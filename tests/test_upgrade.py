"""A database that an earlier release left works after an upgrade."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RELEASES = sorted((ROOT / "tests" / "upgrade").glob("*.sqlite3.gz"))
# What every release knows, and an upgrade must not lose.
KEPT = ("places_site", "places_unit", "accounts_person", "audit_auditevent")


def run(folder: Path, *words: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")}
    settings = {
        "NHIPCAU_DATA_DIR": str(folder),
        "NHIPCAU_SECRET_KEY": "test-only",
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        env=kept | settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def counts(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "nhipcau.sqlite3") as database:
        count = "SELECT count(*) FROM "
        return {name: database.execute(count + name).fetchone()[0] for name in KEPT}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name[:10])
def test_it_brings_the_database_of_an_earlier_release_to_now(
    release: Path, tmp_path: Path
):
    tmp_path.chmod(0o700)
    data = gzip.decompress(release.read_bytes())
    (tmp_path / "nhipcau.sqlite3").write_bytes(data)
    before = counts(tmp_path)
    run(tmp_path, "prepare")
    assert counts(tmp_path) == before
    assert "nguyên vẹn" in run(tmp_path, "audit", "check")
    assert "No changes detected" in run(
        tmp_path, "django", "makemigrations", "--check", "--dry-run"
    )


def test_it_keeps_at_least_one_earlier_release():
    assert RELEASES
