"""Percentiles and usage of a measurement."""

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.cli.bench.figures import Usage, cores, family, summary, usage


def test_it_names_how_many_the_middle_the_late_and_the_last():
    assert summary(range(1, 101)) == {"n": 100, "p50": 50, "p95": 95, "max": 100}
    assert summary([7.26]) == {"n": 1, "p50": 7.3, "p95": 7.3, "max": 7.3}
    assert summary([]) == {"n": 0, "p50": None, "p95": None, "max": None}


def test_it_takes_the_nineteenth_of_twenty_as_the_95th_percentile():
    assert summary(range(1, 21))["p95"] == 19


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_it_names_only_values_that_occurred(values):
    found = summary(values)
    assert {found["p50"], found["p95"], found["max"]} <= set(values)
    assert found["p50"] <= found["p95"] <= found["max"] == max(values)


def running(proc, pid, parent=1, name="a (b) c"):
    folder = proc / str(pid)
    folder.mkdir()
    fields = ["S", str(parent), *["0"] * 9, "150", "50", *["0"] * 20]
    (folder / "stat").write_text(f"{pid} ({name}) {' '.join(fields)}")
    (folder / "status").write_text("Name:\ta\nVmRSS:\t    2048 kB\n")


def test_it_counts_what_a_process_started_but_not_whom_it_is_told_to_leave_out(
    tmp_path,
):
    for pid, parent in ((7, 1), (8, 7), (9, 8), (10, 7), (11, 10), (12, 1)):
        running(tmp_path, pid, parent)
    assert family(7, without=[10], proc=tmp_path) == Usage(6.0, 6 * 2**20)
    assert family(99, proc=tmp_path) == Usage(0, 0)


def test_it_counts_only_those_of_one_program(tmp_path):
    for pid, parent, name in ((7, 1, "node"), (8, 7, "chromium"), (9, 8, "chromium")):
        running(tmp_path, pid, parent, name)
    assert family(7, proc=tmp_path, only="chromium") == Usage(4.0, 4 * 2**20)


def test_it_reads_the_usage_of_a_process_whose_name_holds_blanks(tmp_path):
    running(tmp_path, 7)
    assert usage(7, tmp_path) == Usage(cpu=2.0, rss=2 * 2**20)


def test_it_counts_cores_between_two_looks():
    before = {"web": Usage(1.0, 0), "door": Usage(5.0, 0)}
    after = {"web": Usage(1.5, 0)}
    assert cores(before, after, 10) == {"web": 0.05}
