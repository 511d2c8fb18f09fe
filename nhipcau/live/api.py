"""JSON for the room island, and the answer to the front door."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal, get_args
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.services.devices import make_main
from nhipcau.base.http import Request
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.live.door import admit, fault_of
from nhipcau.live.models import PEOPLE, REMARK
from nhipcau.live.policies import standing
from nhipcau.live.queries import (
    absent_sites,
    answered,
    device_with,
    live_meeting,
    reports_of,
    sites_in_order,
)
from nhipcau.live.rules import commands
from nhipcau.live.rules.chair import LONGEST_TURN
from nhipcau.live.rules.commands import By, Command
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.health import (
    CameraFinding,
    LineFinding,
    MicrophoneFinding,
    Report,
)
from nhipcau.live.rules.mirror import Seat, identity_of
from nhipcau.live.rules.state import CHOSEN, FLOOR_LIMIT, Layout, Mode, Picture, State
from nhipcau.live.services import command, refuse_command, report_health
from nhipcau.meetings.models import Meeting

router = Router()
ChairKind = Literal[
    "open",
    "pause",
    "resume",
    "close",
    "reopen",
    "grant",
    "revoke",
    "dismiss",
    "limit",
    "extend",
    "mode",
    "mute",
    "unmute",
    "lock",
    "unlock",
    "arrange",
    "ready",
    "take",
    "call",
    "mark",
    "end_roll",
]
SiteKind = Literal["request", "withdraw", "release"]
# What a site does for itself, and the chair's site as well.
OwnKind = Literal["share", "unshare", "preside"]
Kind = ChairKind | SiteKind | OwnKind
_STATUS = {"signed_out": 401, "no_meeting": 404, "bad_command": 422}


class Problem(Schema):
    """Why not: a code for programs, a sentence for people."""

    code: str
    text: str


class SiteOut(Schema):
    """One invited site with its names."""

    id: int
    name: str
    plate: str
    kind: str


class MeetingOut(Schema):
    """What the meeting is called."""

    id: int
    title: str


class MeOut(Schema):
    """The device that asks, and what its person may do."""

    identity: str
    site: int
    device: int
    main: bool
    role: Literal["chair", "site"]
    may: list[Kind]


class Health(Schema):
    """What the main device of a site finds of its own sound, picture and line."""

    microphone: MicrophoneFinding
    camera: CameraFinding
    line: LineFinding


class ReportOut(Health):
    """The same, with the site that it is about."""

    site: int


class Snapshot(Schema):
    """All that a browser needs to draw the room; `state` as the rules write it.

    `now` is our clock in ms since 1970: a browser's own may be wrong.
    """

    meeting: MeetingOut
    epoch: int
    now: int
    me: MeOut
    sites: list[SiteOut]
    # For who conducts only.
    reports: list[ReportOut]
    # How many words went between rooms; `words/api.py` tells them.
    words: int
    state: dict[str, Any]


class Order(Schema):
    """A command: what to do, and what its sender saw of the floor.

    A site's own commands name no site: it is that of the device that sends them.
    """

    id: UUID
    kind: Kind
    site: int | None = None
    floor: list[int] = Field(default=[], max_length=FLOOR_LIMIT)
    mode: Mode = "conference"
    # Null: nothing is to be made ready.
    layout: Layout | None = "speaker"
    # Whom the chair chose for the layout.
    sites: list[int] = Field(default=[], max_length=max(CHOSEN.values()))
    seconds: int = Field(default=0, ge=0, le=LONGEST_TURN)
    # Whom the roll call calls, and what it found of who was called.
    who: Literal["all", "absent"] = "all"
    status: Literal["in_person", "online", "excused", "absent"] = "online"
    people: int | None = Field(default=None, ge=0, le=PEOPLE)
    remark: str = Field(default="", max_length=REMARK)


class GivenOut(Schema):
    """What a command made of the state."""

    rev: int
    state: dict[str, Any]


PROBLEMS: Any = {frozenset({401, 403, 404, 409, 422}): Problem}


@router.get("/meetings/{meeting}", response={200: Snapshot, **PROBLEMS})
def snapshot(request: Request, meeting: int) -> Snapshot | Status[Problem]:
    """The room as it is now, for the device that asks."""
    row = Meeting.objects.filter(pk=meeting).first()
    device = device_with(key_of(request))
    fault = fault_of(request.actor, device, row)
    live = live_meeting(meeting)
    if fault or row is None or device is None or live is None:
        return problem(fault or Refusal("no_meeting"))
    by = standing(request.actor, row, device, live.state)
    seat = Seat(device.site_id, device.pk, device.main)
    return Snapshot(
        meeting=MeetingOut(id=row.pk, title=row.title),
        epoch=live.epoch,
        now=milliseconds(timezone.now()),
        me=MeOut(
            identity=identity_of(seat),
            site=seat.site,
            device=seat.device,
            main=seat.main,
            role="chair" if by.role == "chair" else "site",
            may=_may(by, live.state),
        ),
        sites=[
            SiteOut(id=site.pk, name=site.label, plate=site.plate, kind=site.kind)
            for site in sites_in_order(live.state)
        ],
        reports=_reports(meeting) if by.role == "chair" else [],
        words=live.words,
        state=live.state.value(),
    )


def _reports(meeting: int) -> list[ReportOut]:
    return [
        ReportOut(site=site, **asdict(report))
        for site, report in reports_of(meeting).items()
    ]


def _may(by: By, state: State) -> list[Kind]:
    """What may be asked at all; whether it applies now, the rules say."""
    kinds: list[Kind] = [*get_args(OwnKind)]
    if by.role == "chair":
        kinds = [*get_args(ChairKind), *kinds]
    return kinds if by.site == state.chair else [*kinds, *get_args(SiteKind)]


@router.post("/meetings/{meeting}/commands", response={200: GivenOut, **PROBLEMS})
def give_command(
    request: Request, meeting: int, order: Order
) -> GivenOut | Status[Problem]:
    """A command of the chair or of a site; the same id gets the same answer."""
    row = Meeting.objects.filter(pk=meeting).first()
    live = live_meeting(meeting)
    if row is None or live is None:
        return problem(Refusal("no_meeting"))
    device = device_with(key_of(request))
    by = standing(request.actor, row, device, live.state)
    if order.kind in get_args(ChairKind):
        if by.role != "chair":
            # It was done while its sender, a deputy, still had the chair.
            before = answered(meeting, order.id)
            done = before if before and not before.refusal else None
            if done and fault_of(request.actor, device, row) is None:
                return GivenOut(rev=done.rev, state=done.state)
            refuse_command(request.actor, row, order.kind)
            return problem(Refusal("not_chair"), 403)
    elif fault := fault_of(request.actor, device, row):
        return problem(fault)
    wanted = _command(order) or _called(order, row, live.state)
    if wanted is None:
        return problem(Refusal("bad_command"))
    try:
        given = command(request.actor, row, by, order.id, wanted)
    except Refusal as refusal:
        return problem(refusal, 409)
    return GivenOut(rev=given.rev, state=given.state)


@router.post("/meetings/{meeting}/health", response={204: None, **PROBLEMS})
def report(request: Request, meeting: int, health: Health) -> Status[Any]:
    """The main device of a site says how its sound, picture and line are."""
    row = Meeting.objects.filter(pk=meeting).first()
    device = device_with(key_of(request))
    fault = fault_of(request.actor, device, row)
    if fault or row is None or device is None:
        return problem(fault or Refusal("no_meeting"))
    if not device.main:
        return problem(Refusal("companion"))
    report_health(request.actor, row, device.site_id, Report(**health.dict()))
    return Status(204, None)


@router.post("/meetings/{meeting}/main", response={204: None, **PROBLEMS})
def take_main(request: Request, meeting: int) -> Status[Any]:
    """Sound and picture of the site move to the device that asks; again: the same."""
    row = Meeting.objects.filter(pk=meeting).first()
    device = device_with(key_of(request))
    fault = fault_of(request.actor, device, row)
    if fault or device is None:
        return problem(fault or Refusal("no_device"))
    if not device.main:
        make_main(request.actor, device)
    return Status(204, None)


@router.get("/door", auth=None, include_in_schema=False)
def door(request: HttpRequest) -> HttpResponse:
    """200 with a short token to pass on to the engine, or why not.

    Asked by the front door itself, which lets no browser come here.
    """
    signed_in = request.user.is_authenticated
    uri = request.headers.get("X-Forwarded-Uri", "")
    actor = request.actor  # type: ignore[attr-defined]
    answer = admit(actor, key_of(request), uri, signed_in=signed_in)
    if isinstance(answer, Refusal):
        return HttpResponse(status=401 if answer.code == "signed_out" else 403)
    return HttpResponse(status=200, headers={"Authorization": f"Bearer {answer}"})


_PLAIN: dict[Kind, Command] = {
    "open": commands.Open(),
    "pause": commands.Pause(),
    "resume": commands.Resume(),
    "close": commands.Close(),
    "reopen": commands.Reopen(),
    "lock": commands.Lock(),
    "unlock": commands.Unlock(),
    "request": commands.Request(),
    "withdraw": commands.Withdraw(),
    "release": commands.Release(),
    "end_roll": commands.EndRoll(),
    "share": commands.Share(),
    "unshare": commands.Unshare(),
    "preside": commands.Preside(),
}


def _command(order: Order) -> Command | None:
    if order.kind in _PLAIN:
        return _PLAIN[order.kind]
    floor = tuple(order.floor)
    match order.kind, order.site:
        case "limit", _:
            return commands.Limit(order.seconds)
        case "extend", _:
            return commands.Extend(order.seconds, floor)
        case "arrange" | "ready" | "take", _:
            return _pictured(order)
        case "mode", site:
            return commands.SetMode(order.mode, site or 0)
        case "mute", site:
            return commands.Mute(site or 0)
        case "unmute", int(site):
            return commands.Unmute(site)
        case "grant", int(site):
            return commands.Grant(site, floor)
        case "revoke", int(site):
            return commands.Revoke(site, floor)
        case "dismiss", int(site):
            return commands.Dismiss(site)
        case "mark", int(site):
            found = (order.status, order.people, order.remark.strip())
            return commands.MarkRoll(site, *found)
    return None


def _pictured(order: Order) -> Command | None:
    if order.layout is None:
        return commands.Ready(None) if order.kind == "ready" else None
    picture = Picture(order.layout, tuple(order.sites))
    match order.kind:
        case "arrange":
            return commands.Arrange(picture)
        case "ready":
            return commands.Ready(picture)
        case _:
            return commands.Take(picture)


def _called(order: Order, meeting: Meeting, state: State) -> Command | None:
    """The roll call of everyone, or of those whom it has not found yet."""
    if order.kind != "call":
        return None
    wanted = set(state.sites) if order.who == "all" else absent_sites(meeting)
    others = (site for site in state.sites if site != state.chair)
    return commands.CallRoll(tuple(site for site in others if site in wanted))


def problem(refusal: Refusal, status: int = 403) -> Status[Problem]:
    """Why not, as every address of the room answers it."""
    answer = Problem(code=refusal.code, text=say(refusal))
    return Status(_STATUS.get(refusal.code, status), answer)
