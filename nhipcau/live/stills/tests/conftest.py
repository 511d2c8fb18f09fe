"""The meeting that these tests begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nhipcau.live.rules.commands import Open
from nhipcau.live.tests.bench import Bench, build


@pytest.fixture
def bench(db: None, settings: Any, tmp_path: Path) -> Bench:
    """A hub and two communes, a meeting that is open, and a folder for this test."""
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    bench = build()
    bench.give(Open())
    return bench
