"""What the sites report of sound, picture and line, and for what lines are pinned."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import LinePin, SiteReport
from nhipcau.live.queries import invited_sites, reports_of
from nhipcau.live.rules.budget import Profile
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
    # How it sends, all who see it are to know.
    if before is None or _uses(before) != _uses(report):
        wake("meeting", meeting.pk)
    record(
        actor,
        "live.report",
        meeting,
        before=_facts(site, before) if before else None,
        after=_facts(site, report),
        unit=meeting.host_id,
    )


@service
def pin_line(
    actor: Actor, meeting: Meeting, site: int, profile: Profile | None
) -> None:
    """A technician says for what `site` may use its line at most; None: as it finds.

    Raises Refusal.
    """
    if site not in invited_sites(meeting):
        raise Refusal("site_not_in_meeting")
    rows = LinePin.objects.filter(meeting=meeting, site=site)
    before = rows.values_list("profile", flat=True).first()
    if profile is None:
        rows.delete()
    else:
        LinePin.objects.update_or_create(
            meeting=meeting, site_id=site, defaults={"profile": profile}
        )
    wake("meeting", meeting.pk)
    record(
        actor,
        "live.pin",
        meeting,
        before={"site": site, "profile": before},
        after={"site": site, "profile": profile},
        unit=meeting.host_id,
    )


def _uses(report: Report) -> tuple[Profile, Profile]:
    return report.down, report.up


def _facts(site: int, report: Report) -> dict[str, object]:
    return {"site": site} | asdict(report)
