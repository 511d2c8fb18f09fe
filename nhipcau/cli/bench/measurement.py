"""A measured meeting under way: its windows, and the times found so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nhipcau.cli.bench.installation import Running

if TYPE_CHECKING:
    from nhipcau.cli.bench.windows import OtherRooms, Window


@dataclass
class Measurement:
    """A meeting under way, and the times found so far, in ms."""

    running: Running
    chair: Window
    speaker: Window
    receiver: Window
    others: OtherRooms
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    # What did not come at all, and what the speaker's browser says of itself.
    missed: list[str] = field(default_factory=list)

    def note(self, name: str, begun: float, ended: float | None) -> None:
        """How long it took; nothing of what never came."""
        if ended is not None:
            self.times[name].append(ended - begun)

    @property
    def browsers(self) -> tuple[Window, ...]:
        return (self.chair, self.speaker, self.receiver)
