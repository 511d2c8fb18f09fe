"""Asks something of the machine at a site, and keeps what it answers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.queries import pending
from nhipcau.live.models import Errand
from nhipcau.live.policies import sites_kept
from nhipcau.live.queries import main_device, present_sites
from nhipcau.live.rules.errands import Kind
from nhipcau.live.stills import folder
from nhipcau.meetings.models import Meeting


@service
def ask(
    actor: Actor, meeting: Meeting, site: int, kind: Kind, facts: Mapping[str, str]
) -> Errand:
    """A technician asks `site` for something. Raises Refusal."""
    if actor.kind != "person" or site not in sites_kept(actor, meeting):
        raise Refusal("not_technician")
    if site not in present_sites(meeting.pk):
        raise Refusal("errand_nobody_there")
    # A browser that a person opened nobody would start again.
    if kind == "restart" and not _starts_again(site):
        raise Refusal("errand_room_computer")
    # Two at once would undo each other.
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


def _starts_again(site: int) -> bool:
    device = main_device(site)
    return device is not None and device.is_rooms


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
    if row.answered is None:
        _answer(actor, meeting, row, done=done, found=found)


@service
def _answer(
    actor: Actor,
    meeting: Meeting,
    row: Errand,
    *,
    done: bool,
    found: Mapping[str, object],
) -> None:
    waiting = Errand.objects.filter(pk=row.pk, answered=None)
    waiting.update(answered=timezone.now(), done=done, answer=dict(found))
    wake("meeting", meeting.pk)
    after = {"site": row.site_id, "kind": row.kind, "errand": row.pk, "done": done}
    record(actor, "live.errand_answered", meeting, after=after, unit=meeting.host_id)
