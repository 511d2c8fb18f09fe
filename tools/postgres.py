"""A PostgreSQL cluster for the length of a test run, without root and without TCP."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# As a Vietnamese machine has it: text that needs another order must say so itself.
LANGUAGE = ("--encoding=UTF8", "--locale-provider=icu", "--icu-locale=vi")


class NoPostgresError(Exception):
    """Why there is none on this machine."""


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """The address of a fresh, empty database; everything is removed afterwards."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NoPostgresError("PostgreSQL is not installed on this machine")
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pg-"))
    user = _other_user(folder)
    data = folder / "data"
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    options += " -c max_connections=100"
    try:
        initdb, pg_ctl, createdb = (
            str(programs / name) for name in ("initdb", "pg_ctl", "createdb")
        )
        where = str(folder)
        who = ["-U", "nhipcau", "-A", "trust"]
        _run(user, [initdb, "-D", str(data), *who, *LANGUAGE])
        control = [pg_ctl, "-D", str(data), "-w"]
        _run(user, [*control, "-o", options, "-l", str(folder / "log"), "start"])
        try:
            _run(user, [createdb, "-h", where, "-U", "nhipcau", "nhipcau"])
            yield f"postgresql://nhipcau@/nhipcau?host={folder}"
        finally:
            _run(user, [*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: find someone else, give them the folder."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        folder.chmod(0o755)
        return name
    raise NoPostgresError("PostgreSQL needs a user other than root")


def _run(user: str | None, argv: Sequence[str]) -> None:
    words = list(argv)
    if user is not None:
        words = ["runuser", "-u", user, "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NoPostgresError(f"{' '.join(words[:5])}: {done.stderr[-400:]}")
