"""Decides what all see: the arrangement, the one made ready, a shared screen."""

from __future__ import annotations

from datetime import datetime

from nhipcau.core.refusal import Refusal
from nhipcau.live.rules.commands import (
    Arrange,
    By,
    Pictures,
    Ready,
    Share,
    Take,
    Unshare,
)
from nhipcau.live.rules.events import Event
from nhipcau.live.rules.state import CHOSEN, Picture, State


def pictures_fault(state: State, command: Pictures) -> Refusal | None:
    """Why `command` does not apply now."""
    match command:
        case Arrange(picture) if picture == state.picture:
            return Refusal("layout_already")
        case Arrange(Picture("screen")) if not state.screen:
            return Refusal("nothing_shared")
        case Ready(picture) if picture == state.prepared:
            return Refusal("layout_already")
        case Arrange(picture) | Ready(Picture() as picture):
            return _picture_fault(state, picture)
        case Take() if state.prepared is None:
            return Refusal("nothing_prepared")
        case Take(prepared) if prepared != state.prepared:
            return Refusal("prepared_changed")
    return None


def _picture_fault(state: State, picture: Picture) -> Refusal | None:
    count = CHOSEN.get(picture.layout, 0)
    if len(set(picture.sites)) != count or len(picture.sites) != count:
        return Refusal("layout_needs_sites", count=count)
    if not set(picture.sites) <= set(state.sites):
        return Refusal("site_not_in_meeting")
    return None


def pictures_events(state: State, command: Pictures, now: datetime) -> list[Event]:
    """What `command` makes happen."""
    rev = state.rev + 1
    match command:
        case Arrange(picture):
            return [_arranged(rev, now, picture)]
        case Ready(picture):
            return [_readied(rev, now, picture)]
        case Take(prepared):
            # What was shown is made ready: one more key goes back to it.
            return [_arranged(rev, now, prepared), _readied(rev, now, state.picture)]


def _arranged(rev: int, now: datetime, picture: Picture) -> Event:
    return Event("arranged", rev, now, sites=picture.sites, layout=picture.layout)


def _readied(rev: int, now: datetime, picture: Picture | None) -> Event:
    if picture is None:
        return Event("readied", rev, now)
    return Event("readied", rev, now, sites=picture.sites, layout=picture.layout)


def with_speaker(state: State, site: int, now: datetime) -> list[Event]:
    """Shows who speaks again, when the chair's choice would hide who is called."""
    hidden = state.picture.layout in CHOSEN and site not in state.picture.sites
    return [_arranged(state.rev + 1, now, Picture())] if hidden else []


def share_fault(state: State, command: Share | Unshare, by: By) -> Refusal | None:
    """Why the screen of a site is not shown, or stays."""
    own = by.role != "site" or by.site == state.screen
    match command:
        case Unshare():
            return None if state.screen and own else Refusal("nothing_shared")
        case Share() if state.phase != "open":
            return Refusal("paused" if state.phase == "paused" else "not_open")
        case Share() if by.site not in state.sites:
            return Refusal("site_not_in_meeting")
        case Share() if by.site == state.screen:
            return Refusal("already_shared")
        case Share() if by.role == "site" and by.site not in _may_share(state):
            return Refusal("may_not_share")
    return None


def _may_share(state: State) -> tuple[int, ...]:
    return (state.chair, *state.present_floor)
