"""All writes during a meeting."""

from __future__ import annotations

from nhipcau.live.services.attendance import (
    end_presence,
    mark_connected,
    mark_site,
    note_presence,
)
from nhipcau.live.services.commands import (
    VERB_OF,
    Given,
    OthersWereFaster,
    command,
    engine_started,
    note_line,
    note_offence,
    note_removal,
    prepare,
    refuse_command,
    refuse_device,
    refuse_watcher,
    seat_sites,
)
from nhipcau.live.services.reports import pin_line, report_health
from nhipcau.live.services.rows import Mark

__all__ = [
    "VERB_OF",
    "Given",
    "Mark",
    "OthersWereFaster",
    "command",
    "end_presence",
    "engine_started",
    "mark_connected",
    "mark_site",
    "note_line",
    "note_offence",
    "note_presence",
    "note_removal",
    "pin_line",
    "prepare",
    "refuse_command",
    "refuse_device",
    "refuse_watcher",
    "report_health",
    "seat_sites",
]
