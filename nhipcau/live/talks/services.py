"""Begins, answers and ends private talks; the chair state knows nothing of them."""

from __future__ import annotations

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import LiveMeeting, Talk
from nhipcau.live.queries import present_sites
from nhipcau.live.rules.state import State
from nhipcau.live.rules.talks import Why, refuse_talk
from nhipcau.live.words.services import tell
from nhipcau.meetings.models import Meeting


def start(actor: Actor, meeting: Meeting, device: Device, site: int) -> None:
    """Calls `site` from the desk at `device`; called twice, it rings once."""
    if _running(meeting).filter(desk=device, site=site).exists():
        return
    try:
        _start(actor, meeting, device, site)
    except IntegrityError as error:
        # Another desk, or this one, was faster.
        raise Refusal("talk_busy") from error


@service
def _start(actor: Actor, meeting: Meeting, device: Device, site: int) -> None:
    state = State.of(LiveMeeting.objects.get(meeting=meeting).state)
    present = present_sites(meeting.pk)
    refusal = refuse_talk(state, device.site_id, site, present)
    if refusal:
        raise refusal
    # A desk talks in one meeting at a time, like a person.
    if Talk.objects.filter(desk=device, ended=None).exists():
        raise Refusal("talk_desk_busy")
    if _running(meeting).filter(site=site).exists():
        raise Refusal("talk_busy")
    talk = Talk.objects.create(
        meeting=meeting,
        site_id=site,
        by_id=actor.id,
        desk=device,
        started=timezone.now(),
    )
    facts = _facts(talk) | {"device": device.pk}
    record(actor, "live.talk_started", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def answer(actor: Actor, meeting: Meeting, device: Device, talk: int) -> None:
    """The main device of the site takes the call; twice, the first time counts."""
    row = _running(meeting).filter(pk=talk).first()
    if row is None or not (device.main and device.site_id == row.site_id):
        raise Refusal("no_talk")
    if row.answered is None:
        _answer(actor, meeting, row)


@service
def _answer(actor: Actor, meeting: Meeting, talk: Talk) -> None:
    waiting = _running(meeting).filter(pk=talk.pk, answered=None)
    if not waiting.update(answered=timezone.now()):
        raise Refusal("no_talk")
    facts = _facts(talk)
    record(actor, "live.talk_answered", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def hang_up(actor: Actor, meeting: Meeting, device: Device, talk: int) -> None:
    """One of the two ends it, or does not take the call."""
    row = Talk.objects.filter(meeting=meeting, pk=talk).first()
    desk = row is not None and row.desk_id == device.pk
    if row is None or not (desk or (device.main and device.site_id == row.site_id)):
        raise Refusal("no_talk")
    rang: Why = "withdrawn" if desk else "declined"
    end(actor, meeting, talk, "hung_up" if row.answered else rang)


def end(actor: Actor, meeting: Meeting, talk: int, why: Why) -> None:
    """A talk is over; one that is over stays as it is."""
    row = _running(meeting).filter(pk=talk).first()
    if row is None:
        return
    try:
        _end(actor, meeting, row, why)
    except _EndedBefore:
        return


class _EndedBefore(Exception):  # rolls back
    pass


@service
def _end(actor: Actor, meeting: Meeting, talk: Talk, why: Why) -> None:
    going = _running(meeting).filter(pk=talk.pk)
    if not going.update(ended=timezone.now(), why=why):
        raise _EndedBefore
    facts = _facts(talk) | {"why": why}
    record(actor, "live.talk_ended", meeting, after=facts, unit=meeting.host_id)
    tell(meeting)


def _running(meeting: Meeting) -> QuerySet[Talk]:
    return Talk.objects.filter(meeting=meeting, ended=None)


def _facts(talk: Talk) -> dict[str, object]:
    return {"talk": talk.pk, "site": talk.site_id}
