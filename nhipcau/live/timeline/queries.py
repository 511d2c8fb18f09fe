"""Reading the timeline: when each site was there, and why it was not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.utils import timezone

from nhipcau.engine.port import Reason
from nhipcau.live.errands.queries import left_when_asked
from nhipcau.live.models import EngineStart, Presence, SiteNote, SiteSample
from nhipcau.live.queries import ROOM_FROM, live_meeting, named, sites_ever
from nhipcau.live.rules.causes import (
    LATE_MS,
    Cause,
    Cut,
    Kind,
    Said,
    Span,
    cause_of,
    cuts_of,
    moments_of,
    together,
)
from nhipcau.live.rules.events import milliseconds
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

# Who comes and goes earlier than this before a meeting tries the devices.
TRYING = timedelta(hours=2)


@dataclass(frozen=True)
class Gone:
    """A site was gone, and why."""

    cut: Cut
    cause: Cause


@dataclass(frozen=True)
class SiteLine:
    """One site: when the engine had it, when it was gone, and all that it noted."""

    site: Site
    spans: list[Span]
    gone: list[Gone]
    said: list[Said]


def site_lines(meeting: Meeting) -> list[SiteLine]:
    """Every site of the meeting in official order, also those that were put out."""
    sites = named(sites_ever(meeting))
    spans = _spans(meeting)
    said = _said(meeting)
    live = live_meeting(meeting.pk)
    begin = milliseconds(meeting.starts - TRYING)
    end = live.state.closed if live else None
    now = milliseconds(timezone.now())
    cuts = {site: cuts_of(spans[site], said[site], begin, end, now) for site in sites}
    moments = moments_of(cuts)
    begun = EngineStart.objects.filter(at__gte=meeting.starts - ROOM_FROM)
    engines = [milliseconds(one.at) for one in begun]

    asked = {
        site: [milliseconds(one) for one in left]
        for site, left in left_when_asked(meeting).items()
    }

    def gone(site: int, cut: Cut) -> Gone:
        there = sum(_there(spans[other], cut.since) for other in sites)
        many = together(cut.since, moments, there)
        left = asked.get(site, ())
        return Gone(cut, cause_of(cut, engines, together=many, asked=left))

    return [
        SiteLine(row, spans[site], [gone(site, cut) for cut in cuts[site]], said[site])
        for site, row in sites.items()
    ]


def samples_of(meeting: Meeting, site: int) -> list[SiteSample]:
    """What the line of a site was, every ten seconds."""
    return list(SiteSample.objects.filter(meeting=meeting, site=site))


def _spans(meeting: Meeting) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in Presence.objects.filter(meeting=meeting):
        until = milliseconds(row.left) if row.left else None
        why = cast(Reason, row.why)
        found[row.site_id].append(Span(milliseconds(row.joined), until, why))
    return found


def _said(meeting: Meeting) -> defaultdict[int, list[Said]]:
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for row in SiteNote.objects.filter(meeting=meeting):
        kind = cast(Kind, row.kind)
        found[row.site_id].append(Said(milliseconds(row.at), kind, row.facts))
    return found


def _there(spans: list[Span], at: int) -> bool:
    return any(
        one.since <= at and (one.until is None or at <= one.until + LATE_MS)
        for one in spans
    )
