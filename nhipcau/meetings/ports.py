"""What meetings ask of the apps that stand above them: wired in config."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from nhipcau.base.home import Section
from nhipcau.base.http import Request
from nhipcau.meetings.models import Meeting


def meeting_sections(request: Request, meeting: Meeting) -> list[Section]:
    """What other apps show on its page, from `settings.MEETING_SECTIONS`."""
    contribute = cast(
        Callable[[Request, Meeting], list[Section]],
        import_string(settings.MEETING_SECTIONS),
    )
    return contribute(request, meeting)
