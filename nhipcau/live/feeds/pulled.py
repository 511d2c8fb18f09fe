"""One stream that is wanted now: pulled, and in the room of its meeting."""

from __future__ import annotations

import asyncio

from nhipcau.engine.feed import FeedClient
from nhipcau.live.door import token_of
from nhipcau.live.feeds.intake import Intake
from nhipcau.live.feeds.queries import Wanted
from nhipcau.live.feeds.status import IDLE
from nhipcau.live.models import Feed
from nhipcau.live.stays import Engine, Stay
from nhipcau.live.stills import folder


class Seated(Stay[FeedClient]):
    """The client of one stream: in the room of a meeting, or in none."""

    def __init__(self, engine: Engine, feed: int, site: int) -> None:
        super().__init__(engine, site)
        self._feed = feed
        self.client = FeedClient(self._changed.set)
        self._bot = self.client
        self.meeting = 0

    async def _dress(self) -> FeedClient:
        return self.client

    def _token(self) -> str | None:
        feed = Feed.objects.select_related("device__site").get(pk=self._feed)
        return token_of(self.meeting, feed.device)

    def _entered(self) -> None:
        """Its pictures and its sound were published with it."""


class Pulled:
    """One stream that is wanted now."""

    def __init__(self, engine: Engine, wanted: Wanted, look: asyncio.Event) -> None:
        self.wanted = wanted
        self.seat = Seated(engine, wanted.feed, wanted.site)
        self.seat.client.open(wanted.open)
        self.intake = Intake(wanted.feed, self.seat.client, look.set, self._keep)
        self.told = IDLE
        self._tasks = [
            asyncio.create_task(self.seat.live()),
            asyncio.create_task(self.intake.live()),
        ]

    def follow(self, wanted: Wanted) -> None:
        """What the rows say now."""
        self.seat.client.open(wanted.open)
        again = wanted.tried != self.wanted.tried and not self.intake.flowing
        if again or wanted.source != self.wanted.source:
            self.intake.renew()
        self.wanted = wanted
        # A picture that stands still says less than an empty place.
        here = wanted.meeting != 0 and self.intake.flowing
        self.seat.meeting = wanted.meeting
        # Another meeting is joined as another engine is: afresh.
        self.seat.go(wanted=here, epoch=(wanted.meeting, wanted.epoch))
        self.intake.watch()

    def look(self) -> None:
        """Takes a photograph when somebody wants one."""
        site = self.wanted.site
        if any(folder.is_due(meeting, site, "camera") for meeting in self._places):
            self.intake.want_photograph()

    async def end(self) -> None:
        """Out of the room, and nothing is pulled any more."""
        self.intake.close()
        self.seat.go(wanted=False, epoch=0)
        self.seat.close()
        await asyncio.wait(self._tasks)

    def _keep(self, image: bytes) -> None:
        for meeting in self._places:
            folder.keep(meeting, self.wanted.site, "camera", image)

    @property
    def _places(self) -> set[int]:
        """For whom photographs are: the meeting, and who tries the stream (0)."""
        return {0, self.wanted.meeting}
