"""The meeting that these tests begin with, and who is in the room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.live.models import Presence
from nhipcau.live.tests.bench import Bench


@pytest.fixture
def there(bench: Bench, settings: Any, tmp_path: Path) -> Bench:
    """All sites are in the room; photographs go into a folder of this test."""
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    with writing():
        for site in bench.sites.values():
            Presence.objects.create(
                meeting=bench.meeting, site=site, joined=timezone.now()
            )
    return bench
