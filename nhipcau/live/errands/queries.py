"""Reading errands: what a machine is to do now, and what it last answered."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.live.models import Errand
from nhipcau.live.rules.errands import PATIENCE, WATCHED
from nhipcau.meetings.models import Meeting


def pending(meeting: int, site: int | None = None) -> list[Errand]:
    """What waits to be done, of one site or all; what is too old waits no more."""
    since = timezone.now() - timedelta(seconds=PATIENCE)
    rows = Errand.objects.filter(meeting=meeting, answered=None, at__gte=since)
    if site is not None:
        rows = rows.filter(site=site)
    return list(rows.order_by("id"))


def errands_of(meeting: Meeting, site: int) -> QuerySet[Errand]:
    """Everything that was asked of a site, newest first."""
    return Errand.objects.filter(meeting=meeting, site=site).select_related("by")


def equipment_of(meeting: Meeting, site: int) -> Errand | None:
    """What its machine last told of its devices, in an answer; None: nothing yet."""
    told = errands_of(meeting, site).filter(done=True, answer__has_key="cameras")
    return told.first()


def watches_picture(person: int, meeting: Meeting, site: int) -> bool:
    """Whether `person` has asked to see this site, not long ago."""
    since = timezone.now() - timedelta(seconds=WATCHED)
    asked = errands_of(meeting, site).filter(kind="picture", by=person, at__gte=since)
    return asked.exists()
