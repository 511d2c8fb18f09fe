"""Asks something of the machine at a site, and keeps what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.accounts.services.rows import hold_site
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.queries import equipment_of, pending, starts_again
from nhipcau.live.feeds.queries import feeds
from nhipcau.live.models import Errand
from nhipcau.live.policies import sites_kept
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.errands import FOUND, Kind
from nhipcau.live.stills import folder
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site


@service
def ask(
    actor: Actor, meeting: Meeting, site: int, kind: Kind, facts: Mapping[str, str]
) -> Errand:
    """A technician asks `site` for something. Raises Refusal."""
    if actor.kind != "person" or site not in sites_kept(actor, meeting):
        raise Refusal("not_technician")
    if site not in present_sites(meeting.pk):
        raise Refusal("errand_nobody_there")
    if feeds(site):
        raise Refusal("errand_feed")
    # A browser that a person opened nobody would start again.
    if kind == "restart" and not starts_again(equipment_of(meeting, site)):
        raise Refusal("errand_room_computer")
    # Two at once would undo each other.
    hold_site(Site.objects.get(pk=site))
    if pending(meeting.pk, site):
        raise Refusal("errand_under_way")
    errand = Errand.objects.create(
        meeting=meeting,
        site_id=site,
        kind=kind,
        facts=dict(facts),
        by_id=actor.id,
        at=timezone.now(),
    )
    if kind == "picture":
        folder.ask(meeting.pk, site, "camera")
    wake("meeting", meeting.pk)
    after = {"site": site, "kind": kind, "facts": dict(facts), "errand": errand.pk}
    record(actor, "live.errand", meeting, after=after, unit=meeting.host_id)
    return errand


def answer(
    actor: Actor,
    meeting: Meeting,
    device: Device,
    errand: int,
    *,
    done: bool,
    found: Mapping[str, object],
) -> None:
    """The main device says what came of it; twice, the first time counts.

    Raises Refusal for what was not asked of it.
    """
    row = Errand.objects.filter(pk=errand, meeting=meeting).first()
    if row is None or not (device.main and device.site_id == row.site_id):
        raise Refusal("no_errand")
    needed = FOUND.get(cast(Kind, row.kind))
    if done and needed and needed not in found:
        raise Refusal("bad_command")
    if row.answered is None:
        _answer(actor, meeting, row, device, done=done, found=found)


@service
def _answer(
    actor: Actor,
    meeting: Meeting,
    row: Errand,
    device: Device,
    *,
    done: bool,
    found: Mapping[str, object],
) -> None:
    waiting = Errand.objects.filter(pk=row.pk, answered=None)
    changed = waiting.update(
        answered=timezone.now(), device=device, done=done, answer=dict(found)
    )
    if not changed:
        return
    wake("meeting", meeting.pk)
    after = {"site": row.site_id, "kind": row.kind, "errand": row.pk, "done": done}
    record(actor, "live.errand_answered", meeting, after=after, unit=meeting.host_id)
