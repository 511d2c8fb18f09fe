"""JSON for the room island, and the answer to the front door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Literal, get_args

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.accounts.services.devices import make_main
from nhipcau.base.http import Request
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.door import Barred, admit, fault_of, seated
from nhipcau.live.errands.queries import is_watched, pending
from nhipcau.live.orders import ChairKind, Kind, Order, OwnKind, SiteKind, meant
from nhipcau.live.policies import standing
from nhipcau.live.queries import (
    Live,
    answered,
    device_with,
    live_meeting,
    pins_of,
    reports_of,
    sites_in_order,
)
from nhipcau.live.rules.budget import Profile, Source
from nhipcau.live.rules.commands import By
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.rules.health import (
    CameraFinding,
    LineFinding,
    MicrophoneFinding,
    PathFinding,
    Report,
)
from nhipcau.live.rules.mirror import Seat, identity_of
from nhipcau.live.rules.state import State
from nhipcau.live.services import command, pin_line, refuse_command, report_health
from nhipcau.live.stills.folder import asked
from nhipcau.live.watchers import cookie as guest_cookie
from nhipcau.live.watchers.queries import watching
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

router = Router()


class SiteOut(Schema):
    """One invited site with its names, and whom to call there.

    A site is told of the hub's technician alone, who conducts of everyone's.
    """

    id: int
    name: str
    plate: str
    kind: str
    technician: str
    hotline: str


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
    role: Literal["chair", "site", "watcher", "wall", "programme"]
    may: list[Kind]


class Health(Schema):
    """What the main device of a site finds of its own sound, picture and line."""

    microphone: MicrophoneFinding
    camera: CameraFinding
    line: LineFinding
    # A page that was loaded before an upgrade says nothing of it.
    path: PathFinding = "unknown"
    down: Profile = "full"
    up: Profile = "full"


class ReportOut(Health):
    """The same, with the site that it is about."""

    site: int


class PinIn(Schema):
    """For what the line of a site may be used at most; null: as its device finds."""

    profile: Profile | None


class PinOut(Schema):
    """The same as the register says it, and as a technician did for this meeting."""

    site: int
    listed: Profile
    chosen: Profile | None


class ErrandOut(Schema):
    """What a technician asks of the main device."""

    id: int
    kind: str
    facts: dict[str, str]


class GuestOut(Schema):
    """Somebody who watches: a guest of which invitation, or who is signed in."""

    id: int
    name: str
    office: str
    link: str
    kinds: list[Literal["observer", "wall", "programme", "guest"]]
    status: str


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
    pins: list[PinOut] = []
    guests: list[GuestOut] = []
    # The pictures of the own site of which somebody wants photographs now.
    stills: list[Source] = []
    # Whether a technician sees pictures of the own room.
    watched: bool = False
    # For the main device of a site only.
    errands: list[ErrandOut] = []
    # How many words went between rooms; `words/api.py` tells them.
    words: int
    state: dict[str, Any]


class GivenOut(Schema):
    """What a command made of the state."""

    rev: int
    state: dict[str, Any]


def found(meeting: int) -> tuple[Meeting, Live]:
    """The meeting and its state, which only entering makes. Raises Refusal."""
    row = Meeting.objects.filter(pk=meeting).first()
    live = live_meeting(meeting)
    if row is None or live is None:
        raise Refusal("no_meeting")
    return row, live


@router.get("/meetings/{meeting}", response=Snapshot)
def snapshot(request: Request, meeting: int) -> Snapshot:
    """The room as it is now, for the device that asks."""
    row, live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
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
            may=_may(by, live.state, request.actor),
        ),
        sites=sites_of(live.state, _told(by, live.state)),
        reports=_reports(meeting) if by.role == "chair" else [],
        pins=_pins(row) if by.role == "chair" else [],
        guests=_watching(row) if by.role == "chair" else [],
        stills=asked(meeting, seat.site),
        watched=is_watched(meeting, seat.site),
        errands=_errands(meeting, seat) if seat.main else [],
        words=live.words,
        state=live.state.value(),
    )


def _told(by: By, state: State) -> tuple[int, ...]:
    """Of which sites the technician is told: of all to a desk, else of the hub."""
    return state.sites if by.role == "chair" else (state.first,)


def sites_of(state: State, told: Collection[int] = ()) -> list[SiteOut]:
    """The sites of a meeting in official order; whom to call at those `told`."""
    return [_site(site, told=site.pk in told) for site in sites_in_order(state)]


def _site(site: Site, *, told: bool) -> SiteOut:
    return SiteOut(
        id=site.pk,
        name=site.label,
        plate=site.plate,
        kind=site.kind,
        technician=site.technician if told else "",
        hotline=site.hotline if told else "",
    )


def _reports(meeting: int) -> list[ReportOut]:
    return [
        ReportOut(site=site, **asdict(report))
        for site, report in reports_of(meeting).items()
    ]


def _pins(meeting: Meeting) -> list[PinOut]:
    return [
        PinOut(site=site, listed=pin.listed, chosen=pin.chosen)
        for site, pin in pins_of(meeting).items()
    ]


def _errands(meeting: int, seat: Seat) -> list[ErrandOut]:
    return [
        ErrandOut(id=one.pk, kind=one.kind, facts=one.facts)
        for one in pending(meeting, seat.site)
    ]


def _watching(meeting: Meeting) -> list[GuestOut]:
    return [GuestOut(**asdict(one)) for one in watching(meeting)]


def _may(by: By, state: State, actor: Actor) -> list[Kind]:
    """What may be asked at all; whether it applies now, the rules say."""
    kinds: list[Kind] = [*get_args(OwnKind)]
    if actor.kind == "device":
        kinds.remove("preside")
    if by.role == "chair":
        kinds = [*get_args(ChairKind), *kinds]
    return kinds if by.site == state.chair else [*kinds, *get_args(SiteKind)]


@router.post("/meetings/{meeting}/commands", response=GivenOut)
def give_command(request: Request, meeting: int, order: Order) -> GivenOut:
    """A command of the chair or of a site; the same id gets the same answer."""
    row, live = found(meeting)
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
            raise Barred("not_chair")
    else:
        seated(request.actor, device, row)
    # To preside is for a person, whom the log can name.
    if order.kind == "preside" and request.actor.kind == "device":
        raise Barred("preside_in_person")
    wanted = meant(order, row, live.state)
    given = command(request.actor, row, by, order.id, wanted)
    return GivenOut(rev=given.rev, state=given.state)


@router.post("/meetings/{meeting}/health", response={204: None})
def report(request: Request, meeting: int, health: Health) -> Status[Any]:
    """The main device of a site says how its sound, picture and line are."""
    row, _live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    if not device.main:
        raise Barred("companion")
    report_health(request.actor, row, device.site_id, Report(**health.dict()))
    return Status(204, None)


@router.post("/meetings/{meeting}/sites/{site}/pin", response={204: None})
def pin(request: Request, meeting: int, site: int, pinned: PinIn) -> Status[Any]:
    """Who conducts says for what a site may use its line at most."""
    row, live = found(meeting)
    by = standing(request.actor, row, device_with(key_of(request)), live.state)
    if by.role != "chair":
        refuse_command(request.actor, row, "pin")
        raise Barred("not_chair")
    pin_line(request.actor, row, site, pinned.profile)
    return Status(204, None)


@router.post("/meetings/{meeting}/main", response={204: None})
def take_main(request: Request, meeting: int) -> Status[Any]:
    """Sound and picture of the site move to the device that asks; again: the same."""
    row, _live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    if not device.main:
        make_main(request.actor, device)
    return Status(204, None)


@router.get("/door", auth=None, include_in_schema=False)
def door(request: HttpRequest) -> HttpResponse:
    """200 with a short token to pass on to the engine, or why not.

    Asked by the front door itself, which lets no browser come here.
    """
    actor = request.actor  # type: ignore[attr-defined]
    signed_in = request.user.is_authenticated or actor.kind == "device"
    uri = request.headers.get("X-Forwarded-Uri", "")
    answer = admit(
        actor,
        key_of(request),
        uri,
        signed_in=signed_in,
        session=request.session.session_key or "",
        guest=guest_cookie.key_of(request),
    )
    if isinstance(answer, Refusal):
        return HttpResponse(status=401 if answer.code == "signed_out" else 403)
    return HttpResponse(status=200, headers={"Authorization": f"Bearer {answer}"})
