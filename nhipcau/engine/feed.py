"""A stream from elsewhere as an rtc client: picture, sharp and small, and sound."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from livekit import rtc
from livekit.rtc._proto import video_frame_pb2
from livekit.rtc.participant import PublishTrackError

from nhipcau.engine.member import Member, publish_encoded, publish_microphone
from nhipcau.media.fitness import Quality

# By these names browsers tell the two pictures of one site apart.
NAMES: dict[Quality, str] = {"sharp": "sharp", "small": "camera"}
RATE = 48_000
SOUND_BPS = 32_000
# Seconds for all that is to be published.
PATIENCE = 10.0
KEY = video_frame_pb2.ENCODED_FRAME_KEY
DELTA = video_frame_pb2.ENCODED_FRAME_DELTA


@dataclass(frozen=True)
class Shown:
    """One picture that is published: its size, and what it needs at most."""

    width: int
    height: int
    bps: int
    fps: int


class FeedClient(Member):
    """The main device of a site that is fed by a stream; its sound begins closed."""

    def __init__(self, on_lost: Callable[[], object] = bool) -> None:
        super().__init__(on_lost)
        self._audio: rtc.AudioSource | None = None
        self._microphone: rtc.LocalAudioTrack | None = None
        self._open = False
        self._wanted: dict[Quality, Shown] = {}
        self._pictures: dict[Quality, _Published] = {}
        # One at a time, whoever asks.
        self._settling = asyncio.Lock()
        self._giving: set[asyncio.Task[None]] = set()

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        pictures, self._pictures = self._pictures, {}
        audio, self._audio = self._audio, None
        self._microphone = None
        await super().leave()
        for one in pictures.values():
            await one.source.aclose()
        if audio is not None:
            await audio.aclose()

    def open(self, on: bool) -> None:
        """Opens or closes its sound at once, also when it joins again."""
        self._open = on
        microphone = self._microphone
        # The engine may have closed it meanwhile.
        if microphone is not None and microphone.muted == on:
            microphone.unmute() if on else microphone.mute()

    def forget(self) -> None:
        """It has nothing to show, and leaves: whoever joins again begins anew."""
        self._wanted = {}

    async def show(self, wanted: Mapping[Quality, Shown]) -> None:
        """Publishes these pictures and no others, also when it joins again."""
        self._wanted = dict(wanted)
        if not self.there or self._room is None:
            return
        try:
            await self._settle(self._room)
        except Exception:
            # Whoever joins afresh begins with what is wanted.
            self._lose()

    def picture(self, quality: Quality, data: bytes, *, key: bool, now: float) -> bool:
        """One picture, H.264 in Annex B, at `now` (s); is a key frame wanted?"""
        one = self._pictures.get(quality)
        if one is None or self._lost:
            return False
        # What nobody can decode is not sent.
        one.begun = one.begun or key
        if one.begun:
            kind = KEY if key else DELTA
            size = (one.shown.width, one.shown.height)
            codec, at = rtc.VideoCodec.H264, int(now * 1e6)
            one.source.capture_frame(
                rtc.EncodedVideoFrame(data, *size, codec, kind, at)
            )
        return one.source.take_feedback().keyframe_requested or not one.begun

    def sound(self, samples: bytes) -> None:
        """10 ms of it; nothing while it is closed."""
        audio = self._audio
        if audio is None or not self._open or self._lost:
            return
        frame = rtc.AudioFrame(samples, RATE, 1, len(samples) // 2)
        task = asyncio.create_task(_heard(audio, frame))
        self._giving.add(task)
        task.add_done_callback(self._giving.discard)

    async def _publish(self, room: rtc.Room) -> None:
        audio = rtc.AudioSource(RATE, 1, 0)
        self._microphone = await publish_microphone(room, audio, SOUND_BPS, red=True)
        self._audio = audio
        self.open(self._open)
        await self._settle(room)

    async def _settle(self, room: rtc.Room) -> None:
        """Until all is as wanted. Raises PublishTrackError, UnpublishTrackError."""
        async with self._settling:
            wanted = None
            while wanted is not self._wanted and room is self._room:
                wanted = self._wanted
                try:
                    async with asyncio.timeout(PATIENCE):
                        await self._change(room, wanted)
                except TimeoutError:
                    # The library waits for ever for the answer of a room that is left.
                    raise PublishTrackError("no answer") from None

    async def _change(self, room: rtc.Room, wanted: Mapping[Quality, Shown]) -> None:
        for quality, one in [*self._pictures.items()]:
            if wanted.get(quality) != one.shown:
                del self._pictures[quality]
                await room.local_participant.unpublish_track(one.sid)
                await one.source.aclose()
        for quality, shown in wanted.items():
            if quality in self._pictures:
                continue
            made = await _shown(room, quality, shown)
            if room is self._room:
                self._pictures[quality] = made
            else:
                await made.source.aclose()


@dataclass
class _Published:
    shown: Shown
    source: rtc.EncodedVideoSource
    sid: str
    # Whether a picture has gone that stands alone.
    begun: bool = False


async def _shown(room: rtc.Room, quality: Quality, shown: Shown) -> _Published:
    source = rtc.EncodedVideoSource(shown.width, shown.height)
    sid = await publish_encoded(room, NAMES[quality], source, shown.bps, shown.fps)
    return _Published(shown, source, sid)


async def _heard(audio: rtc.AudioSource, frame: rtc.AudioFrame) -> None:
    # What does not fit is left out.
    with contextlib.suppress(Exception):
        await audio.capture_frame(frame)
