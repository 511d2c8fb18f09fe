"""What the devices of the sites report of their own sound, picture and line."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.live.models import SiteReport
from nhipcau.live.queries import reports_of
from nhipcau.live.rules.health import Report
from nhipcau.meetings.models import Meeting


def report_health(actor: Actor, meeting: Meeting, site: int, report: Report) -> None:
    """The main device of `site` says how it is; the same again is no news."""
    before = reports_of(meeting.pk).get(site)
    if before != report:
        _write(actor, meeting, site, before, report)


@service
def _write(
    actor: Actor, meeting: Meeting, site: int, before: Report | None, report: Report
) -> None:
    SiteReport.objects.update_or_create(
        meeting=meeting,
        site_id=site,
        defaults=asdict(report) | {"at": timezone.now()},
    )
    record(
        actor,
        "live.report",
        meeting,
        before=_facts(site, before) if before else None,
        after=_facts(site, report),
        unit=meeting.host_id,
    )


def _facts(site: int, report: Report) -> dict[str, object]:
    return {"site": site} | asdict(report)
