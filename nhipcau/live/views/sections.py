"""What the page of a meeting shows of what happened in it."""

from __future__ import annotations

from typing import Any

from nhipcau.base.home import Section
from nhipcau.base.http import Request
from nhipcau.core.text import duration
from nhipcau.live.forms import LinkForm
from nhipcau.live.models import SpeakingTurn
from nhipcau.live.policies import chairs, over_fault, sites_followed, sites_kept
from nhipcau.live.queries import attendance, named, sites_ever, spoken
from nhipcau.live.views.roll_call import summary
from nhipcau.live.watchers.policies import may_watch
from nhipcau.live.watchers.queries import links_of
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site


def sections(request: Request, meeting: Meeting) -> list[Section]:
    """How to watch, the roll call and the speaking times, where there is something."""
    return [
        *_watching(request, meeting),
        *_roll_call(request, meeting),
        *_turns(meeting),
    ]


def _watching(request: Request, meeting: Meeting) -> list[Section]:
    if not may_watch(request.actor, meeting):
        return []
    conducts = chairs(request.actor, meeting)
    context = {
        "meeting": meeting,
        "conducts": conducts,
        "wired": [
            site
            for site in named(sites_ever(meeting)).values()
            if site.kind == Site.Kind.LINK
        ],
        "links": links_of(meeting) if conducts else [],
        "invites": conducts and over_fault(meeting) is None,
        "form": LinkForm(),
    }
    return [Section("live/watching.html", context)]


def _roll_call(request: Request, meeting: Meeting) -> list[Section]:
    rows = attendance(meeting)
    conducts = chairs(request.actor, meeting)
    if not conducts and not any(row.mark or row.spans for row in rows):
        return []
    context = {
        "meeting": meeting,
        "rows": rows,
        "summary": summary(rows),
        "conducts": conducts,
        "follows": bool(sites_followed(request.actor, meeting)),
        "keeps": bool(sites_kept(request.actor, meeting)),
    }
    return [Section("live/attendance.html", context)]


def _turns(meeting: Meeting) -> list[Section]:
    rows = [
        {
            "site": row.site,
            "total": duration(row.total),
            "turns": [_turn(turn) for turn in row.turns],
        }
        for row in spoken(meeting.pk)
    ]
    return [Section("live/turns.html", {"spoken": rows})] if rows else []


def _turn(turn: SpeakingTurn) -> dict[str, Any]:
    over = turn.spent_ms - turn.limit * 1000 if turn.limit else 0
    return {
        "given": turn.given,
        "ended": turn.ended,
        "spent": duration(turn.spent_ms) if turn.ended else "",
        "over": duration(over) if over >= 1000 else "",
    }
