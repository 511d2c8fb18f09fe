"""The meeting that these tests begin with."""

from __future__ import annotations

import pytest

from nhipcau.live.tests.bench import Bench, build


@pytest.fixture
def bench(db: None) -> Bench:
    """A hub and two communes with their devices; the meeting is not open yet."""
    return build()
