"""The same meeting, for tests with threads."""

from __future__ import annotations

import pytest

from nhipcau.live.tests.bench import Bench, build


@pytest.fixture
def committed(transactional_db: None) -> Bench:
    """A hub and two communes, seen by every thread."""
    return build()
