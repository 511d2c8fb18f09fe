"""Who was there: roll call by people, presence as the engine saw it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils import timezone

from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.engine.port import Reason
from nhipcau.live.models import Presence, RollCallMark
from nhipcau.live.policies import chairs
from nhipcau.live.queries import invited_sites, present_sites
from nhipcau.live.services.rows import Mark, store_mark
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site


@service
def mark_site(actor: Actor, meeting: Meeting, site: Site, mark: Mark) -> RollCallMark:
    """Writes what the roll call found of `site`, in place of what it found before."""
    if not chairs(actor, meeting):
        raise Refusal("not_chair")
    if site.pk not in invited_sites(meeting):
        raise Refusal("site_not_in_meeting")
    before = RollCallMark.objects.filter(meeting=meeting, site=site).first()
    row = store_mark(actor, meeting, site.pk, mark, timezone.now())
    record(
        actor,
        "live.roll_call",
        meeting,
        before=_facts(before) if before else None,
        after=_facts(row),
        unit=meeting.host_id,
    )
    return row


@service
def mark_connected(actor: Actor, meeting: Meeting) -> int:
    """Marks every site that is connected and not marked yet as present online."""
    if not chairs(actor, meeting):
        raise Refusal("not_chair")
    marked = RollCallMark.objects.filter(meeting=meeting).values_list("site", flat=True)
    sites = present_sites(meeting.pk) & set(invited_sites(meeting)) - set(marked)
    rows = [
        RollCallMark(
            meeting=meeting,
            site_id=site,
            status=RollCallMark.Status.ONLINE,
            by_id=actor.id,
            at=timezone.now(),
        )
        for site in sorted(sites)
    ]
    RollCallMark.objects.bulk_create(rows)
    after = {"sites": sorted(sites), "status": RollCallMark.Status.ONLINE.value}
    record(actor, "live.roll_call", meeting, after=after, unit=meeting.host_id)
    return len(rows)


@service
def note_presence(
    actor: Actor,
    meeting: Meeting,
    joined: Collection[int],
    left: Mapping[int, datetime],
    whys: Mapping[int, Reason] | None = None,
) -> None:
    """The engine saw sites come, and go at the moments given; `whys` as it told."""
    whys = whys or {}
    now = timezone.now()
    open_rows = Presence.objects.filter(meeting=meeting, left=None)
    there = set(open_rows.values_list("site", flat=True))
    Presence.objects.bulk_create(
        Presence(meeting=meeting, site_id=site, joined=now)
        for site in sorted(set(joined) - there)
    )
    for site, at in left.items():
        open_rows.filter(site=site).update(left=at, why=whys.get(site, ""))
    after: dict[str, object] = {"joined": sorted(joined), "left": sorted(left)}
    known = {str(site): why for site, why in sorted(whys.items()) if why}
    if known:
        after["whys"] = known
    record(actor, "live.presence", meeting, after=after, unit=meeting.host_id)


@service
def end_presence(actor: Actor, meeting: Meeting, at: datetime) -> None:
    """The meeting is over since `at`: whoever was in its room has left it."""
    left = dict.fromkeys(present_sites(meeting.pk), at)
    note_presence(actor, meeting, (), left)


def _facts(row: RollCallMark) -> dict[str, object]:
    return {
        "site": row.site_id,
        "status": row.status,
        "people": row.people,
        "remark": row.remark,
    }
