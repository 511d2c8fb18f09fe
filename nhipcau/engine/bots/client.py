"""One played room as an rtc client: joins, shows its loop, speaks when told."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable
from itertools import cycle

from livekit import rtc
from livekit.rtc._proto import room_pb2, video_frame_pb2
from livekit.rtc.participant import PublishTrackError

from nhipcau.engine.bots.drawing import HEIGHT, WIDTH
from nhipcau.engine.bots.speech import FRAME, RATE
from nhipcau.engine.bots.video import FPS, Clock, Loop, with_band

KEY = video_frame_pb2.ENCODED_FRAME_KEY
DELTA = video_frame_pb2.ENCODED_FRAME_DELTA
# Without a queue: each queue would feed its encoder with silence all day long.
QUEUE_MS = 0
# Seconds of sound given at once: fewer wake-ups, and no listener's buffer minds.
AT_ONCE = 0.03
# A voice that is this late (s) goes on from here: it does not hurry after the clock.
LATE = 0.5
SOUND_BPS = 24_000
PICTURE_BPS = 300_000
# Seconds; who asks for key frames without end gets no more of them than this.
BETWEEN_KEYS = 0.25


class NotJoined(Exception):
    """The room is not there yet, or the engine went away meanwhile."""


class Bot:
    """One site's device in its room, from `join` to `leave`, again and again."""

    def __init__(
        self,
        loop: Loop,
        speech: list[bytes],
        number: int,
        on_lost: Callable[[], object] = bool,
        *,
        unseen: bool = False,
    ) -> None:
        self._loop = loop
        self._on_lost = on_lost
        # Whether it sends its picture also when nobody looks.
        self._unseen = unseen
        self._speech = speech
        # Rooms send their key frames one after the other, not all at once.
        self._phase = number % FPS / FPS
        self._second = number % len(loop.seconds)
        self._frame = 0
        self._due = 0
        self._key_at = 0.0
        self._room: rtc.Room | None = None
        self._video: rtc.EncodedVideoSource | None = None
        self._audio: rtc.AudioSource | None = None
        self._microphone: rtc.LocalAudioTrack | None = None
        self._voice: asyncio.Task[None] | None = None
        self._lost = False

    @property
    def there(self) -> bool:
        """Whether it is in the room, as far as it knows."""
        return self._video is not None and not self._lost

    @property
    def speaking(self) -> bool:
        """Whether its microphone is open."""
        return self._voice is not None

    async def join(self, url: str, token: str) -> None:
        """Joins and publishes; never cancel this: the library would leak sockets.

        Raises NotJoined, after which another attempt is welcome.
        """
        await self.leave()
        room = rtc.Room()
        self._lost = False
        room.on("reconnecting", self._lose)
        room.on("disconnected", self._lose)
        try:
            await room.connect(
                url, token, rtc.RoomOptions(False, dynacast=not self._unseen)
            )
            self._room = room
            await self._publish_sound(room)
            await self._publish_picture(room)
        except (rtc.ConnectError, PublishTrackError) as error:
            raise NotJoined(str(error)) from error

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        self.hush()
        room, self._room = self._room, None
        video, self._video = self._video, None
        audio, self._audio = self._audio, None
        self._microphone = None
        if room is not None:
            await room.disconnect()
        for source in (video, audio):
            if source is not None:
                await source.aclose()

    def speak(self) -> None:
        """Opens the microphone and talks until `hush`."""
        if self._voice is None and self._microphone and self._audio:
            self._microphone.unmute()
            self._voice = asyncio.create_task(self._talk(self._audio))

    def hush(self) -> None:
        """Closes the microphone at once."""
        voice, self._voice = self._voice, None
        if self._microphone is not None:
            self._microphone.mute()
        if voice is not None:
            voice.cancel()

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

    async def _publish_sound(self, room: rtc.Room) -> None:
        self._audio = rtc.AudioSource(RATE, 1, QUEUE_MS)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._audio)
        track.mute()
        options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_MICROPHONE,
            audio_encoding=room_pb2.AudioEncoding(max_bitrate=SOUND_BPS),
            dtx=True,
            red=False,
        )
        await room.local_participant.publish_track(track, options)
        self._microphone = track

    async def _publish_picture(self, room: rtc.Room) -> None:
        video = rtc.EncodedVideoSource(WIDTH, HEIGHT)
        track = rtc.LocalVideoTrack.create_video_track("camera", video)
        options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_CAMERA,
            video_codec=rtc.VideoCodec.H264,
            video_encoder=room_pb2.ENCODER_BACKEND_PRE_ENCODED,
            video_encoding=rtc.VideoEncoding(
                max_bitrate=PICTURE_BPS, max_framerate=FPS
            ),
            simulcast=False,
        )
        await room.local_participant.publish_track(track, options)
        self._video = video

    async def _talk(self, audio: rtc.AudioSource) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        for number, frame in enumerate(cycle(self._speech)):
            # A frame that does not fit is left out; `hush` ends it, nothing else:
            # a voice that fell silent by itself would still count as speaking.
            with contextlib.suppress(Exception):
                await audio.capture_frame(rtc.AudioFrame(frame, RATE, 1, FRAME))
            wait = begun + number * FRAME / RATE - clock()
            if wait >= AT_ONCE:
                await asyncio.sleep(wait)
            elif wait < -LATE:
                begun = clock() - number * FRAME / RATE

    def _lose(self, *reason: object) -> None:
        self._lost = True
        self._on_lost()
