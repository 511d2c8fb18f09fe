"""A site is given a stream, the stream is switched, tried, taken away; how it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.accounts.policies import keeps_devices
from nhipcau.accounts.services import seat_machine, unseat_machine
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


@service
def set_feed(
    actor: Actor, site: Site, address: Address, *, keeps_password: bool = False
) -> Feed:
    """`address` is sound and picture of `site` from now on, in every meeting.

    `keeps_password`: none was typed, the one that is known holds on. Raises Refusal.
    """
    _ask_keeper(actor, site)
    feed = Feed.objects.select_for_update().filter(site=site).first()
    before = facts_of(feed) if feed else None
    if feed is None:
        feed = Feed(site=site, device=seat_machine(actor, site, address.host))
    feed.address, feed.user = address.text, address.user
    if not keeps_password:
        feed.password = seal(address.password)
    feed.wanted = True
    _begin(feed)
    feed.save()
    _note(actor, "live.feed_set", feed, before)
    return feed


@service
def switch_feed(actor: Actor, feed: Feed, wanted: bool) -> None:
    """Uses it in meetings, or no more. Raises Refusal."""
    _ask_keeper(actor, feed.site)
    before = facts_of(feed)
    feed.wanted = wanted
    if not wanted:
        feed.tried = None
    _begin(feed)
    feed.save()
    _note(actor, "live.feed_switched", feed, before)


@service
def try_feed(actor: Actor, feed: Feed) -> None:
    """Pulls it for some minutes although there is no meeting. Raises Refusal."""
    _ask_keeper(actor, feed.site)
    if not feed.wanted:
        raise Refusal("feed_off")
    feed.tried = timezone.now() + TRIAL
    feed.save()
    _note(actor, "live.feed_tried", feed, None)


@service
def remove_feed(actor: Actor, feed: Feed) -> None:
    """The site is a room like any other again. Raises Refusal."""
    _ask_keeper(actor, feed.site)
    _note(actor, "live.feed_removed", feed, facts_of(feed))
    device: Device = feed.device
    feed.delete()
    unseat_machine(actor, device)


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


def facts_of(feed: Feed) -> dict[str, object]:
    """What the log says of it: never the password."""
    return {"address": feed.address, "user": feed.user, "wanted": feed.wanted}


def _begin(feed: Feed) -> None:
    feed.state, feed.why, feed.facts = Feed.State.IDLE, "", {}
    feed.since = timezone.now()


def _ask_keeper(actor: Actor, site: Site) -> None:
    if not keeps_devices(actor, site):
        raise Refusal("device_not_yours")
    if site.kind == Site.Kind.DELEGATE:
        raise Refusal("feed_no_room")


def _note(
    actor: Actor, verb: str, feed: Feed, before: dict[str, object] | None
) -> None:
    unit = feed.site.place.unit_id
    after = None if verb == "live.feed_removed" else facts_of(feed)
    record(actor, verb, feed.site, before=before, after=after, unit=unit)
    wake("feed", feed.pk)
