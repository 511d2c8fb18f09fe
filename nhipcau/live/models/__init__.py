"""The rows of a meeting that goes on."""

from __future__ import annotations

from nhipcau.live.models.feeds import NAME, Feed
from nhipcau.live.models.sites import (
    PEOPLE,
    REMARK,
    Errand,
    LinePin,
    Noted,
    Presence,
    RollCallMark,
    SiteNote,
    SiteReport,
    SiteSample,
)
from nhipcau.live.models.state import (
    Answer,
    Engine,
    EngineStart,
    LiveEvent,
    LiveMeeting,
    Offence,
    SpeakingTurn,
)
from nhipcau.live.models.watchers import LABEL, GuestLink, Watcher
from nhipcau.live.models.words import (
    MESSAGE,
    RUNNING,
    Acknowledgement,
    Message,
    RunningText,
    Talk,
)

__all__ = [
    "LABEL",
    "MESSAGE",
    "NAME",
    "PEOPLE",
    "REMARK",
    "RUNNING",
    "Acknowledgement",
    "Answer",
    "Engine",
    "EngineStart",
    "Errand",
    "Feed",
    "GuestLink",
    "LinePin",
    "LiveEvent",
    "LiveMeeting",
    "Message",
    "Noted",
    "Offence",
    "Presence",
    "RollCallMark",
    "RunningText",
    "SiteNote",
    "SiteReport",
    "SiteSample",
    "SpeakingTurn",
    "Talk",
    "Watcher",
]
