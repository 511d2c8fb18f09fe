"""One played room as an rtc client: joins, shows its loop, speaks when told."""

from __future__ import annotations

import math
from collections.abc import Callable

from livekit import rtc
from livekit.rtc._proto import video_frame_pb2

from nhipcau.engine.bots.drawing import HEIGHT, WIDTH
from nhipcau.engine.bots.video import FPS, Clock, Loop, with_band
from nhipcau.engine.bots.voice import Voice
from nhipcau.engine.member import publish_encoded

KEY = video_frame_pb2.ENCODED_FRAME_KEY
DELTA = video_frame_pb2.ENCODED_FRAME_DELTA
PICTURE_BPS = 300_000
# Seconds; who asks for key frames without end gets no more of them than this.
BETWEEN_KEYS = 0.25


class Bot(Voice):
    """One site's main device in its room: a voice with a picture."""

    def __init__(
        self,
        loop: Loop,
        speech: list[bytes],
        number: int,
        on_lost: Callable[[], object] = bool,
        *,
        unseen: bool = False,
    ) -> None:
        super().__init__(speech, on_lost)
        self._loop = loop
        # Whether it sends its picture also when nobody looks.
        self.dynacast = not unseen
        # Rooms send their key frames one after the other, not all at once.
        self._phase = number % FPS / FPS
        self._second = number % len(loop.seconds)
        self._frame = 0
        self._due = 0
        self._key_at = 0.0
        self._video: rtc.EncodedVideoSource | None = None

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        video, self._video = self._video, None
        await super().leave()
        if video is not None:
            await video.aclose()

    def show(self, now: float, time: str, clock: Clock) -> None:
        """The next frame: 12 times a second, `now` being the time of day in s."""
        video = self._video
        if video is None or self._lost:
            return
        asked = video.take_feedback().keyframe_requested
        second = math.floor(now - self._phase)
        rest = self._loop.seconds[self._second].rest
        asked = asked and now - self._key_at >= BETWEEN_KEYS
        if asked or second != self._due or self._frame >= len(rest):
            self._due, self._frame, self._key_at = second, 0, now
            self._second = (self._second + 1) % len(self._loop.seconds)
            key = self._loop.seconds[self._second].key
            data = with_band(key, clock.slice(time, self._second))
            kind = KEY
        else:
            data, kind = rest[self._frame], DELTA
            self._frame += 1
        codec = rtc.VideoCodec.H264
        video.capture_frame(
            rtc.EncodedVideoFrame(data, WIDTH, HEIGHT, codec, kind, int(now * 1e6))
        )

    async def _publish(self, room: rtc.Room) -> None:
        await super()._publish(room)
        video = rtc.EncodedVideoSource(WIDTH, HEIGHT)
        await publish_encoded(room, "camera", video, PICTURE_BPS, FPS)
        self._video = video
