"""Starting order."""

from __future__ import annotations

import pytest

from nhipcau.supervisor.spec import ProcessSpec, start_order


def spec(name: str, *after: str) -> ProcessSpec:
    return ProcessSpec(name, ["true"], after=after)


def test_it_starts_each_process_after_what_it_waits_for():
    order = start_order([spec("door", "web"), spec("web", "base"), spec("base")])
    assert [each.name for each in order] == ["base", "web", "door"]


def test_it_refuses_two_processes_of_one_name():
    with pytest.raises(ValueError, match="same name"):
        start_order([spec("web"), spec("web")])


def test_it_refuses_to_wait_for_a_process_that_does_not_exist():
    with pytest.raises(ValueError, match="waits for web"):
        start_order([spec("door", "web")])


def test_it_refuses_processes_that_wait_for_each_other():
    with pytest.raises(ValueError, match="wait for each other"):
        start_order([spec("a", "b"), spec("b", "a")])
