"""Sites as rtc clients: one that does what the stage says, or what it likes."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import numpy as np
from livekit import rtc

from nhipcau.live.rules.stage import Me, view
from nhipcau.live.rules.state import State

RATE, FRAME = 48_000, 2_400  # 50 ms: short frames of many tracks stall the loop
LOUD = 1_000


class Client:
    """One device in the room, with a tone at its microphone.

    It subscribes what `view` says, as browsers do; a greedy one subscribes all.
    """

    def __init__(self, site: int, *, greedy: bool = False) -> None:
        self.site = site
        self.greedy = greedy
        self.room = rtc.Room()
        self.metadata: dict[str, Any] = {}
        self.told: float = 0.0
        self.gone = asyncio.Event()
        self.heard: dict[str, list[float]] = {}
        self.track: rtc.LocalAudioTrack | None = None
        self.publication: rtc.LocalTrackPublication | None = None
        self.mutes: list[float] = []
        self.data: list[Any] = []
        self._source = rtc.AudioSource(RATE, 1)
        self._sounding = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._ears: dict[str, asyncio.Task[None]] = {}

    @property
    def state(self) -> State:
        return State.of(self.metadata["state"])

    async def enter(self, url: str, token: str) -> None:
        """Joins; never cancel this, the library leaks sockets."""
        on = self.room.on
        on("room_metadata_changed", lambda old, new: self._told(new))
        on("track_published", lambda publication, who: self._choose())
        on("track_subscribed", self._subscribed)
        on("track_unsubscribed", self._unsubscribed)
        on("disconnected", lambda reason: self.gone.set())
        on("track_muted", self._muted)
        on("data_received", self.data.append)
        await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
        self._told(self.room.metadata)
        # What was published before it came is told by no event.
        self._choose()

    async def publish(
        self, *, muted: bool = True, source: Any = rtc.TrackSource.SOURCE_MICROPHONE
    ) -> None:
        """Publishes a tone, muted as honest devices do."""
        self.track = rtc.LocalAudioTrack.create_audio_track("tone", self._source)
        if muted:
            self.track.mute()
        if not self._sounding:
            self._sounding = True
            self._start(self._tone())
        options = rtc.TrackPublishOptions(source=source, dtx=False)
        self.publication = await self.room.local_participant.publish_track(
            self.track, options
        )

    def unmute(self) -> float:
        """Opens the microphone, allowed or not."""
        assert self.track is not None
        self.track.unmute()
        return time.monotonic()

    def mute(self) -> None:
        """Closes the microphone."""
        assert self.track is not None
        self.track.mute()

    def hears(self, identity: str, since: float) -> bool:
        """Whether the tone of `identity` was heard after `since`."""
        return any(at > since for at in self.heard.get(identity, ()))

    def tracks_of(self, identity: str) -> list[str]:
        """What the engine says that `identity` publishes."""
        person = self.room.remote_participants.get(identity)
        return list(person.track_publications) if person else []

    async def leave(self) -> None:
        """Disconnects, if it still is in the room."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.room.isconnected():
            await self.room.disconnect()

    def _told(self, metadata: str) -> None:
        if metadata:
            self.metadata, self.told = json.loads(metadata), time.monotonic()
            self._choose()

    def _choose(self) -> None:
        hear = view(self.state, Me(self.site, True)).hear if self.metadata else ()
        for identity, person in self.room.remote_participants.items():
            wanted = self.greedy or int(identity.split("/")[1]) in hear
            for publication in person.track_publications.values():
                publication.set_subscribed(wanted)

    def _subscribed(
        self, track: Any, publication: Any, who: rtc.RemoteParticipant
    ) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._ears[track.sid] = self._start(self._listen(track, who.identity))

    def _unsubscribed(self, track: Any, publication: Any, who: Any) -> None:
        # Its stream would wait for ever, and be one more for each track that was.
        if ear := self._ears.pop(track.sid, None):
            ear.cancel()

    def _muted(self, who: Any, publication: Any) -> None:
        if who.identity == self.room.local_participant.identity:
            self.mutes.append(time.monotonic())

    async def _listen(self, track: Any, identity: str) -> None:
        stream = rtc.AudioStream(
            track, sample_rate=RATE, num_channels=1, frame_size_ms=50, capacity=20
        )
        try:
            async for event in stream:
                sound = np.frombuffer(event.frame.data, dtype=np.int16)
                if np.abs(sound.astype(np.int32)).mean() > LOUD:
                    self.heard.setdefault(identity, []).append(time.monotonic())
        finally:
            await stream.aclose()

    async def _tone(self) -> None:
        at = np.arange(FRAME) / RATE
        tone = (np.sin(2 * np.pi * 440 * at) * 12_000).astype(np.int16)
        while True:
            await self._source.capture_frame(
                rtc.AudioFrame(tone.tobytes(), RATE, 1, FRAME)
            )

    def _start(self, coroutine: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class Eye:
    """What the hub's device sees of one site, decoded."""

    def __init__(self, client: Client, site: int) -> None:
        self.frames: list[float] = []
        self.sizes: set[tuple[int, int]] = set()
        self.last: Any = None
        self._site = site
        self._tasks: set[asyncio.Task[None]] = set()
        client.room.on("track_subscribed", self._subscribed)
        for person in client.room.remote_participants.values():
            for publication in person.track_publications.values():
                if publication.track is not None:
                    self._subscribed(publication.track, publication, person)

    def _subscribed(self, track: Any, publication: Any, who: Any) -> None:
        mine = who.identity.startswith(f"site/{self._site}/")
        if mine and track.kind == rtc.TrackKind.KIND_VIDEO:
            self._tasks.add(asyncio.create_task(self._watch(track)))

    async def _watch(self, track: Any) -> None:
        async for event in rtc.VideoStream(track, capacity=2):
            self.frames.append(time.monotonic())
            self.last = event.frame
            self.sizes.add((event.frame.width, event.frame.height))


def identity(client: Client, site: int) -> str:
    """The device by which `site` is in the room; "" when it is not."""
    people = client.room.remote_participants
    return next((one for one in people if one.startswith(f"site/{site}/")), "")
