"""Reading the live meeting: its state, its seats, what the engine should hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_at, hashed
from nhipcau.live.errands.queries import pending
from nhipcau.live.models import (
    Answer,
    Engine,
    LinePin,
    LiveEvent,
    LiveMeeting,
    Offence,
    Presence,
    RollCallMark,
    SiteReport,
    SpeakingTurn,
)
from nhipcau.live.rules import commands
from nhipcau.live.rules.budget import LineUse, Pin, Profile
from nhipcau.live.rules.events import Event, milliseconds, moment
from nhipcau.live.rules.health import (
    CameraFinding,
    LineFinding,
    MicrophoneFinding,
    PathFinding,
    Report,
)
from nhipcau.live.rules.mirror import MeetingRow, Seat, identity_of
from nhipcau.live.rules.stage import hears
from nhipcau.live.rules.state import UNDO_MS, State
from nhipcau.live.watchers.queries import watchers_of
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import sites_to_sit_at
from nhipcau.places.models import Site
from nhipcau.places.queries import labelled

# A meeting gets its room a day before it starts and keeps it for the days it may
# be adjourned to; all others cost the conductor nothing.
ROOM_FROM = timedelta(days=1)
ROOM_UNTIL = timedelta(days=3)
LONGEST = timedelta(days=30)

# Who sits at a device: a person, or the machine itself.
_Sitter = tuple[str, int | None]


@dataclass(frozen=True)
class Live:
    """One meeting as its row has it, and the engine's epoch."""

    meeting: int
    epoch: int
    state: State
    # Closed, and too long ago to take that back.
    over: bool = False
    words: int = 0


@dataclass(frozen=True)
class Facts:
    """All that decides about a room with people in it."""

    row: MeetingRow
    # Sites that were heard a moment ago: their microphones may still be closing.
    silenced: frozenset[int]
    plan_changed: bool


def epoch() -> int:
    """How often the engine started anew, as far as we saw."""
    return Engine.objects.values_list("epoch", flat=True).filter(pk=1).first() or 0


def live_meeting(meeting: int) -> Live | None:
    """The state of one meeting; None before it is prepared."""
    row = LiveMeeting.objects.filter(meeting=meeting).first()
    if row is None:
        return None
    state = State.of(row.state)
    over = state.over(milliseconds(timezone.now()))
    return Live(meeting, epoch(), state, over, row.words)


def live_meetings() -> set[int]:
    """The meetings that should have a room."""
    now = timezone.now()
    lasting = Q(state__closed__gt=milliseconds(now) - UNDO_MS)
    rows = LiveMeeting.objects.filter(~Q(state__phase="closed") | lasting)
    recent = rows.filter(meeting__starts__gt=now - ROOM_UNTIL)
    begun = ~Q(state__phase="waiting")
    running = rows.filter(begun, meeting__starts__gt=now - LONGEST)
    return set((recent | running).values_list("meeting_id", flat=True))


def unprepared_meetings() -> list[Meeting]:
    """Meetings that start soon and have no state yet."""
    now = timezone.now()
    span = (now - ROOM_UNTIL, now + ROOM_FROM)
    return list(Meeting.objects.filter(starts__range=span, live__isnull=True))


def facts(meeting: int, since: datetime, *, seats: bool) -> Facts:
    """What a look at the room compares it with; `seats` only if someone is there."""
    plan = Meeting.objects.get(pk=meeting)
    live = LiveMeeting.objects.get(meeting=meeting)
    state = State.of(live.state)
    seated = commands.Seat(state.first, state.sites, state.deputy)
    allowed = seats_of(plan, state) if seats else ()
    watching = watchers_of(plan) if seats else ()
    lines = lines_of(plan) if seats else {}
    errands = {one.site_id: one.pk for one in pending(meeting)} if seats else {}
    over = state.over(milliseconds(timezone.now()))
    return Facts(
        row=MeetingRow(
            meeting,
            epoch(),
            state,
            allowed,
            over,
            live.words,
            watching,
            lines,
            errands,
        ),
        silenced=silenced_since(meeting, state, since),
        plan_changed=state.phase != "closed" and planned(plan) != seated,
    )


def planned(meeting: Meeting) -> commands.Seat:
    """Who is invited, and where the chair and its deputy sit, by the plan."""
    sites = invited_sites(meeting)
    deputy = meeting.deputy_site_id
    return commands.Seat(meeting.chair_site_id, sites, deputy if deputy in sites else 0)


def invited_sites(meeting: Meeting) -> tuple[int, ...]:
    """The sites that are invited and not removed, in official order."""
    seats = Site.objects.filter(
        meetingsite__meeting=meeting, meetingsite__removed__isnull=True
    )
    return tuple(seats.order_by("order", "sort_key").values_list("pk", flat=True))


def sites_ever(meeting: Meeting) -> tuple[int, ...]:
    """The sites that are invited or were, in official order."""
    seats = Site.objects.filter(meetingsite__meeting=meeting)
    return tuple(seats.order_by("order", "sort_key").values_list("pk", flat=True))


def absent_sites(meeting: Meeting) -> set[int]:
    """Whom the roll call has not found yet: not marked, or absent for no reason."""
    rows = RollCallMark.objects.filter(meeting=meeting)
    found = rows.exclude(status=RollCallMark.Status.ABSENT)
    return set(invited_sites(meeting)) - set(found.values_list("site_id", flat=True))


def sites_in_order(state: State) -> list[Site]:
    """The sites of `state` with their names, in its order."""
    rows = named(state.sites)
    return [rows[site] for site in state.sites if site in rows]


def named(sites: Iterable[int]) -> dict[int, Site]:
    """These sites with their names, by number."""
    return {site.pk: site for site in labelled(Site.objects.filter(pk__in=sites))}


def seats_of(meeting: Meeting, state: State) -> tuple[Seat, ...]:
    """Every device that may be in the room now: not removed, and its person sits."""
    working = Q(person__is_active=True) | Q(person=None)
    rows = Device.objects.filter(working, site__in=state.sites, removed=None)
    devices = list(rows.select_related("person", "site"))
    offences = dict(
        Offence.objects.filter(meeting=meeting).values_list("identity", "count")
    )
    may = _may_sit(meeting, devices)
    seats = []
    for device in devices:
        if device.site_id in may[_sitter(device)]:
            seat = Seat(device.site_id, device.pk, device.main)
            count = offences.get(identity_of(seat), 0)
            seats.append(Seat(device.site_id, device.pk, device.main, count))
    return tuple(seats)


def _may_sit(meeting: Meeting, devices: Iterable[Device]) -> dict[_Sitter, set[int]]:
    """The sites for which each may be heard: a person's devices are asked for once."""
    sitters = {_sitter(device): device for device in devices}
    return {
        sitter: set(
            sites_to_sit_at(actor_at(device), meeting).values_list("pk", flat=True)
        )
        for sitter, device in sitters.items()
    }


def _sitter(device: Device) -> _Sitter:
    return ("device", device.pk) if device.is_rooms else ("person", device.person_id)


def offences_of(meeting: int, identity: str) -> int:
    """How often this device's microphone was open without the floor."""
    rows = Offence.objects.filter(meeting=meeting, identity=identity)
    return rows.values_list("count", flat=True).first() or 0


def silenced_since(meeting: int, state: State, since: datetime) -> frozenset[int]:
    """The sites that may have lost their voice after `since`."""
    rows = LiveEvent.objects.filter(meeting=meeting, at__gte=since)
    lost: set[int] = set()
    for event in (Event.of(row.event) for row in rows):
        match event.kind:
            case "taken":
                lost.add(event.site)
            case "muted":
                lost |= set(event.sites)
            case "paused" | "closed" | "seated" | "mode" | "locked":
                lost |= set(state.sites)
    return frozenset(lost - set(hears(state)))


def history(meeting: int) -> list[Event]:
    """Every event of a meeting, in order: folding them yields its state."""
    rows = LiveEvent.objects.filter(meeting=meeting).order_by("rev", "id")
    return [Event.of(row.event) for row in rows]


@dataclass(frozen=True)
class Spoken:
    """One site's turns, with the time of each and of all."""

    site: Site
    turns: list[SpeakingTurn]

    @property
    def total(self) -> int:
        """Milliseconds, without the turn that still runs."""
        return sum(turn.spent_ms for turn in self.turns)


def spoken(meeting: int) -> list[Spoken]:
    """Who spoke in a meeting, in the order of their first turns."""
    found: dict[int, list[SpeakingTurn]] = {}
    for turn in SpeakingTurn.objects.filter(meeting=meeting):
        found.setdefault(turn.site_id, []).append(turn)
    sites = named(found)
    return [Spoken(sites[site], turns) for site, turns in found.items()]


def present_sites(meeting: int) -> set[int]:
    """The sites whose main device is in the room, as far as was written down."""
    rows = Presence.objects.filter(meeting=meeting, left=None)
    return set(rows.values_list("site_id", flat=True))


def reports_of(meeting: int) -> dict[int, Report]:
    """What the sites' own devices last said of their sound, picture and line."""
    return {
        row.site_id: Report(
            cast(MicrophoneFinding, row.microphone),
            cast(CameraFinding, row.camera),
            cast(LineFinding, row.line),
            cast(PathFinding, row.path),
            cast(Profile, row.down),
            cast(Profile, row.up),
        )
        for row in SiteReport.objects.filter(meeting=meeting)
    }


def pins_of(meeting: Meeting) -> dict[int, Pin]:
    """The sites whose lines are not to be used for all, by register or technician."""
    chosen = dict(
        LinePin.objects.filter(meeting=meeting).values_list("site", "profile")
    )
    registered = Site.objects.filter(meetingsite__meeting=meeting).exclude(
        link=Site.Link.FULL
    )
    known = dict(registered.values_list("pk", "link"))
    return {
        site: Pin(
            cast(Profile, known.get(site, "full")),
            cast(Profile | None, chosen.get(site)),
        )
        for site in known | chosen
    }


def lines_of(meeting: Meeting) -> dict[int, LineUse]:
    """How the sites find their lines, and how they may use them."""
    reports, pins = reports_of(meeting.pk), pins_of(meeting)
    unsaid, free = LineUse(), Pin("full", None)
    found = {site: reports.get(site, unsaid) for site in reports | pins}
    return {
        site: LineUse(said.down, said.up, pins.get(site, free).holds)
        for site, said in found.items()
    }


def left_behind() -> dict[Meeting, datetime]:
    """Meetings that are over, and since when, with sites still noted as present."""
    now = timezone.now()
    open_rows = Presence.objects.filter(left=None)
    noted = set(open_rows.values_list("meeting_id", flat=True))
    over = noted - live_meetings() if noted else noted
    ended = {}
    for row in LiveMeeting.objects.filter(meeting__in=over).select_related("meeting"):
        closed = State.of(row.state).closed
        ended[row.meeting] = now if closed is None else moment(closed + UNDO_MS)
    return ended


@dataclass(frozen=True)
class Attended:
    """One invited site: what the roll call found, and when it was connected."""

    site: Site
    mark: RollCallMark | None
    spans: list[Presence]

    @property
    def connected(self) -> bool:
        """Whether it is in the room now."""
        return bool(self.spans) and self.spans[-1].left is None

    @property
    def cuts(self) -> int:
        """How often it left and came back."""
        return max(0, len(self.spans) - 1)


def attendance(meeting: Meeting) -> list[Attended]:
    """Every invited site in official order."""
    marks = {row.site_id: row for row in RollCallMark.objects.filter(meeting=meeting)}
    spans: dict[int, list[Presence]] = {}
    for span in Presence.objects.filter(meeting=meeting):
        spans.setdefault(span.site_id, []).append(span)
    invited = invited_sites(meeting)
    sites = named(invited)
    return [Attended(sites[pk], marks.get(pk), spans.get(pk, [])) for pk in invited]


def answered(meeting: int, command: UUID) -> Answer | None:
    """What was answered to this command, if it came before."""
    return Answer.objects.filter(meeting=meeting, command=command).first()


def device_with(key: str) -> Device | None:
    """The device whose browser holds `key`, removed or not."""
    if not key:
        return None
    return Device.objects.filter(key_hash=hashed(key)).first()
