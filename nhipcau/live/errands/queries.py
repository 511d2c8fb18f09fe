"""Reading errands: what a machine is to do now, and what it last answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.live.models import Errand
from nhipcau.live.rules.errands import LEAVING, PATIENCE, WATCHED
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
    """What its main device last told of its devices, in an answer; None: nothing."""
    told = errands_of(meeting, site).filter(
        done=True,
        answer__has_key="cameras",
        device__main=True,
        device__removed=None,
        device__site=site,
    )
    return told.first()


def starts_again(told: Errand | None) -> bool:
    """Whether its browser, as it told, is started again by something when it ends."""
    return told is not None and bool(told.answer.get("restarts"))


def watches_picture(person: int, meeting: Meeting, site: int) -> bool:
    """Whether `person` has asked to see this site, not long ago."""
    return _watched(meeting.pk, site).filter(by=person).exists()


def is_watched(meeting: int, site: int) -> bool:
    """Whether anybody has."""
    return _watched(meeting, site).exists()


def _watched(meeting: int, site: int) -> QuerySet[Errand]:
    since = timezone.now() - timedelta(seconds=WATCHED)
    asked = Errand.objects.filter(meeting=meeting, site=site, at__gte=since)
    return asked.filter(kind="picture").exclude(done=False)


def left_when_asked(meeting: Meeting) -> dict[int, list[datetime]]:
    """When the pages of sites were left because a technician asked for it."""
    found: dict[int, list[datetime]] = {}
    rows = Errand.objects.filter(meeting=meeting, kind__in=LEAVING, done=True)
    for site, at in rows.order_by("answered").values_list("site", "answered"):
        if at:
            found.setdefault(site, []).append(at)
    return found
