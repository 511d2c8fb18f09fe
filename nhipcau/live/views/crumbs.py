"""The way to a page of a meeting, as every such page shows it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.meetings.models import Meeting


def crumbs_of(meeting: Meeting) -> list[dict[str, str]]:
    """The list of meetings, then this one."""
    return [
        {"name": _("Cuộc họp"), "url": reverse("meetings:list")},
        {"name": meeting.title, "url": reverse("meetings:page", args=[meeting.pk])},
    ]
