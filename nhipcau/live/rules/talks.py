"""A private talk: when it may begin, who is in its room, when it is over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nhipcau.core.refusal import Refusal
from nhipcau.engine.port import Source
from nhipcau.live.rules.mirror import DesiredRoom, Place, Seat, identity_of
from nhipcau.live.rules.state import State

# How a talk ended: by a person, or by what the conductor saw.
Why = Literal[
    "hung_up", "withdrawn", "declined", "unanswered", "floor", "closed", "lost"
]

SOUND: frozenset[Source] = frozenset({"microphone"})
# In ms: as long as a telephone rings, and as long as a page takes to load again.
RINGS = 60_000
MISSED = 20_000

_ROOM = re.compile(r"talk-([0-9]{1,18})-([0-9]{1,18})")


@dataclass(frozen=True)
class TalkRow:
    """A talk that goes on."""

    talk: int
    meeting: int
    site: int
    # The device from which it was begun.
    desk: int
    # In ms since 1970.
    started: int
    answered: bool


def talk_room(meeting: int, talk: int) -> str:
    """The engine's name of the room of one talk."""
    return f"talk-{meeting}-{talk}"


def meeting_of_talk(room: str) -> int | None:
    """The meeting whose talk has this room; None for any other room."""
    match = _ROOM.fullmatch(room)
    return int(match[1]) if match else None


def refuse_talk(state: State, own: int, site: int, present: set[int]) -> Refusal | None:
    """Why a desk that sits at `own` may not call `site` now; None: it may."""
    if state.phase == "closed":
        return Refusal("closed")
    if site not in state.sites:
        return Refusal("site_not_in_meeting")
    if site in (own, state.chair):
        return Refusal("talk_to_hub")
    if _called(state, site):
        return Refusal("talk_on_floor")
    return None if site in present else Refusal("talk_site_away")


def takes_part(row: TalkRow, seat: Seat) -> bool:
    """Whether a device is one of the two: the desk's, or the site's main one."""
    return seat.device == row.desk or (seat.site == row.site and seat.main)


def talk_desired(row: TalkRow, seats: Iterable[Seat]) -> DesiredRoom:
    """The room of a talk: nobody is in it before it was answered."""
    both = [seat for seat in seats if row.answered and takes_part(row, seat)]
    places = {identity_of(seat): Place(SOUND, speaks=True) for seat in both}
    return DesiredRoom(talk_room(row.meeting, row.talk), "", places)


def over(row: TalkRow, state: State, now: int, missed: int | None) -> Why | None:
    """Why a talk ends now; None: it goes on.

    `missed`: since when one of the two is not in the room.
    """
    if state.phase == "closed" or row.site not in state.sites:
        return "closed"
    if _called(state, row.site):
        return "floor"
    if not row.answered:
        return "unanswered" if now - row.started >= RINGS else None
    return "lost" if missed is not None and now - missed >= MISSED else None


def _called(state: State, site: int) -> bool:
    return site in (state.chair, *state.floor, *state.speakers)
