"""What must be true after a chaos run, judged from rows alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nhipcau.live.rules.events import Event, fold
from nhipcau.live.rules.state import State

# What each command leaves in a meeting's history; a grant may leave more.
TRACE: Mapping[str, str] = {
    "open": "opened",
    "pause": "paused",
    "resume": "resumed",
    "close": "closed",
    "reopen": "reopened",
    "grant": "given",
    "revoke": "taken",
    "dismiss": "withdrawn",
    "limit": "limited",
    "extend": "extended",
    "mode": "mode",
    "mute": "muted",
    "unmute": "unmuted",
    "lock": "locked",
    "unlock": "unlocked",
    "arrange": "arranged",
    "ready": "readied",
    "take": "arranged",
    "call": "called",
    "mark": "marked",
    "end_roll": "called",
    "request": "requested",
    "withdraw": "withdrawn",
    "release": "taken",
    "share": "shared",
    "unshare": "unshared",
    "preside": "presides",
}
# The log's word for each kind, where it is another than the kind itself.
_WORDS = {"call": "call_roll", "mark": "roll_call"}
VERBS = {kind: f"live.{_WORDS.get(kind, kind)}" for kind in TRACE}


@dataclass
class Sent:
    """One command of one client, and what came of it."""

    id: str
    person: int
    kind: str
    tries: int = 0
    # None: nobody has answered.
    status: int | None = None
    code: str = ""
    rev: int = 0

    @property
    def acknowledged(self) -> bool:
        """Whether the server said that it is done."""
        return self.status == 200

    @property
    def refused(self) -> bool:
        """Whether the rules said that it does not apply."""
        return self.status == 409


@dataclass(frozen=True)
class Logged:
    """One audit event that changed the chair state."""

    actor_kind: str
    person: int
    verb: str
    rev: int


@dataclass(frozen=True)
class Rows:
    """What the database holds of the meeting after the run."""

    state: State
    events: Sequence[Event]
    log: Sequence[Logged]
    # Command id → revision, as the server would answer again.
    answers: Mapping[str, int]
    # First number of the sealed chain that is not true; events not sealed yet.
    broken: int | None = None
    unsealed: int = 0


@dataclass
class Findings:
    """Each check with what it found wrong."""

    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, check: str, faults: Iterable[str]) -> None:
        """The outcome of one check; nothing found: it holds."""
        self.wrong.setdefault(check, []).extend(faults)

    @property
    def checks(self) -> dict[str, bool]:
        """Name → whether it holds."""
        return {check: not faults for check, faults in self.wrong.items()}

    @property
    def failures(self) -> list[str]:
        """All that was found, in words."""
        return [f"{check}: {one}" for check, some in self.wrong.items() for one in some]


def judge(sent: Sequence[Sent], rows: Rows) -> Findings:
    """All checks over rows."""
    findings = Findings()
    findings.note("answered", _unanswered(sent))
    findings.note("only_rules_refuse", _faults(sent))
    findings.note("exactly_once_in_log", _not_once_in_log(sent, rows))
    findings.note("exactly_once_in_events", _not_once_in_events(sent, rows))
    findings.note("same_answer_again", _other_answers(sent, rows))
    findings.note("revisions_without_gap", _gaps(rows))
    findings.note("events_yield_state", _unfolded(rows))
    findings.note("chain", _unsealed(rows))
    return findings


def _unanswered(sent: Iterable[Sent]) -> Iterable[str]:
    for one in sent:
        if one.status is None:
            yield f"{one.kind} {one.id} has no answer after {one.tries} tries"


def _faults(sent: Iterable[Sent]) -> Iterable[str]:
    for one in sent:
        if one.status not in {None, 200, 409}:
            yield f"{one.kind} {one.id}: {one.status} {one.code}"


def _not_once_in_log(sent: Sequence[Sent], rows: Rows) -> Iterable[str]:
    """Neither missing, nor twice, nor there although it was refused."""
    done = _done(sent, rows)
    wanted = Counter(
        (one.person, VERBS[one.kind], done[one.id]) for one in sent if one.id in done
    )
    people = {one.person for one in sent}
    found = Counter(
        (row.person, row.verb, row.rev)
        for row in rows.log
        if row.actor_kind == "person" and row.person in people
    )
    for what in sorted(wanted.keys() | found.keys()):
        if (wanted[what], found[what]) != (1, 1):
            person, verb, rev = what
            yield (
                f"{verb} of person {person}, revision {rev}: done "
                f"{wanted[what]} times, in the log {found[what]} times"
            )


def _done(sent: Sequence[Sent], rows: Rows) -> dict[str, int]:
    """Command id → the revision that its sender was told.

    Whom no answer reached, the server's answer to come says what was done.
    """
    told = {one.id: one.rev for one in sent if one.acknowledged}
    unheard = (one.id for one in sent if one.status is None)
    kept = {id: rows.answers[id] for id in unheard if id in rows.answers}
    return told | kept


def _not_once_in_events(sent: Sequence[Sent], rows: Rows) -> Iterable[str]:
    kinds: dict[int, list[str]] = {}
    for event in rows.events:
        kinds.setdefault(event.rev, []).append(event.kind)
    done = _done(sent, rows)
    for one in sent:
        rev = done.get(one.id)
        if rev is not None and TRACE[one.kind] not in kinds.get(rev, []):
            yield f"{one.kind} {one.id}: revision {rev} is {kinds.get(rev)}"


def _other_answers(sent: Sequence[Sent], rows: Rows) -> Iterable[str]:
    wanted = _done(sent, rows)
    for id in sorted(wanted.keys() | rows.answers.keys()):
        if wanted.get(id) != rows.answers.get(id):
            yield f"{id}: told {wanted.get(id)}, kept {rows.answers.get(id)}"


def _gaps(rows: Rows) -> Iterable[str]:
    """Each revision up to the newest is there: in the history, and once in the log."""
    every = set(range(rows.state.rev + 1))
    history = {event.rev for event in rows.events}
    for rev in sorted(every ^ history):
        yield f"revision {rev} is {'missing' if rev in every else 'ahead'}"
    counted = Counter(row.rev for row in rows.log)
    for rev in sorted(every - {0}):
        if counted[rev] != 1:
            yield f"revision {rev} is in the log {counted[rev]} times"


def _unfolded(rows: Rows) -> Iterable[str]:
    if (folded := fold(rows.events)) != rows.state:
        yield f"{folded} is not {rows.state}"


def _unsealed(rows: Rows) -> Iterable[str]:
    if rows.broken is not None:
        yield f"broken at number {rows.broken}"
    if rows.unsealed:
        yield f"{rows.unsealed} events were not sealed in time"
