"""What is seen and heard: the stage as data, and each device's share of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nhipcau.live.rules.chair import State


@dataclass(frozen=True)
class Tile:
    """One site's place on the stage."""

    site: int
    role: Literal["speaker", "chair"]


@dataclass(frozen=True)
class Me:
    """The device that looks: its site, and whether it plays the site's sound."""

    site: int
    main: bool


@dataclass(frozen=True)
class Seen:
    """One picture on a screen."""

    site: int
    size: Literal["large", "small"]


@dataclass(frozen=True)
class View:
    """All that one device subscribes: pictures, sounds, and what is kept warm."""

    see: tuple[Seen, ...]
    hear: tuple[int, ...]
    warm: tuple[int, ...]


def stage(state: State) -> tuple[Tile, ...]:
    """Who has the floor, in its order, then the chair; without a floor the chair."""
    if state.phase != "open":
        return ()
    if not state.floor:
        return (Tile(state.chair, "speaker"),)
    speakers = tuple(Tile(site, "speaker") for site in state.floor)
    if state.chair in state.floor:
        return speakers
    return (*speakers, Tile(state.chair, "chair"))


def hears(state: State) -> tuple[int, ...]:
    """The sites that are heard: the chair always, then the floor in its order."""
    if state.phase != "open":
        return ()
    return (state.chair, *(site for site in state.floor if site != state.chair))


def speaks(state: State, site: int) -> bool:
    """Whether the microphone of `site` may be open."""
    return site in hears(state)


def view(state: State, me: Me) -> View:
    """What `me` sees, hears and keeps warm: never its own site (mix-minus)."""
    others = [tile.site for tile in stage(state) if tile.site != me.site]
    see = tuple(
        Seen(site, "large" if place == 0 else "small")
        for place, site in enumerate(others)
    )
    # A companion stands in the same room: a second loudspeaker would echo.
    hear = tuple(site for site in hears(state) if me.main and site != me.site)
    before = state.phase == "waiting" and state.chair != me.site
    return View(see, hear, (state.chair,) if before else ())
