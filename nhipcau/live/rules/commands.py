"""What people ask of a meeting: the chair's commands, the sites', the plan's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nhipcau.live.rules.state import Mode, Picture


@dataclass(frozen=True)
class By:
    """Who commands: as chair, for the site `site` (0: none), or what the engine saw."""

    role: Literal["chair", "site", "engine"]
    site: int = 0


CHAIR = By("chair")
ENGINE = By("engine")


@dataclass(frozen=True)
class Open:
    """The chair opens the meeting."""


@dataclass(frozen=True)
class Pause:
    """The chair calls a break: nobody is heard, the clock stands still."""


@dataclass(frozen=True)
class Resume:
    """The chair ends the break: the same floor, the same clock."""


@dataclass(frozen=True)
class Close:
    """The chair closes the meeting; can be taken back for a minute."""


@dataclass(frozen=True)
class Reopen:
    """The chair takes the closing back."""


@dataclass(frozen=True)
class Grant:
    """The chair gives the floor to `site`; `floor` is who had it, as the chair saw."""

    site: int
    floor: tuple[int, ...]


@dataclass(frozen=True)
class Revoke:
    """The chair takes the floor from `site`; `floor` as the chair saw it."""

    site: int
    floor: tuple[int, ...]


@dataclass(frozen=True)
class Dismiss:
    """The chair takes `site` off the list of those who wait to speak."""

    site: int


@dataclass(frozen=True)
class Limit:
    """The chair sets how long each turn from now on may take; 0: any time."""

    seconds: int


@dataclass(frozen=True)
class Extend:
    """The chair gives who has the floor more time; `floor` as the chair saw it."""

    seconds: int
    floor: tuple[int, ...]


@dataclass(frozen=True)
class SetMode:
    """The chair decides who may be heard; `site` is the one relayed in mode relay."""

    mode: Mode
    site: int = 0


@dataclass(frozen=True)
class Mute:
    """The chair closes the microphone of `site`; 0: of all but its own and a relay."""

    site: int = 0


@dataclass(frozen=True)
class Unmute:
    """The chair lets the microphone of `site` be opened again."""

    site: int


@dataclass(frozen=True)
class Lock:
    """The chair keeps every microphone but its own closed."""


@dataclass(frozen=True)
class Unlock:
    """Microphones may be opened again, as the mode allows."""


@dataclass(frozen=True)
class Arrange:
    """The chair decides what all see."""

    picture: Picture


@dataclass(frozen=True)
class Ready:
    """The chair makes ready what all see next; None: nothing."""

    picture: Picture | None


@dataclass(frozen=True)
class Take:
    """The chair shows what it made ready; `prepared` as the chair saw it."""

    prepared: Picture


@dataclass(frozen=True)
class CallRoll:
    """The chair calls `sites`, one after the other."""

    sites: tuple[int, ...]


@dataclass(frozen=True)
class MarkRoll:
    """What the roll call found of `site`, which was called; the next is called."""

    site: int
    status: str
    # Heads counted; None: not counted.
    people: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class EndRoll:
    """The chair calls nobody any more."""


@dataclass(frozen=True)
class Request:
    """A site asks for the floor."""


@dataclass(frozen=True)
class Withdraw:
    """A site no longer asks."""


@dataclass(frozen=True)
class Release:
    """A site gives the floor back."""


@dataclass(frozen=True)
class Share:
    """A site that may speak shows its screen to all."""


@dataclass(frozen=True)
class Unshare:
    """The screen is not shown any more: as its site or the chair wants, or it broke."""


@dataclass(frozen=True)
class Preside:
    """The deputy takes the chair that is gone, or the first chair takes it back."""


@dataclass(frozen=True)
class Miss:
    """The engine sees no device of the presiding site since `since` (ms)."""

    since: int


@dataclass(frozen=True)
class Find:
    """The engine sees the presiding site again."""


@dataclass(frozen=True)
class Succeed:
    """The presiding site did not come back: its deputy presides."""


@dataclass(frozen=True)
class Lose:
    """The engine sees no device of `site`, which has the floor, since `since` (ms)."""

    site: int
    since: int


@dataclass(frozen=True)
class Return:
    """The engine sees `site` again."""

    site: int


@dataclass(frozen=True)
class Expire:
    """`site` did not come back in time: the floor is free again."""

    site: int


@dataclass(frozen=True)
class Seat:
    """The plan changed: who is invited, or where the chair sits."""

    chair: int
    sites: tuple[int, ...]
    deputy: int = 0


Voices = SetMode | Mute | Unmute | Lock | Unlock
Pictures = Arrange | Ready | Take
Roll = CallRoll | MarkRoll | EndRoll
ChairCommand = (
    Open
    | Pause
    | Resume
    | Close
    | Reopen
    | Grant
    | Revoke
    | Dismiss
    | Limit
    | Extend
    | Voices
    | Pictures
    | Roll
)
FloorCommand = Request | Withdraw | Release
SiteCommand = FloorCommand | Share | Preside
LineCommand = Lose | Return | Expire
ChairLine = Miss | Find | Succeed
EngineCommand = LineCommand | ChairLine | Unshare
Command = ChairCommand | SiteCommand | EngineCommand | Seat
