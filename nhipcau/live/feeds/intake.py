"""One stream, pulled again and again: what comes is given to its client in the room."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from nhipcau.base.threads import in_thread
from nhipcau.core.refusal import Refusal
from nhipcau.engine.feed import FeedClient, Shown
from nhipcau.live.feeds.queries import allowed_networks, ingest_socket, source_of
from nhipcau.live.feeds.status import Status
from nhipcau.live.models import Feed
from nhipcau.media.encoding import SHARP, SMALL, Coded
from nhipcau.media.fitness import BITS, Quality, Unfit
from nhipcau.media.playout import Playout
from nhipcau.media.reading import Found, Reader
from nhipcau.media.way import Way, way_to

log = structlog.get_logger("feeds")

# Seconds until it is tried again: soon a stream that broke, then less and less often.
AGAIN = (0.5, 1.0, 2.0, 4.0, 8.0)
# …but a camera that was told a wrong password is left alone, until it is changed.
LOCKED = 600.0
# Who flowed for so long was well: its next end counts as the first.
WELL = 30.0
# A stream without a picture for so long is broken, whatever else comes…
SILENT = 8.0
# …and one that has not begun.
PATIENCE = 20.0
FPS = 30
OPENING, FLOWING = Feed.State.OPENING, Feed.State.FLOWING
BROKEN = Feed.State.BROKEN


class Intake:
    """Lives from `live` to `close`; `changed` is called when its status is another."""

    def __init__(
        self,
        feed: int,
        client: FeedClient,
        changed: Callable[[], object],
        keep: Callable[[bytes], object],
    ) -> None:
        """`keep` gets each photograph that was wanted, in WebP."""
        self._feed = feed
        self._client = client
        self._changed = changed
        self.photographed = keep
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, f"feed-{feed}")
        self._playout: Playout[Coded | bytes] = Playout(self._give)
        self._way: Way | None = None
        self._reader: Reader | None = None
        self._shown: dict[Quality, Shown] = {}
        self._unfit: Unfit | None = None
        self._showing: asyncio.Task[None] | None = None
        self._closed = False
        # Raised whenever what is opened meanwhile is not wanted any more.
        self._turn = 0
        self._woken = asyncio.Event()
        self._failures = 0
        self._last = 0.0
        self._opened = 0.0
        self.status = Status(OPENING)

    @property
    def flowing(self) -> bool:
        """Whether there is a picture to show."""
        return self.status.state == FLOWING

    def close(self) -> None:
        """Lets `live` end."""
        self._closed = True
        self.renew()

    async def live(self) -> None:
        """Pulls, and begins again whenever it breaks, until `close`."""
        while not self._closed:
            begun = self._loop.time()
            try:
                await self._pull()
                fault = Refusal("feed_ended")
            except Refusal as refusal:
                fault = refusal
            except Exception:
                log.exception("pull failed", feed=self._feed)
                fault = Refusal("feed_unreadable")
            if self._loop.time() - begun > WELL:
                self._failures = 0
            self._say(BROKEN, fault.code)
            await self._rest(fault)
        self._thread.shutdown(wait=False)
        if self._showing is not None:
            await self._showing

    async def _rest(self, fault: Refusal) -> None:
        wait = AGAIN[min(self._failures, len(AGAIN) - 1)]
        self._failures += 1
        # Who knocks again and again with a wrong password is locked out.
        if fault.code == "feed_password":
            wait = LOCKED
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._woken.wait()

    def renew(self) -> None:
        """It comes from elsewhere now."""
        self._failures = 0
        self._turn += 1
        self._woken.set()
        self._cut(Refusal("feed_ended"))

    def watch(self) -> None:
        """Called now and then: ends what has fallen silent."""
        now = self._loop.time()
        if self._way is None:
            return
        if self._way.waiting is not None:
            # It may begin at any time; from then on it has as long as any other.
            self._last = now
            if now - self._opened > PATIENCE:
                self._say(BROKEN, self._way.waiting.code)
            return
        patience = SILENT if self.flowing else PATIENCE
        if now - max(self._last, self._opened) > patience:
            self._cut(Refusal("feed_silent"))

    def want_photograph(self) -> None:
        """The next picture is to be kept as a photograph, too."""
        if self._reader is not None:
            self._reader.want_photograph()

    async def _pull(self) -> None:
        turn = self._turn
        self._woken.clear()
        source = await in_thread(source_of, self._feed)
        self._opened = self._loop.time()
        async with way_to(source, allowed_networks(), ingest_socket()) as way:
            reader = Reader(way, _Outlet(self, self._loop))
            if turn != self._turn:
                raise Refusal("feed_ended")
            self._way, self._reader = way, reader
            playing = asyncio.create_task(self._playout.run())
            try:
                await self._loop.run_in_executor(self._thread, reader.run)
            except Refusal as fault:
                # What ended the way says more than that it ended.
                raise way.fault or fault from None
            finally:
                self._way, self._reader = None, None
                playing.cancel()
                self._playout.clear()
                # What comes next may be of another size, and sharp only later.
                self._shown = {}
                self._client.forget()
            if way.fault is not None:
                raise way.fault

    def _cut(self, fault: Refusal) -> None:
        if self._reader is not None:
            self._reader.stop()
        if self._way is not None:
            self._way.cut(fault)

    def found(self, found: Found) -> None:
        """In the loop: this is what comes."""
        seen = found.picture
        facts: dict[str, object] = {
            "codec": seen.codec,
            "width": seen.width,
            "height": seen.height,
            "sound": found.sound,
        }
        self._say(OPENING, facts=facts)

    def decided(self, unfit: Unfit | None) -> None:
        """In the loop: this is what happens to the sharp picture."""
        self._unfit = unfit
        facts = {**self.status.facts, "unfit": unfit or ""}
        self._say(self.status.state, facts=facts)

    def came(self, at: float, thing: Coded | bytes) -> None:
        """In the loop: one picture, or 10 ms of sound, due at that time (s) of it."""
        self._playout.put(at, thing)

    def _give(self, thing: Coded | bytes) -> None:
        if isinstance(thing, bytes):
            self._client.sound(thing)
            return
        self._last = self._loop.time()
        if not self.flowing:
            self._say(FLOWING)
        self._publish(thing)
        wants = self._client.picture(
            thing.quality, thing.data, key=thing.key, now=time.monotonic()
        )
        if wants and self._reader is not None:
            self._reader.want_key(thing.quality)

    def _publish(self, coded: Coded) -> None:
        """What is published is of the size that comes."""
        passed = coded.quality == "sharp" and self._unfit is None
        shape = SHARP if coded.quality == "sharp" else SMALL
        bps, fps = (BITS, FPS) if passed else (shape.bps, shape.fps)
        shown = Shown(coded.width, coded.height, bps, fps)
        if self._shown.get(coded.quality) != shown:
            self._shown[coded.quality] = shown
            self._showing = asyncio.create_task(self._show(self._showing))

    async def _show(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        await self._client.show({**self._shown})

    def _say(
        self, state: Feed.State, why: str = "", facts: dict[str, object] | None = None
    ) -> None:
        known = self.status.facts if facts is None else facts
        status = Status(state, why, known)
        if status != self.status:
            self.status = status
            self._changed()


class _Outlet:
    """From the reader's thread into the loop."""

    def __init__(self, intake: Intake, loop: asyncio.AbstractEventLoop) -> None:
        self._intake = intake
        self._call = loop.call_soon_threadsafe

    def found(self, found: Found) -> None:
        self._call(self._intake.found, found)

    def decided(self, unfit: Unfit | None) -> None:
        self._call(self._intake.decided, unfit)

    def picture(self, coded: Coded) -> None:
        self._call(self._intake.came, coded.at, coded)

    def sound(self, at: float, samples: bytes) -> None:
        self._call(self._intake.came, at, samples)

    def photograph(self, image: bytes) -> None:
        self._call(self._intake.photographed, image)
