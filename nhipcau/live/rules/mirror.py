"""What the engine's rooms should be, and the steps from what they are.

The database is the truth; everything here is computed from its rows, so a lost
step is found again by the next comparison.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nhipcau.engine.port import Participant, Room, Source
from nhipcau.live.rules.budget import LineUse, Profile
from nhipcau.live.rules.stage import speaks
from nhipcau.live.rules.state import State

# A screen may be published at any time: nobody gets it who is not to see it.
SCREEN: frozenset[Source] = frozenset({"screen_share", "screen_share_audio"})
CAMERA: frozenset[Source] = frozenset({"camera"})
EVERYTHING: frozenset[Source] = SCREEN | CAMERA | {"microphone"}
NOTHING: frozenset[Source] = frozenset()
SOUNDS: frozenset[Source] = frozenset({"microphone", "screen_share_audio"})
OFFENCES = 2


@dataclass(frozen=True)
class Seat:
    """One device that may be in the room."""

    site: int
    device: int
    main: bool
    # How often it was open without the floor.
    offences: int = 0


@dataclass(frozen=True)
class MeetingRow:
    """All that the mirror needs to know of one meeting."""

    meeting: int
    epoch: int
    state: State
    seats: tuple[Seat, ...]
    # Closed, and too long ago to take that back.
    over: bool = False
    # How many words went between rooms: a number, the words come over HTTP.
    words: int = 0
    # Who only sees and hears: their numbers.
    watchers: tuple[int, ...] = ()
    # How the lines of the sites are used, where that is not all they carry.
    lines: Mapping[int, LineUse] = field(default_factory=dict)
    # What is asked of the machines of sites: the number of the newest errand.
    errands: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """What one device may do in the room."""

    sources: frozenset[Source]
    speaks: bool
    # Whether it is the one that is heard and seen for its site.
    main: bool = True
    # What everyone is to know about it, by name; empty: as usual.
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DesiredRoom:
    """The room as it should be."""

    name: str
    metadata: str
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Create:
    """Make the room."""

    room: str
    metadata: str


@dataclass(frozen=True)
class Delete:
    """End the room."""

    room: str


@dataclass(frozen=True)
class SetMetadata:
    """Tell everyone the new state."""

    room: str
    metadata: str


@dataclass(frozen=True)
class Remove:
    """Someone is in the room who may not be there."""

    room: str
    identity: str


@dataclass(frozen=True)
class Permit:
    """Correct what someone may publish."""

    room: str
    identity: str
    sources: frozenset[Source]


@dataclass(frozen=True)
class Mute:
    """A microphone is open that may not be."""

    room: str
    identity: str
    track: str


@dataclass(frozen=True)
class Tell:
    """Everyone is to know something about a device, by name."""

    room: str
    identity: str
    words: Mapping[str, str]


Action = Create | Delete | SetMetadata | Remove | Permit | Mute | Tell


def room_name(meeting: int) -> str:
    """The engine's name of the room of `meeting`."""
    return f"meeting-{meeting}"


def epoch_room(epoch: int) -> str:
    """An empty room by which a running engine is known: a new one lacks it."""
    return f"epoch-{epoch}"


def meeting_of(room: str) -> int | None:
    """The meeting whose room has this name; None for any other room."""
    prefix, _, number = room.partition("-")
    return int(number) if prefix == "meeting" and number.isdecimal() else None


def identity_of(seat: Seat) -> str:
    """The engine's name of one device."""
    return f"site/{seat.site}/{seat.device}"


def site_of(identity: str) -> int:
    """The site for which a device is in the room; 0: for none."""
    kind, _, rest = identity.partition("/")
    site = rest.partition("/")[0]
    return int(site) if kind == "site" and site.isdecimal() else 0


def watcher_identity(watcher: int) -> str:
    """The engine's name of somebody who only watches."""
    return f"watch/{watcher}"


def sources_of(seat: Seat) -> frozenset[Source]:
    """What one device may publish: a companion shows a screen, and says nothing.

    The second offence costs the microphone and the sound of the screen; the third, a
    sound that calls itself a picture, costs the picture too.
    """
    if seat.offences > OFFENCES:
        return NOTHING
    sources = EVERYTHING if seat.main else SCREEN
    return sources - SOUNDS if seat.offences == OFFENCES else sources


def told_of(row: MeetingRow, seat: Seat) -> Mapping[str, str]:
    """What a device and all others are to know of its line; and that it is asked for
    something: what, it alone learns over HTTP.

    The whole site hangs on one line, and its main device alone says how that is.
    """
    line = row.lines.get(seat.site, LineUse())
    known: dict[str, Profile] = {"pin": line.pin}
    if seat.main:
        known |= {"down": line.down, "up": line.up}
    told = {name: "" if one == "full" else one for name, one in known.items()}
    if seat.main:
        told["errand"] = str(row.errands.get(seat.site, ""))
    return told


def desired(row: MeetingRow) -> DesiredRoom | None:
    """The room that `row` asks for; None once the meeting is over."""
    if row.over:
        return None
    value = {"epoch": row.epoch, "words": row.words, "state": row.state.value()}
    places = {
        identity_of(seat): Place(
            sources_of(seat),
            speaks(row.state, seat.site),
            seat.main,
            told_of(row, seat),
        )
        for seat in row.seats
        if seat.site in row.state.sites
    }
    # It stands for no site, so it is never its main device.
    watching = Place(NOTHING, speaks=False, main=False)
    places |= {watcher_identity(one): watching for one in row.watchers}
    metadata = json.dumps(value, separators=(",", ":"))
    return DesiredRoom(room_name(row.meeting), metadata, places)


def difference(wanted: DesiredRoom | None, actual: Room | None) -> tuple[Action, ...]:
    """The steps from `actual` to `wanted`, the most urgent first."""
    if wanted is None:
        return () if actual is None else (Delete(actual.name),)
    if actual is None:
        # Whoever is to be in it comes by itself.
        return (Create(wanted.name, wanted.metadata),)
    return (*_metadata(wanted, actual), *_people(wanted, actual))


def _metadata(wanted: DesiredRoom, actual: Room) -> Iterator[Action]:
    if wanted.metadata != actual.metadata:
        yield SetMetadata(wanted.name, wanted.metadata)


def _people(wanted: DesiredRoom, actual: Room) -> Iterator[Action]:
    for identity, person in actual.participants.items():
        place = wanted.places.get(identity)
        if place is None:
            yield Remove(wanted.name, identity)
            continue
        for track in open_microphones(place, person):
            yield Mute(wanted.name, identity, track)
        if person.sources != place.sources:
            yield Permit(wanted.name, identity, place.sources)
        news = {
            name: word
            for name, word in place.told.items()
            if word != person.told.get(name, "")
        }
        if news:
            yield Tell(wanted.name, identity, news)


def open_microphones(place: Place, person: Participant) -> Iterator[str]:
    """Tracks by which a device could be heard without the floor.

    None of a device that may publish nothing: the engine cuts its tracks.
    """
    if not place.sources or (place.speaks and place.sources & SOUNDS):
        return
    for sid, track in person.tracks.items():
        # By kind, not by source: a client names its own sources.
        if track.sound and not track.muted:
            yield sid
