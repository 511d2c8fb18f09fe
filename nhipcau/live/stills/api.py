"""JSON and images of stills: who shows a picture sends them, who sees it gets them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Path, Query, Router, Schema, Status

from nhipcau.accounts.cookie import key_of
from nhipcau.base.http import Request
from nhipcau.core.refusal import Refusal
from nhipcau.live.api import found
from nhipcau.live.door import Barred, seated
from nhipcau.live.models import Watcher
from nhipcau.live.policies import standing
from nhipcau.live.queries import device_with
from nhipcau.live.rules.budget import Source
from nhipcau.live.rules.stage import Me, shown
from nhipcau.live.rules.state import State
from nhipcau.live.stills import folder
from nhipcau.live.stills.images import is_still, paced
from nhipcau.live.watchers.api import looking
from nhipcau.places.models import Site

router = Router()

Rate = Annotated[int, Query(ge=4, le=1000)]
Tag = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


class StillOut(Schema):
    """By what the photograph is known from now on."""

    tag: str


@router.post("/meetings/{meeting}/stills/{source}", response=StillOut)
def send(request: Request, meeting: int, source: Source) -> StillOut:
    """A photograph of what this device shows: WebP, at most 60 kB."""
    site = _showing(request, meeting, source)
    if not is_still(request.body):
        raise Refusal("bad_still")
    folder.keep(meeting, site, source, request.body)
    return StillOut(tag=folder.tag_of(request.body))


@router.post("/meetings/{meeting}/stills/{source}/{tag}", response={204: None})
def confirm(request: Request, meeting: int, source: Source, tag: Tag) -> Status[Any]:
    """What this device shows looks as it did in that photograph."""
    site = _showing(request, meeting, source)
    if not folder.confirm(meeting, site, source, tag):
        raise Refusal("no_still")
    return Status(204, None)


@router.get("/meetings/{meeting}/sites/{site}/stills/{source}")
def still(
    request: Request, meeting: int, site: int, source: Source, kbps: Rate
) -> HttpResponseBase:
    """The newest photograph of what `site` shows; 204: there is none yet."""
    row, live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    by = standing(request.actor, row, device, live.state)
    linked = device.site.kind == Site.Kind.LINK and device.main
    desk = by.role == "chair"
    elsewhere = linked and not desk
    me = Me(device.site_id, device.main, desk=desk, elsewhere=elsewhere)
    return _answer(request, live.state, me, (meeting, site, source), kbps)


# No sign-in is asked for: `looking` asks for what proves a guest, or a sign-in.
@router.get(
    "/meetings/{meeting}/watchers/{watcher}/sites/{site}/stills/{source}", auth=None
)
def watched(
    request: HttpRequest,
    meeting: int,
    watcher: int,
    site: int,
    source: Source,
    kbps: Rate,
) -> HttpResponseBase:
    """The same, for the browser that watches under this number."""
    row, live = looking(request, meeting, watcher)
    me = Me(
        row.site_id or 0,
        True,
        wall=row.kind == Watcher.Kind.WALL,
        elsewhere=row.kind == Watcher.Kind.PROGRAMME,
    )
    return _answer(request, live.state, me, (meeting, site, source), kbps)


def _showing(request: Request, meeting: int, source: Source) -> int:
    """The site whose picture this device shows; raises Refusal for any other."""
    row, live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    if source == "camera" and not device.main:
        raise Barred("companion")
    if source == "screen" and device.site_id != live.state.screen:
        raise Refusal("not_sharing")
    return device.site_id


def _answer(
    request: HttpRequest,
    state: State,
    me: Me,
    picture: tuple[int, int, Source],
    kbps: int,
) -> HttpResponseBase:
    _, site, source = picture
    if (site, source) not in shown(state, me):
        raise Barred("not_on_stage")
    folder.ask(*picture)
    newest = folder.newest(*picture)
    if newest is None:
        return _headed(HttpResponse(status=204))
    same = request.headers.get("If-None-Match") == f'"{newest.tag}"'
    response: HttpResponseBase = (
        HttpResponse(status=304)
        if same
        else StreamingHttpResponse(paced(newest.image, kbps), content_type="image/webp")
    )
    response["ETag"] = f'"{newest.tag}"'
    response["Age"] = str(round(newest.age))
    return _headed(response)


def _headed(response: HttpResponseBase) -> HttpResponseBase:
    """Nobody keeps a copy, and nothing in it ever runs."""
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
