"""What is seen and heard: the stage as data, and each device's share of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from nhipcau.live.rules.budget import (
    SCREEN_SOUND,
    Kind,
    Profile,
    Quality,
    Size,
    Source,
    heard,
    left_for_pictures,
    qualities,
)
from nhipcau.live.rules.state import CHOSEN, Picture, State

TILE: Kind = "tile"
SCREEN: Kind = "screen"


@dataclass(frozen=True)
class Tile:
    """One site's place on the stage."""

    site: int
    role: Literal["speaker", "chair", "site", "screen"]


@dataclass(frozen=True)
class Me:
    """The device that looks: its site, and whether it plays the site's sound.

    Site 0: it only watches, for nobody who is in the meeting.
    """

    site: int
    main: bool
    # Who conducts at it sees every site, also those that are not on the stage.
    desk: bool = False
    # A wall of all sites, whatever the chair shows.
    wall: bool = False
    # What it shows and sounds goes by cable into another system: nothing that comes
    # from there is to go back, and it is never without a picture.
    elsewhere: bool = False
    # It has a second display, on which a shared screen stands alone.
    second: bool = False
    # What its line carries, and, for when that is not all: who is loud, who became so
    # last first, and whose microphones are open.
    profile: Profile = "full"
    loud: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


@dataclass(frozen=True)
class Seen:
    """One picture on a screen."""

    site: int
    size: Size
    source: Source = "camera"
    # The best that may come; none: the line is kept for what matters more.
    quality: Quality = "high"

    @property
    def moves(self) -> bool:
        """Whether the picture comes as a track."""
        return self.quality not in ("still", "none")


@dataclass(frozen=True)
class View:
    """All that one device subscribes: pictures, sounds, and what is kept warm."""

    see: tuple[Seen, ...]
    hear: tuple[int, ...]
    warm: tuple[int, ...]
    # Sounds that may come next: subscribed, and not sent until they are heard.
    warm_sound: tuple[int, ...] = ()
    # The site whose shared screen is heard; 0: none.
    screen_sound: int = 0


def stage(state: State) -> tuple[Tile, ...]:
    """What all see, in order, as the chair arranged it.

    A roll call and who is called to speak come before what the chair chose.
    """
    if state.phase != "open":
        return ()
    screen = (Tile(state.screen, "screen"),) if state.screen else ()
    layout = state.picture.layout
    if layout in CHOSEN and not state.roll:
        return tuple(_tile(state, site) for site in state.picture.sites)
    match layout:
        case "wall":
            return tuple(_tile(state, site) for site in state.sites)
        case "strip":
            first = _speakers(state)
            shown = {tile.site for tile in first}
            rest = [_tile(state, site) for site in state.sites if site not in shown]
            return (*screen, *first, *rest)
        case "screen" if screen:
            return screen
    return (*screen, *_speakers(state))


def _speakers(state: State) -> tuple[Tile, ...]:
    """Who speaks, in its order, then the chair; when nobody does, the chair."""
    speakers = tuple(Tile(site, "speaker") for site in state.speakers)
    if not speakers:
        return (Tile(state.chair, "speaker"),)
    if state.chair in state.floor:
        return speakers
    return (*speakers, Tile(state.chair, "chair"))


def _tile(state: State, site: int) -> Tile:
    if site in state.speakers:
        return Tile(site, "speaker")
    return Tile(site, "chair" if site == state.chair else "site")


def hears(state: State) -> tuple[int, ...]:
    """The sites that may be heard, as the mode says; never one that is muted."""
    if state.phase != "open":
        return ()
    heard = _voices(state)
    # A roll call waits for an answer, whatever is locked.
    if state.locked and not state.roll:
        heard = tuple(site for site in heard if site in (state.chair, state.relay))
    heard = tuple(dict.fromkeys(heard))
    return tuple(site for site in heard if site not in state.muted)


def _voices(state: State) -> tuple[int, ...]:
    if state.roll:
        return (state.chair, *state.roll[:1])
    match state.mode:
        case "conference" | "questioning" | "training":
            return (state.chair, *state.floor)
        case "discussion":
            return (state.chair, *state.floor, *state.sites)
        case "relay":
            return (state.relay, *state.floor, state.chair)


def called(state: State, site: int) -> bool:
    """Whether the microphone of `site` opens by itself: it presides or was called."""
    presides = site == state.chair and _leads(state)
    meant = (state.relay, *state.floor, *state.roll[:1])
    return (presides or site in meant) and speaks(state, site)


def _leads(state: State) -> bool:
    """Whether the chair's microphone is open unasked; the chair may open it always.

    It gives way to the meeting that is relayed, and in a training to who is heard.
    """
    if state.roll or state.mode not in ("training", "relay"):
        return True
    return state.mode == "training" and not set(state.present_floor) & {*hears(state)}


def soon(state: State) -> tuple[int, ...]:
    """The sites that may be shown next: they are kept ready, so they appear at once."""
    match state.phase:
        case "waiting":
            return (state.chair,)
        case "paused":
            return tuple(dict.fromkeys((*state.floor, state.chair)))
        case "open":
            prepared = state.prepared.sites if state.prepared else ()
            after = state.roll[1:2] or state.queue[:1]
            return tuple(dict.fromkeys((*after, *prepared, state.chair)))
        case "closed":
            return ()


def speaks(state: State, site: int) -> bool:
    """Whether the microphone of `site` may be open."""
    return site in hears(state)


def view(state: State, me: Me) -> View:
    """What `me` sees, hears and keeps warm: never its own site (mix-minus).

    Only the screen that its site shares is seen on the site's other devices too: the
    people in its room want to see the slides that the others see.
    """
    state = arranged(state, me)
    asked = _asked(state, me)
    hear = _heard(state, me)
    left = left_for_pictures(me.profile, len(hear))
    shared = any(one.source == "screen" and one.site in hear for one, _ in asked)
    sounds = shared and left >= SCREEN_SOUND
    see = _fitted(asked, me.profile, left - SCREEN_SOUND if sounds else left)
    cameras = {one.site for one in see if one.source == "camera" and one.moves}
    warm = tuple(site for site in soon(state) if site not in {me.site, *cameras})
    warm_sound = _others(state, me, hear)
    return View(see, hear, warm, warm_sound, state.screen if sounds else 0)


def shown(state: State, me: Me) -> set[tuple[int, Source]]:
    """The pictures that may be on the screens of `me`, whatever its line carries.

    Only the device itself knows whether it has a second display.
    """
    may = me.site > 0 and not me.elsewhere
    either = (me, replace(me, second=True)) if may else (me,)
    asked = [one for some in either for one, _ in _asked(arranged(state, me), some)]
    return {(one.site, one.source) for one in asked}


def _asked(state: State, me: Me) -> list[tuple[Seen, Kind]]:
    tiles = tiles_for(state, me)
    staged = [_seen(state, tile, place) for place, tile in enumerate(tiles)]
    beside = [(Seen(site, "tile"), TILE) for site in overview(state, me)]
    there = [(Seen(tile.site, "large", "screen"), SCREEN) for tile in aside(state, me)]
    return [*there, *staged, *beside]


def tiles_for(state: State, me: Me) -> tuple[Tile, ...]:
    """The stage without the own camera; the chair, where nothing may go elsewhere."""
    tiles = tuple(
        tile
        for tile in _beyond(state, me)
        if tile.site != me.site or (tile.role == "screen" and not me.elsewhere)
    )
    alone = me.elsewhere and state.phase == "open" and me.site != state.chair
    return tiles or ((Tile(state.chair, "speaker"),) if alone else ())


def aside(state: State, me: Me) -> tuple[Tile, ...]:
    """The shared screen where a second display has it, whatever the chair arranged."""
    if not me.second or state.phase != "open" or not state.screen:
        return ()
    return (Tile(state.screen, "screen"),)


def _beyond(state: State, me: Me) -> tuple[Tile, ...]:
    """The stage without what stands on another display; never empty by that."""
    tiles = stage(state)
    if not aside(state, me):
        return tiles
    rest = tuple(tile for tile in tiles if tile.role != "screen")
    return rest or _speakers(state)


def _heard(state: State, me: Me) -> tuple[int, ...]:
    """Who is heard: those who may be, or as many as the line carries.

    A companion stands in the same room: a second loudspeaker would echo.
    """
    if not me.main:
        return ()
    candidates = [site for site in hears(state) if site != me.site]
    kept = heard(candidates, (*me.loud, *state.speakers, *me.open), me.profile)
    return tuple(site for site in candidates if site in kept)


def _fitted(
    asked: list[tuple[Seen, Kind]], profile: Profile, left: int
) -> tuple[Seen, ...]:
    given = qualities([kind for _, kind in asked], profile, left)
    return tuple(
        replace(one, quality=quality)
        for (one, _), quality in zip(asked, given, strict=True)
    )


def _others(state: State, me: Me, hear: tuple[int, ...]) -> tuple[int, ...]:
    """Anyone may be called next, and to subscribe takes longer than to listen.

    Who only watches can wait: hundreds may.
    """
    takes_part = me.main and me.site
    if not takes_part or state.phase == "closed":
        return ()
    return tuple(site for site in state.sites if site not in {me.site, *hear})


def arranged(state: State, me: Me) -> State:
    """The state with the picture that `me` asked for in place of the chair's."""
    return replace(state, picture=Picture("wall")) if me.wall else state


def overview(state: State, me: Me) -> tuple[int, ...]:
    """The sites that a desk sees beside the stage; not in a break."""
    if not me.desk or state.phase not in ("waiting", "open"):
        return ()
    first = _beyond(state, me)
    shown = {tile.site for tile in first if tile.role != "screen"}
    return tuple(site for site in state.sites if site not in {me.site, *shown})


def _seen(state: State, tile: Tile, place: int) -> tuple[Seen, Kind]:
    size = _size(state, tile, place)
    if tile.role == "screen":
        return Seen(tile.site, size, "screen"), "screen"
    speaks = size == "tile" and tile.role == "speaker"
    return Seen(tile.site, size), "speaker" if speaks else size


def _size(state: State, tile: Tile, place: int) -> Size:
    layout = state.picture.layout
    in_strip = layout == "strip" and place > 0 and tile.role in ("site", "chair")
    if layout == "wall" or in_strip:
        return "tile"
    equal = layout == "pair" and not state.roll
    return "large" if place == 0 or equal else "small"
