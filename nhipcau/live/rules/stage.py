"""What is seen and heard: the stage as data, and each device's share of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nhipcau.live.rules.state import State


@dataclass(frozen=True)
class Tile:
    """One site's place on the stage."""

    site: int
    role: Literal["speaker", "chair", "site"]


@dataclass(frozen=True)
class Me:
    """The device that looks: its site, and whether it plays the site's sound."""

    site: int
    main: bool


@dataclass(frozen=True)
class Seen:
    """One picture on a screen."""

    site: int
    size: Literal["large", "small", "tile"]


@dataclass(frozen=True)
class View:
    """All that one device subscribes: pictures, sounds, and what is kept warm."""

    see: tuple[Seen, ...]
    hear: tuple[int, ...]
    warm: tuple[int, ...]


def stage(state: State) -> tuple[Tile, ...]:
    """Who speaks, in its order, then the chair; when nobody does, the chair.

    In a relay the other meeting comes first, then whom the chair sends up the line.
    """
    if state.phase != "open":
        return ()
    if state.layout == "wall":
        return tuple(_wall(state))
    first = (state.relay,) if state.mode == "relay" else ()
    speakers = tuple(Tile(site, "speaker") for site in (*first, *state.present_floor))
    if not speakers:
        return (Tile(state.chair, "speaker"),)
    if state.chair in state.floor:
        return speakers
    return (*speakers, Tile(state.chair, "chair"))


def _wall(state: State) -> Iterator[Tile]:
    for site in state.sites:
        if site in (state.relay, *state.present_floor):
            yield Tile(site, "speaker")
        else:
            yield Tile(site, "chair" if site == state.chair else "site")


def hears(state: State) -> tuple[int, ...]:
    """The sites that may be heard, as the mode says; never one that is muted."""
    if state.phase != "open":
        return ()
    heard = _voices(state)
    if state.locked:
        heard = tuple(site for site in heard if site in (state.chair, state.relay))
    heard = tuple(dict.fromkeys(heard))
    return tuple(site for site in heard if site not in state.muted)


def _voices(state: State) -> tuple[int, ...]:
    match state.mode:
        case "conference" | "questioning":
            return (state.chair, *state.floor)
        case "discussion":
            return (state.chair, *state.floor, *state.sites)
        case "training":
            return _one_voice(state)
        case "relay":
            return (state.relay, *state.floor)


def _one_voice(state: State) -> tuple[int, ...]:
    """Who was called; the chair too while that site is silenced or not there."""
    silent = (*state.muted, *(state.floor if state.locked else ()))
    if any(site not in silent for site in state.present_floor):
        return state.floor
    return (*state.floor, state.chair)


def called(state: State, site: int) -> bool:
    """Whether the microphone of `site` opens by itself: it presides or was called."""
    return site in (state.chair, state.relay, *state.floor) and speaks(state, site)


def soon(state: State) -> tuple[int, ...]:
    """The sites that may be shown next: they are kept ready, so they appear at once."""
    match state.phase:
        case "waiting":
            return (state.chair,)
        case "paused":
            return tuple(dict.fromkeys((*state.floor, state.chair)))
        case "open":
            return state.queue[:1]
        case "closed":
            return ()


def speaks(state: State, site: int) -> bool:
    """Whether the microphone of `site` may be open."""
    return site in hears(state)


def view(state: State, me: Me) -> View:
    """What `me` sees, hears and keeps warm: never its own site (mix-minus)."""
    others = [tile.site for tile in stage(state) if tile.site != me.site]
    if state.layout == "wall":
        see = tuple(Seen(site, "tile") for site in others)
    else:
        see = tuple(
            Seen(site, "large" if place == 0 else "small")
            for place, site in enumerate(others)
        )
    # A companion stands in the same room: a second loudspeaker would echo.
    hear = tuple(site for site in hears(state) if me.main and site != me.site)
    seen = {me.site, *(one.site for one in see)}
    warm = tuple(site for site in soon(state) if site not in seen)
    return View(see, hear, warm)
