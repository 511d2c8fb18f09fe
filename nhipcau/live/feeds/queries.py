"""Which streams are to be pulled now, and into which meeting they go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from nhipcau.base.vault import Lost, unseal
from nhipcau.core.refusal import Refusal
from nhipcau.live.kiosk.queries import next_of
from nhipcau.live.models import Feed
from nhipcau.live.queries import live_meeting
from nhipcau.live.rules.stage import called
from nhipcau.media.address import Network, address
from nhipcau.media.way import INGEST_SOCKET, Pushed, Source
from nhipcau.places.models import Site


@dataclass(frozen=True)
class Wanted:
    """A stream that is to be pulled now; `meeting` 0: somebody only tries it."""

    feed: int
    site: int
    meeting: int = 0
    # Of the engine, as the meeting's room has it.
    epoch: int = 0
    # Whether its sound is to be heard.
    open: bool = False
    # Another one is another stream: what pulls the old begins anew.
    source: str = ""
    # When whoever tries it will have looked long enough.
    tried: datetime | None = None
    # How it does as far as its row says.
    told: tuple[str, str] = ("", "")


def feed_of(site: Site) -> Feed | None:
    """The stream of a site."""
    return (
        Feed.objects.select_related("site__place", "device").filter(site=site).first()
    )


def feeds(site: int) -> bool:
    """Whether a stream stands for the site now, and no machine that could be asked."""
    rows = Feed.objects.filter(site=site, wanted=True)
    return rows.filter(device__main=True, device__removed=None).exists()


def is_tried(feed: Feed) -> bool:
    """Whether somebody looks at it outside any meeting just now."""
    return feed.tried is not None and feed.tried > timezone.now()


def wanted_feeds(present: Mapping[int, int]) -> list[Wanted]:
    """The streams to be pulled; `present`: the meeting in which a site is now."""
    rows = Feed.objects.select_related("site", "device").filter(wanted=True)
    found = []
    for row in rows:
        source = " ".join((row.way, row.address, row.user, row.password))
        told = (row.state, row.why)
        wanted = Wanted(row.pk, row.site_id, source=source, tried=row.tried, told=told)
        # While another machine is main there, it stands for the site.
        meeting = _entered(row.site, present) if row.device.main else 0
        live = live_meeting(meeting) if meeting else None
        if live is not None and row.site_id in live.state.sites:
            opened = called(live.state, row.site_id)
            found.append(
                replace(wanted, meeting=meeting, epoch=live.epoch, open=opened)
            )
        elif is_tried(row):
            found.append(wanted)
    return found


def source_of(feed: int) -> Source:
    """Where it is, with its password. Raises Refusal."""
    row = Feed.objects.filter(pk=feed).first()
    if row is None:
        raise Refusal("feed_gone")
    if row.pushed:
        return secret_of(row)
    return address(row.address, row.user, _unsealed(row))


def secret_of(feed: Feed) -> Pushed:
    """By what a device that pushes is known. Raises Refusal."""
    key = _unsealed(feed)
    # RTMP has but one word for both.
    if feed.way == Feed.Way.RTMP:
        return Pushed("rtmp", f"{feed.name}-{key}")
    return Pushed("srt", feed.name, key)


def _unsealed(feed: Feed) -> str:
    try:
        return unseal(feed.password)
    except Lost:
        raise Refusal("feed_password_lost") from None


def ingest_socket() -> Path:
    """Where the program is asked that lets in RTMP and SRT."""
    return Path(settings.NHIPCAU.data_dir) / "run" / INGEST_SOCKET


def allowed_networks() -> Collection[Network]:
    """The networks that are open to streams although they usually are not."""
    return [ip_network(one) for one in settings.NHIPCAU.feed_networks]


def _entered(site: Site, present: Mapping[int, int]) -> int:
    found = next_of(site, present.get(site.pk, 0))
    if found is None:
        return 0
    meeting, enter = found
    return meeting.pk if enter else 0
