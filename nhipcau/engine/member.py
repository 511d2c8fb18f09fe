"""An rtc client that shows and says something in one room, again and again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from livekit import rtc
from livekit.rtc._proto import room_pb2
from livekit.rtc.participant import PublishTrackError


async def publish_microphone(
    room: rtc.Room, audio: rtc.AudioSource, bps: int, *, red: bool
) -> rtc.LocalAudioTrack:
    """A microphone that begins closed. Raises PublishTrackError."""
    track = rtc.LocalAudioTrack.create_audio_track("microphone", audio)
    track.mute()
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_MICROPHONE,
        audio_encoding=room_pb2.AudioEncoding(max_bitrate=bps),
        dtx=True,
        red=red,
    )
    await room.local_participant.publish_track(track, options)
    return track


async def publish_encoded(
    room: rtc.Room,
    name: str,
    source: rtc.EncodedVideoSource,
    bps: int,
    fps: int,
) -> str:
    """A picture that is given as H.264; its sid. Raises PublishTrackError."""
    track = rtc.LocalVideoTrack.create_video_track(name, source)
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        video_codec=rtc.VideoCodec.H264,
        video_encoder=room_pb2.ENCODER_BACKEND_PRE_ENCODED,
        video_encoding=rtc.VideoEncoding(max_bitrate=bps, max_framerate=fps),
        simulcast=False,
    )
    made = await room.local_participant.publish_track(track, options)
    return made.sid


class NotJoined(Exception):
    """The room is not there yet, or the engine went away meanwhile."""


class Member(ABC):
    """A site's main device in a room, from `join` to `leave`; subscribes to nothing."""

    # Whether what nobody looks at is not sent.
    dynacast = True

    def __init__(self, on_lost: Callable[[], object] = bool) -> None:
        self._on_lost = on_lost
        self._room: rtc.Room | None = None
        self._published = False
        self._lost = False

    @property
    def there(self) -> bool:
        """Whether it is in the room, as far as it knows."""
        return self._published and not self._lost

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
            options = rtc.RoomOptions(auto_subscribe=False, dynacast=self.dynacast)
            await room.connect(url, token, options)
            self._room = room
            await self._publish(room)
            self._published = True
        except (rtc.ConnectError, PublishTrackError) as error:
            raise NotJoined(str(error)) from error

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        self._published = False
        room, self._room = self._room, None
        if room is not None:
            await room.disconnect()

    @abstractmethod
    async def _publish(self, room: rtc.Room) -> None:
        """Publishes what it has. Raises PublishTrackError."""

    def _lose(self, *reason: object) -> None:
        self._lost = True
        self._on_lost()
