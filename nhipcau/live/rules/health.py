"""What a device finds of its own sound, picture and line, and what a room misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nhipcau.engine.port import Participant, Source
from nhipcau.live.rules.budget import Profile
from nhipcau.live.rules.mirror import Place

MicrophoneFinding = Literal[
    "ok", "none", "device_muted", "silent", "clipping", "echo", "not_sent"
]
CameraFinding = Literal["ok", "none", "black", "frozen"]
LineFinding = Literal["good", "fair", "poor", "lost"]
# How sound and picture go: over TCP where the network lets no UDP through.
PathFinding = Literal["unknown", "udp", "tcp"]

# What a room publishes by itself, once and for the whole meeting.
STANDING: frozenset[Source] = frozenset({"camera", "microphone"})
# By this name a device is told what we miss of it.
MISSING = "missing"
# Publishing anew over a slow line takes less.
PATIENCE_MS = 3_000


@dataclass(frozen=True)
class Report:
    """What the main device of a site says of itself."""

    microphone: MicrophoneFinding
    camera: CameraFinding
    line: LineFinding
    path: PathFinding = "unknown"
    # What it finds that its line carries.
    down: Profile = "full"
    up: Profile = "full"


class Gaps:
    """Remembers since when the engine lacks what a device should publish."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, Source], int] = {}

    def look(
        self, places: Mapping[str, Place], people: Mapping[str, Participant], now: int
    ) -> dict[str, str]:
        """What each device is to be told that it misses, where that is news."""
        missing = {
            identity: _missing(places[identity], person)
            for identity, person in people.items()
            if identity in places
        }
        self._since = {
            (identity, source): self._since.get((identity, source), now)
            for identity, sources in missing.items()
            for source in sources
        }
        lasting = {
            identity: " ".join(
                source
                for source in sorted(sources)
                if now - self._since[identity, source] >= PATIENCE_MS
            )
            for identity, sources in missing.items()
        }
        return {
            identity: words
            for identity, words in lasting.items()
            if words != people[identity].told.get(MISSING, "")
        }


def _missing(place: Place, person: Participant) -> frozenset[Source]:
    published = {track.source for track in person.tracks.values()}
    # Its line carries no more than its voice: the camera is left out on purpose.
    meant = STANDING - {"camera"} if person.told.get("up") == "audio" else STANDING
    return (place.sources & meant) - published
