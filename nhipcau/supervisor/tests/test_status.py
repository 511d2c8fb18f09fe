"""The status file."""

from __future__ import annotations

import pytest

from nhipcau.supervisor.status import ProcessStatus, Status


def test_it_reads_back_what_it_wrote(tmp_path):
    path = tmp_path / "status.json"
    written = Status(7, {"web": ProcessStatus(8, "ready", 2, True, -9)})
    written.write(path)
    assert Status.read(path) == written
    assert [each.name for each in tmp_path.iterdir()] == ["status.json"]


def test_it_says_when_there_is_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        Status.read(tmp_path / "status.json")
