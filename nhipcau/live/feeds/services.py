"""A site is given a stream, the stream is switched, tried, taken away; how it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.accounts.policies import keeps_devices
from nhipcau.accounts.services import new_code, rest_machine, seat_machine
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.base.vault import seal
from nhipcau.base.wake import wake
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import Feed
from nhipcau.media.address import Address
from nhipcau.places.models import Site

# Who tries a stream looks at it for no longer.
TRIAL = timedelta(minutes=5)
# Groups of four signs that nobody guesses, and who types them makes no mistake.
KEY = 8

Facts = dict[str, object]


@service
def set_feed(
    actor: Actor, site: Site, address: Address, *, keeps_password: bool = False
) -> Feed:
    """`address` is sound and picture of `site` from now on, in every meeting.

    `keeps_password`: none was typed, the one that is known holds on. Raises Refusal.
    """
    feed, before = _seat(actor, site, address.host)
    feed.way = Feed.Way.PULLED
    feed.address, feed.user = address.text, address.user
    if not keeps_password:
        feed.password = seal(address.password)
    feed.save()
    _note(actor, "live.feed_set", feed, before, facts_of(feed))
    return feed


@service
def await_feed(actor: Actor, site: Site, way: str) -> Feed:
    """A device will push sound and picture of `site`, by RTMP or SRT.

    It gets a key of its own, which stays when nothing else changes. Raises Refusal.
    """
    feed, before = _seat(actor, site, way.upper())
    if feed.way != way:
        feed.password = seal(new_code(KEY))
    feed.way, feed.address, feed.user = way, "", ""
    feed.save()
    _note(actor, "live.feed_set", feed, before, facts_of(feed))
    return feed


@service
def renew_key(actor: Actor, known: Feed) -> None:
    """Whoever pushes with the old key is cut off. Raises Refusal."""
    feed = _held(actor, known)
    if not feed.pushed:
        raise Refusal("feed_gone")
    feed.password = seal(new_code(KEY))
    feed.save(update_fields=["password"])
    _note(actor, "live.feed_key_renewed", feed, None, facts_of(feed))


@service
def switch_feed(actor: Actor, known: Feed, wanted: bool) -> None:
    """Uses it in meetings, or no more. Raises Refusal."""
    feed = _held(actor, known)
    before = facts_of(feed)
    if wanted:
        seat_machine(actor, feed.site, feed.device, feed.device.label)
    else:
        rest_machine(actor, feed.device)
        feed.tried = None
    feed.wanted = wanted
    _begin(feed)
    feed.save()
    _note(actor, "live.feed_switched", feed, before, facts_of(feed))


@service
def try_feed(actor: Actor, known: Feed) -> None:
    """Pulls it for some minutes although there is no meeting. Raises Refusal."""
    feed = _held(actor, known)
    if not feed.wanted:
        raise Refusal("feed_off")
    feed.tried = timezone.now() + TRIAL
    feed.save(update_fields=["tried"])
    _note(actor, "live.feed_tried", feed, None, facts_of(feed))


@service
def remove_feed(actor: Actor, known: Feed) -> None:
    """The site is a room like any other again. Raises Refusal."""
    feed = _held(actor, known)
    _note(actor, "live.feed_removed", feed, facts_of(feed), None)
    device = feed.device
    feed.delete()
    rest_machine(actor, device)
    device.delete()


@service
def report_feed(
    actor: Actor, pk: int, state: str, why: str, facts: Mapping[str, object]
) -> None:
    """Whoever pulls a stream says how it does; that it is gone is no news."""
    feed = Feed.objects.select_related("site__place").filter(pk=pk).first()
    after = {"state": state, "why": why, **facts}
    if feed is None:
        record(actor, "live.feed_reported", f"feed {pk}", after=after)
        return
    if (feed.state, feed.why) != (state, why):
        feed.since = timezone.now()
    feed.state, feed.why, feed.facts = state, why, dict(facts)
    feed.save(update_fields=["state", "why", "facts", "since"])
    unit = feed.site.place.unit_id
    record(actor, "live.feed_reported", feed.site, after=after, unit=unit)


def rest_all(actor: Actor) -> None:
    """Whoever pulled them before is gone, and so is what it said."""
    for feed in Feed.objects.exclude(state=Feed.State.IDLE):
        report_feed(actor, feed.pk, Feed.State.IDLE, "", {})


def facts_of(feed: Feed) -> Facts:
    """What the log says of it: never the password."""
    return {
        "way": feed.way,
        "address": feed.address,
        "user": feed.user,
        "wanted": feed.wanted,
    }


def _seat(actor: Actor, site: Site, label: str) -> tuple[Feed, Facts | None]:
    """The stream of a site, which is wanted now, and what was known of it.

    Raises Refusal.
    """
    _ask_keeper(actor, site)
    feed = _rows().filter(site=site).first()
    before = facts_of(feed) if feed else None
    device = seat_machine(actor, site, feed.device if feed else None, label)
    feed = feed or Feed(site=site, device=device)
    feed.wanted = True
    _begin(feed)
    return feed, before


def _begin(feed: Feed) -> None:
    feed.state, feed.why, feed.facts = Feed.State.IDLE, "", {}
    feed.since = timezone.now()


def _rows() -> QuerySet[Feed]:
    rows = Feed.objects.select_for_update(of=("self",))
    return rows.select_related("site__place", "device")


def _held(actor: Actor, known: Feed) -> Feed:
    """The row as it is now, until the transaction ends. Raises Refusal."""
    feed = _rows().filter(pk=known.pk).first()
    if feed is None:
        raise Refusal("feed_gone")
    _ask_keeper(actor, feed.site)
    return feed


def _ask_keeper(actor: Actor, site: Site) -> None:
    if not keeps_devices(actor, site):
        raise Refusal("device_not_yours")
    if site.kind == Site.Kind.DELEGATE:
        raise Refusal("feed_no_room")


def _note(
    actor: Actor,
    verb: str,
    feed: Feed,
    before: Facts | None,
    after: Facts | None,
) -> None:
    unit = feed.site.place.unit_id
    record(actor, verb, feed.site, before=before, after=after, unit=unit)
    wake("feed", feed.pk)
