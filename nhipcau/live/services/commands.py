"""Commands of chair, sites and engine; seats, offences, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.audit.models import AuditEvent
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Answer, Engine, EngineStart, LiveMeeting, Offence
from nhipcau.live.queries import answered, planned
from nhipcau.live.rules import chair, commands
from nhipcau.live.rules.commands import ENGINE, By, Command, EngineCommand
from nhipcau.live.rules.events import fold
from nhipcau.live.rules.mirror import OFFENCES
from nhipcau.live.rules.stage import hears
from nhipcau.live.rules.state import State, Value
from nhipcau.live.services import rows
from nhipcau.meetings.models import Meeting

VERB_OF: dict[type[Command], str] = {
    commands.Open: "live.open",
    commands.Pause: "live.pause",
    commands.Resume: "live.resume",
    commands.Close: "live.close",
    commands.Reopen: "live.reopen",
    commands.Grant: "live.grant",
    commands.Revoke: "live.revoke",
    commands.Dismiss: "live.dismiss",
    commands.Limit: "live.limit",
    commands.Extend: "live.extend",
    commands.SetMode: "live.mode",
    commands.Mute: "live.mute",
    commands.Unmute: "live.unmute",
    commands.Lock: "live.lock",
    commands.Unlock: "live.unlock",
    commands.Arrange: "live.arrange",
    commands.Ready: "live.ready",
    commands.Take: "live.take",
    commands.CallRoll: "live.call_roll",
    commands.MarkRoll: "live.roll_call",
    commands.EndRoll: "live.end_roll",
    commands.Share: "live.share",
    commands.Unshare: "live.unshare",
    commands.Preside: "live.preside",
    commands.Miss: "live.chair_missed",
    commands.Find: "live.chair_found",
    commands.Succeed: "live.succeed",
    commands.Request: "live.request",
    commands.Withdraw: "live.withdraw",
    commands.Release: "live.release",
    commands.Lose: "live.line_lost",
    commands.Return: "live.line_back",
    commands.Expire: "live.line_expired",
    commands.Seat: "live.seat",
}
# A hammering client must not fill the log: the first attempt of a minute counts.
_QUIET = timedelta(minutes=1)


@dataclass(frozen=True)
class Given:
    """The answer to a command: the revision it made, and the state."""

    rev: int
    state: Value


class _AnsweredBefore(Exception):  # rolls back, then answers
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class OthersWereFaster(Exception):  # rolls back, then tries again
    """The state changed between reading and writing it."""


@service
def prepare(actor: Actor, meeting: Meeting) -> LiveMeeting:
    """Gives a planned meeting its state; one that has it keeps it."""
    plan = planned(meeting)
    event = chair.prepare(plan.chair, plan.sites, timezone.now(), plan.deputy)
    if isinstance(event, Refusal):
        raise event
    state = fold([event])
    row, made = LiveMeeting.objects.get_or_create(
        meeting=meeting, defaults={"state": state.value(), "rev": state.rev}
    )
    if made:
        rows.store_events(meeting, [event])
    record(actor, "live.prepare", meeting, after=row.state, unit=meeting.host_id)
    wake("meeting", meeting.pk)
    return row


def command(actor: Actor, meeting: Meeting, by: By, id: UUID, order: Command) -> Given:
    """Carries out a command given `by` chair or site, exactly once for each id.

    Raises Refusal. What other commands changed meanwhile is taken into account:
    the order is applied again to the newer state.
    """
    while True:
        try:
            answer = _command(actor, meeting, by, id, order)
        except OthersWereFaster:
            continue
        except _AnsweredBefore as before:
            answer = before.answer
        if answer.refusal:
            code, facts = answer.refusal
            raise Refusal(code, **facts)
        return Given(answer.rev, answer.state)


@service
def _command(
    actor: Actor, meeting: Meeting, by: By, id: UUID, order: Command
) -> Answer:
    row = LiveMeeting.objects.filter(meeting=meeting).first()
    if row is None:
        raise Refusal("not_open")
    # After reading the row: a twin that was faster either shows here or makes the
    # comparison of revisions fail.
    before = answered(meeting.pk, id)
    if before is not None:
        raise _AnsweredBefore(before)
    refused: tuple[str, dict[str, object]] | None = None
    try:
        state = _change(actor, meeting, row, order, by)
    except Refusal as refusal:
        state, refused = State.of(row.state), (refusal.code, refusal.facts)
        after = {"order": VERB_OF[type(order)], "reason": refusal.code}
        record(actor, "live.refused", meeting, after=after, unit=meeting.host_id)
    answer, made = Answer.objects.get_or_create(
        meeting=meeting,
        command=id,
        defaults={"rev": state.rev, "state": state.value(), "refusal": refused},
    )
    if not made:
        # On PostgreSQL a twin may have been answered at this moment: that one counts.
        raise _AnsweredBefore(answer)
    return answer


@service
def seat_sites(actor: Actor, meeting: Meeting) -> None:
    """Brings a changed plan into the state: who is invited, where the chair sits."""
    row = LiveMeeting.objects.get(meeting=meeting)
    _change(actor, meeting, row, planned(meeting), commands.CHAIR)


@service
def note_line(actor: Actor, meeting: Meeting, order: EngineCommand) -> None:
    """The engine saw a speaker or the chair go, or come back, or a screen end."""
    row = LiveMeeting.objects.get(meeting=meeting)
    _change(actor, meeting, row, order, ENGINE)


def _change(
    actor: Actor, meeting: Meeting, row: LiveMeeting, order: Command, by: By
) -> State:
    old = State.of(row.state)
    result = chair.apply(old, order, by, timezone.now())
    if isinstance(result, Refusal):
        raise result
    state, events = result
    kept = LiveMeeting.objects.filter(pk=row.pk, rev=old.rev)
    if not kept.update(state=state.value(), rev=state.rev):
        raise OthersWereFaster
    rows.store_events(meeting, events)
    rows.store_turns(meeting, old, state, events)
    rows.store_marks(actor, meeting, events)
    _forgive(meeting, set(hears(state)) - set(hears(old)))
    record(
        actor,
        VERB_OF[type(order)],
        meeting,
        before=old.value(),
        after=state.value(),
        unit=meeting.host_id,
    )
    wake("meeting", meeting.pk)
    return state


def _forgive(meeting: Meeting, sites: set[int]) -> None:
    """Who is now meant to be heard has nothing held against its devices."""
    for site in sites:
        offences = Offence.objects.filter(meeting=meeting)
        offences.filter(identity__startswith=f"site/{site}/").delete()


@service
def engine_started(actor: Actor) -> int:
    """A new engine runs and knows nothing: returns its epoch."""
    Engine.objects.get_or_create(pk=1)
    Engine.objects.filter(pk=1).update(epoch=F("epoch") + 1, seen=timezone.now())
    epoch = Engine.objects.values_list("epoch", flat=True).get(pk=1)
    EngineStart.objects.create(epoch=epoch, at=timezone.now())
    record(actor, "live.engine_started", "LiveKit", after={"epoch": epoch})
    return epoch


@service
def note_offence(actor: Actor, meeting: Meeting, identity: str) -> int:
    """A microphone was open without the floor; returns how often by now."""
    found, _ = Offence.objects.get_or_create(meeting=meeting, identity=identity)
    Offence.objects.filter(pk=found.pk).update(count=F("count") + 1)
    found.refresh_from_db()
    withdrawn = found.count >= OFFENCES
    record(
        actor,
        "live.withdraw_microphone" if withdrawn else "live.mute_microphone",
        meeting,
        after={"identity": identity, "count": found.count},
        unit=meeting.host_id,
    )
    return found.count


def note_removal(actor: Actor, meeting: Meeting, identity: str) -> None:
    """Someone was in the room who may not be there, and was put out."""
    facts: dict[str, object] = {"meeting": meeting.pk, "identity": identity}
    _once_a_minute(actor, "live.remove_participant", meeting, meeting, facts)


def refuse_device(
    actor: Actor, meeting: Meeting | None, device: Device | None, reason: str
) -> None:
    """A device asked at the engine's door and was sent away."""
    facts: dict[str, object] = {
        "meeting": meeting.pk if meeting else None,
        "device": device.pk if device else None,
        "reason": reason,
    }
    _once_a_minute(actor, "live.refuse_device", meeting or "?", meeting, facts)


def refuse_watcher(
    actor: Actor, meeting: Meeting | None, watcher: int, reason: str
) -> None:
    """Somebody who would only watch asked at the engine's door and was sent away."""
    facts: dict[str, object] = {
        "meeting": meeting.pk if meeting else None,
        "watcher": watcher,
        "reason": reason,
    }
    _once_a_minute(actor, "live.refuse_watcher", meeting or "?", meeting, facts)


def refuse_command(actor: Actor, meeting: Meeting, kind: str) -> None:
    """Someone gave a command who does not chair."""
    facts: dict[str, object] = {"meeting": meeting.pk, "kind": kind}
    _once_a_minute(actor, "live.refuse_command", meeting, meeting, facts)


def _once_a_minute(
    actor: Actor,
    verb: str,
    thing: Meeting | str,
    meeting: Meeting | None,
    facts: dict[str, object],
) -> None:
    recent = AuditEvent.objects.filter(
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        at__gt=timezone.now() - _QUIET,
    )
    if any(event.after == facts for event in recent):
        return
    _record(actor, verb, thing, meeting.host_id if meeting else None, facts)


@service
def _record(
    actor: Actor,
    verb: str,
    thing: Meeting | str,
    unit: int | None,
    facts: dict[str, object],
) -> None:
    record(actor, verb, thing, after=facts, unit=unit)
