"""A technician of the district, and a folder for photographs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nhipcau.live.tests.bench import Bench


@pytest.fixture
def kept(bench: Bench, settings: Any, tmp_path: Path) -> Bench:
    """Who chairs keeps the rooms of the district, too."""
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    bench.keeps_rooms("hub")
    return bench
