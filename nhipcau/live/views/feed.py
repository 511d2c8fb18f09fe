"""A site that is fed by a stream: where it comes from, how it does, how it looks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.base.home import Section
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.actor import Actor
from nhipcau.core.hosts import bracketed, host_of
from nhipcau.core.refusal import Refusal
from nhipcau.live.feeds.queries import feed_of, is_tried, secret_of
from nhipcau.live.feeds.services import (
    await_feed,
    remove_feed,
    renew_key,
    set_feed,
    switch_feed,
    try_feed,
)
from nhipcau.live.feeds.texts import UNFIT
from nhipcau.live.forms import FeedForm
from nhipcau.live.models import Feed
from nhipcau.live.stills import folder
from nhipcau.places.models import Site
from nhipcau.places.policies import EDIT, editable_sites

MARKS = {
    Feed.State.IDLE: "neutral",
    Feed.State.OPENING: "wait",
    Feed.State.FLOWING: "good",
    Feed.State.BROKEN: "bad",
}
PUSHES = (Feed.Way.RTMP, Feed.Way.SRT)


def section_of(request: Request, site: Site) -> list[Section]:
    """The part of the site's page for those who may edit it."""
    if not _rooms(request).filter(pk=site.pk).exists():
        return []
    known = feed_of(site)
    context = {"site": site, "feed": known, **_state(known)}
    return [Section("live/site_feed.html", context)]


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def feed(request: Request, site: int) -> HttpResponse:
    """Where its sound and picture come from."""
    row = _site(request, site)
    known = feed_of(row)
    form = FeedForm(request.POST or None, feed=known)
    if request.method == "POST" and form.is_valid():
        try:
            set_feed(
                request.actor,
                row,
                form.cleaned_data["found"],
                keeps_password=form.keeps_password,
            )
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            done = _("Đã lưu. Bấm Xem thử để xem nguồn hình có chạy không.")
            messages.success(request, done)
            return redirect("live:feed", site)
    context = {
        "crumbs": [
            {"name": _("Điểm cầu"), "url": reverse("places:sites")},
            {"name": row.label, "url": reverse("places:site", args=[site])},
        ],
        "site": row,
        "feed": known,
        "form": form,
        "ways": PUSHES,
        "typed": _typed(request, known),
        **_state(known),
    }
    return render(request, "live/feed.html", context)


@require_POST
@requires(EDIT)
def feed_await(request: Request, site: int, way: str) -> HttpResponse:
    """From now on a device pushes it."""
    if way not in PUSHES:
        raise Http404
    try:
        await_feed(request.actor, _site(request, site), way)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        done = _("Đã lưu. Hãy nhập các ô dưới đây vào thiết bị, rồi bấm Xem thử.")
        messages.success(request, done)
    return redirect("live:feed", site)


@require_GET
@never_cache
@requires(EDIT)
def feed_state(request: Request, site: int) -> HttpResponse:
    """How it does just now, and a photograph while somebody tries it."""
    row = _site(request, site)
    known = feed_of(row)
    if known is None:
        raise Http404
    tried = is_tried(known)
    if tried:
        folder.ask(0, site, "camera")
    still = folder.newest(0, site, "camera") if tried else None
    context = {"site": row, "feed": known, "tried": tried, "still": still}
    return render(request, "live/feed_state.html", context | _state(known))


@require_GET
@never_cache
@requires(EDIT)
def feed_photograph(request: Request, site: int, tag: str) -> HttpResponse:
    """What it showed a moment ago, in WebP, for who tries it."""
    row = _site(request, site)
    known = feed_of(row)
    still = folder.newest(0, site, "camera")
    if known is None or still is None or not is_tried(known):
        raise Http404
    return HttpResponse(still.image, content_type="image/webp")


@require_POST
@requires(EDIT)
def feed_change(request: Request, site: int, what: str) -> HttpResponse:
    """Tries it, uses it no more or again, takes it away."""
    known = feed_of(_site(request, site))
    if known is None or what not in CHANGES:
        raise Http404
    try:
        CHANGES[what](request.actor, known)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    if what == "bo":
        return redirect("places:site", site)
    return redirect("live:feed", site)


def _on(actor: Actor, feed: Feed) -> None:
    switch_feed(actor, feed, True)


def _off(actor: Actor, feed: Feed) -> None:
    switch_feed(actor, feed, False)


CHANGES: dict[str, Callable[[Actor, Feed], None]] = {
    "thu": try_feed,
    "dung": _on,
    "nghi": _off,
    "bo": remove_feed,
    "khoa": renew_key,
}


def _typed(request: Request, feed: Feed | None) -> dict[str, str]:
    """What is to be typed into a device that pushes, by its name there."""
    if feed is None or not feed.pushed:
        return {}
    try:
        known = secret_of(feed)
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return {}
    host = bracketed(host_of(request.get_host()))
    if feed.way == Feed.Way.RTMP:
        return {
            _("Máy chủ (URL)"): f"rtmp://{host}:{settings.NHIPCAU.rtmp_port}/nhipcau",
            _("Khóa luồng (Stream key)"): known.key,
        }
    return {
        _("Địa chỉ (URL)"): f"srt://{host}:{settings.NHIPCAU.srt_port}",
        _("Chế độ (Mode)"): "Caller",
        _("Tên luồng (Stream ID)"): known.key,
        _("Mật khẩu (Passphrase)"): known.passphrase,
    }


def _rooms(request: Request) -> QuerySet[Site]:
    """Where this person may put a stream."""
    return editable_sites(request.actor).exclude(kind=Site.Kind.DELEGATE)


def _site(request: Request, site: int) -> Site:
    return get_object_or_404(_rooms(request).select_related("place__unit"), pk=site)


def _state(feed: Feed | None) -> dict[str, object]:
    """Its state as a mark, why it is so, and what comes."""
    if feed is None:
        return {}
    facts = feed.facts
    return {
        "kind": MARKS[Feed.State(feed.state)] if feed.wanted else "neutral",
        "text": feed.get_state_display() if feed.wanted else _("không dùng"),
        "fault": say(Refusal(feed.why)) if feed.why else "",
        "facts": facts,
        "unfit": UNFIT.get(str(facts.get("unfit")), ""),
        "passed": facts.get("unfit") == "",
    }
