"""How a stream does, as whoever pulls it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nhipcau.live.models import Feed


@dataclass(frozen=True)
class Status:
    """State and cause as in `Feed`, and what is known of what comes."""

    state: Feed.State = Feed.State.IDLE
    why: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


IDLE = Status()
