"""A technician of the district, and a folder for photographs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from nhipcau.accounts.models import RoleGrant
from nhipcau.base.guard import writing
from nhipcau.live.tests.bench import Bench


@pytest.fixture
def kept(bench: Bench, settings: Any, tmp_path: Path) -> Bench:
    """Who chairs keeps the rooms of the district, too."""
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    with writing():
        RoleGrant.objects.create(
            person=bench.people["hub"],
            role="technician",
            unit=bench.meeting.host,
            since=timezone.localdate(),
        )
    return bench
