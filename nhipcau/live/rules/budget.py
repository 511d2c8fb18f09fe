"""What fits through a line: how many are heard, and how good each picture may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

# How a line is used in one direction: all there is, what matters, sound alone.
Profile = Literal["full", "thin", "audio"]
Size = Literal["large", "small", "tile"]
# The camera of a site, or the screen that it shares.
Source = Literal["camera", "screen"]
# Still: no track at all, but a photograph now and then (`live/stills`).
Quality = Literal["high", "medium", "low", "still", "none"]
# For what a picture is shown: slides; else by its size, where a tile of who speaks is
# not one of many.
Kind = Literal["screen", "large", "small", "speaker", "tile"]

# All figures are kbit/s of whole IP packets, measured in the link laboratory.
LIMIT: dict[Profile, int] = {"full": 1500, "thin": 400, "audio": 80}
# How many are heard at once: any more are those who speak least.
VOICES: dict[Profile, int] = {"full": 6, "thin": 3, "audio": 1}
VOICE = 72
# More than a voice: whose film is heard says nothing meanwhile.
SCREEN_SOUND = 18
PICTURE: dict[Quality, int] = {
    "none": 0,
    "still": 5,
    "low": 60,
    "medium": 220,
    "high": 1080,
}

# What pictures are given, one rung after the other, as long as it fits: slides come
# before faces, who speaks before all others.
LADDER: dict[Profile, tuple[tuple[Kind, Quality], ...]] = {
    "full": (
        ("screen", "medium"),
        ("large", "low"),
        ("large", "medium"),
        ("screen", "high"),
        ("small", "low"),
        ("speaker", "low"),
        ("tile", "still"),
        ("tile", "low"),
        ("large", "high"),
        ("small", "medium"),
    ),
    # Here tiles stand still: why some of many move would be a riddle.
    "thin": (
        ("screen", "still"),
        ("large", "low"),
        ("speaker", "still"),
        ("small", "still"),
        ("tile", "still"),
        ("screen", "medium"),
        ("large", "medium"),
        ("small", "low"),
        ("speaker", "low"),
    ),
    "audio": (("screen", "still"),),
}
# These go to as many as they can; what is better goes to all of a kind alike, or a pair
# would have a sharp and a blurred half.
_SINGLY: tuple[Quality, ...] = ("still", "low")


@dataclass(frozen=True)
class LineUse:
    """How the line of one site is used, in its own eyes, and how it may be used."""

    down: Profile = "full"
    up: Profile = "full"
    # More than this it is not to be used for, whatever it seems to carry.
    pin: Profile = "full"


@dataclass(frozen=True)
class Pin:
    """For what the line of a site may be used at most."""

    listed: Profile
    # What a technician said for this meeting; None: nothing.
    chosen: Profile | None

    @property
    def holds(self) -> Profile:
        """The lesser of the two."""
        return lesser(self.listed, self.chosen or "full")


def lesser(one: Profile, other: Profile) -> Profile:
    """The one of the two that uses the line less."""
    return max(one, other, key=get_args(Profile).index)


def left_for_pictures(profile: Profile, voices: int) -> int:
    """What so many voices that speak at once leave of the line, in kbit/s."""
    return LIMIT[profile] - VOICE * min(voices, VOICES[profile])


def qualities(kinds: Sequence[Kind], profile: Profile, left: int) -> list[Quality]:
    """How good each picture may be so that all together take at most `left` kbit/s."""
    given: list[Quality] = ["none"] * len(kinds)
    for kind, quality in LADDER[profile]:
        group = [place for place, one in enumerate(kinds) if one == kind]
        for part in [[one] for one in group] if quality in _SINGLY else [group]:
            cost = sum(PICTURE[quality] - PICTURE[given[one]] for one in part)
            if cost > left:
                continue
            left -= cost
            for one in part:
                given[one] = quality
    return given


def heard(
    candidates: Sequence[int], meant: Sequence[int], profile: Profile
) -> set[int]:
    """Which of the `candidates` are heard; `meant`: who comes first, from the first."""
    order = [site for site in (*meant, *candidates) if site in candidates]
    return set([*dict.fromkeys(order)][: VOICES[profile]])
