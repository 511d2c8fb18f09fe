"""Runs the lanes of `./check` and ends with one line: passed, failed, skipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.postgres import NoPostgresError, temporary_postgres
from tools.results import Results, known_skips
from tools.steps import npm_in

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "reports"
SKIPS = ROOT / "tests" / "skips.toml"
DEFAULT = ("fast", "unit", "live", "e2e")

APPS = ("base", "audit", "places", "accounts", "meetings", "live")
#: Rooms whose branch coverage is a gate; `rules` are those of every app.
GATED = ("core", "engine", "media", "supervisor", "rules")
COVERING = ("--cov=nhipcau", "--cov-branch", "--cov-report=")
COVERAGE = 95.0
LIMITS = {
    "fast": 300,
    "unit": 1200,
    "live": 1500,
    "cover": 120,
    # Weak links last: minutes of a meeting are minutes.
    "e2e": 2700,
    "soak": 24 * 3600,
}


class Lane:
    """One lane at work: its results and its time limit."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.results = Results()
        self._ends = time.monotonic() + LIMITS[name]

    def run(
        self,
        argv: Sequence[str],
        *,
        cwd: Path = ROOT,
        env: dict[str, str] | None = None,
        quiet: bool = False,
    ) -> int:
        """The exit code; quiet programs are heard only when they fail."""
        try:
            done = subprocess.run(
                argv,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdout=subprocess.PIPE if quiet else None,
                stderr=subprocess.STDOUT if quiet else None,
                stdin=subprocess.DEVNULL,
                text=True,
                timeout=max(1.0, self._ends - time.monotonic()),
            )
        except subprocess.TimeoutExpired:
            print(f"--- {self.name}: hết giờ: {' '.join(argv[:6])}", flush=True)
            return 124
        if quiet and done.returncode:
            print(f"--- {' '.join(argv[:6])}\n{done.stdout}", flush=True)
        return done.returncode

    def tool(self, title: str, argv: Sequence[str]) -> None:
        """A program that counts as one test."""
        code = self.run(argv, quiet=True)
        self.results.add(title, failed=code != 0)

    def pytest(
        self,
        report: str,
        *words: str,
        env: dict[str, str] | None = None,
        module: str = "pytest",
    ) -> Results:
        """One pytest run, read from the XML it writes."""
        goal = REPORTS / f"{report}.xml"
        goal.unlink(missing_ok=True)
        code = self.run(
            [
                *(sys.executable, "-m", module, "-q", f"--junitxml={goal}"),
                *("-o", f"cache_dir={REPORTS / f'cache-{report}'}", *words),
            ],
            env=env,
        )
        found = Results.read(goal)
        if code not in {0, 5} and not found.failed:
            found.add(f"pytest {report} (mã {code})", failed=True)
        return found


def fast(lane: Lane) -> None:
    """What needs no database and no server, the front end beside it."""
    python = sys.executable
    with ThreadPoolExecutor(1) as beside:
        front_end = beside.submit(_front_end, lane)
        lane.tool("ruff check", [python, "-m", "ruff", "check"])
        lane.tool("ruff format", [python, "-m", "ruff", "format", "--check"])
        contracts = "from importlinter.cli import lint_imports_command as c; c()"
        lane.tool("import-linter", [python, "-c", contracts])
        lane.tool("mypy", [python, "-m", "mypy"])
        lane.results += lane.pytest("architecture", "tests/architecture")
        lane.results += front_end.result()


def _front_end(lane: Lane) -> Results:
    """Its own results: two that add to the lane's at once would lose some."""
    goal = REPORTS / "vitest.xml"
    goal.unlink(missing_ok=True)
    code = lane.run(
        [*npm_in(os.environ["PATH"]), "run", "check"],
        cwd=ROOT / "frontend",
        env={"VITEST_JUNIT": str(goal)},
        quiet=True,
    )
    found = Results.read(goal)
    if not found.failed:
        found.add("tsc, biome, vitest", failed=code != 0)
    return found


def unit(lane: Lane) -> None:
    """Everything without servers on SQLite, the apps again on PostgreSQL."""
    marks = ("-m", "not live and not e2e and not weaklink and not soak", "-n", "2")
    lane.results += lane.pytest(
        "unit", *marks, *COVERING, "--ignore=tests/architecture"
    )
    apps = [f"nhipcau/{app}" for app in APPS if (ROOT / "nhipcau" / app).is_dir()]
    try:
        with temporary_postgres() as url:
            lane.results += lane.pytest(
                "unit-postgresql", *marks, *apps, env={"NHIPCAU_DATABASE_URL": url}
            )
    except NoPostgresError as error:
        lane.results.add("unit-postgresql", skipped=str(error))


def coverage(lane: Lane) -> None:
    """Branches seen by unit and live together: the port has its contract there."""
    report = REPORTS / "coverage.json"
    argv = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)]
    if lane.run(argv, quiet=True):
        lane.results.add("coverage", failed=True)
        return
    files = json.loads(report.read_text())["files"]
    for room in GATED:
        totals = [
            row["summary"] for path, row in files.items() if room in Path(path).parts
        ]
        whole = sum(row["num_statements"] + row["num_branches"] for row in totals)
        seen = sum(row["covered_lines"] + row["covered_branches"] for row in totals)
        if not whole:
            continue
        percent = 100 * seen / whole
        print(f"    độ phủ nhánh {room:<12} {percent:5.1f} %", flush=True)
        lane.results.add(f"coverage of {room} ≥ 95 %", failed=percent < COVERAGE)


def live(lane: Lane) -> None:
    """Against a real engine and a real door."""
    _with_second_try(lane, "live", *COVERING, "--cov-append")


def e2e(lane: Lane) -> None:
    """With real browsers, at last over weak links."""
    _with_second_try(lane, "e2e")
    _with_second_try(lane, "weaklink", module="tests.weaklink")


def soak(lane: Lane) -> None:
    """For hours."""
    lane.results += lane.pytest("soak", "-m", "soak")


def _with_second_try(
    lane: Lane, mark: str, *words: str, module: str = "pytest"
) -> None:
    """Time-bound tests may fail once on a busy machine; that is said, not hidden."""
    first = lane.pytest(mark, "-m", mark, *words, module=module)
    if first.failed:
        files = first.failed_files()
        again = lane.pytest(f"{mark}-again", "-m", mark, *files, module=module)
        for name in sorted(set(first.failed) - set(again.failed)):
            if name in again.passed:
                first.healed(name)
                print(f"flaky: {name}", flush=True)
    lane.results += first


LANES: dict[str, Callable[[Lane], None]] = {
    "fast": fast,
    "unit": unit,
    "live": live,
    "e2e": e2e,
    "soak": soak,
}


def main(argv: Sequence[str]) -> int:
    """Run the lanes named, or all but soak."""
    names = list(argv) or list(DEFAULT)
    if unknown := [name for name in names if name not in LANES]:
        print(f"Cách dùng: ./check [{'|'.join(LANES)}]…  (không có: {unknown[0]})")
        return 2
    REPORTS.mkdir(exist_ok=True)
    total = Results()
    times = []
    work = [(name, LANES[name]) for name in names]
    if {"unit", "live"} <= set(names):
        work.append(("cover", coverage))
    for name, run in work:
        begun = time.monotonic()
        print(f"=== {name}", flush=True)
        lane = Lane(name)
        run(lane)
        times.append((name, time.monotonic() - begun, lane.results))
        total += lane.results
    unexpected = total.unexpected(known_skips(SKIPS))
    print()
    for name in sorted(total.failed):
        print(f"failed: {name}")
    for name, reason in unexpected:
        print(f"skipped, but not listed in tests/skips.toml: {name}: {reason}")
    for name, seconds, results in times:
        print(f"{name:<5} {seconds:6.0f} s  {results}")
    print(total)
    return 1 if total.failed or unexpected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
