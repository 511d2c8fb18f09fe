"""An rtc client that is heard: joins, speaks when told, and subscribes to nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from itertools import cycle

from livekit import rtc

from nhipcau.engine.bots.speech import FRAME, RATE, joined
from nhipcau.engine.member import Member, publish_microphone

# Seconds of sound given at once: fewer wake-ups, and no listener's buffer minds.
AT_ONCE = 0.03
# A voice that is this late (s) goes on from here: it does not hurry after the clock.
LATE = 0.5
SOUND_BPS = 24_000


class Voice(Member):
    """One site's microphone, which says the same over and over."""

    def __init__(
        self,
        speech: list[bytes],
        on_lost: Callable[[], object] = bool,
        *,
        together: int = 1,
    ) -> None:
        """`together`: frames of `speech` that are given at once.

        More of them cost less, but need a queue, which feeds its encoder with silence
        whenever nobody speaks: for who speaks as long as it is there.
        """
        super().__init__(on_lost)
        self.speech = speech
        self._together = together
        self._audio: rtc.AudioSource | None = None
        self._microphone: rtc.LocalAudioTrack | None = None
        self._talking: asyncio.Task[None] | None = None

    @property
    def speaking(self) -> bool:
        """Whether its microphone is open."""
        return self._talking is not None

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        self.hush()
        audio, self._audio = self._audio, None
        self._microphone = None
        await super().leave()
        if audio is not None:
            await audio.aclose()

    def speak(self) -> None:
        """Opens the microphone and talks until `hush`."""
        if self._talking is None and self._microphone and self._audio:
            self._microphone.unmute()
            self._talking = asyncio.create_task(self._talk(self._audio))

    def hush(self) -> None:
        """Closes the microphone at once."""
        talking, self._talking = self._talking, None
        if self._microphone is not None:
            self._microphone.mute()
        if talking is not None:
            talking.cancel()

    async def _publish(self, room: rtc.Room) -> None:
        frame_ms = 1000 * FRAME // RATE
        queue = 2 * self._together * frame_ms if self._together > 1 else 0
        self._audio = rtc.AudioSource(RATE, 1, queue)
        self._microphone = await publish_microphone(
            room, self._audio, SOUND_BPS, red=False
        )

    async def _talk(self, audio: rtc.AudioSource) -> None:
        clock = asyncio.get_running_loop().time
        begun, given = clock(), 0
        for frame in cycle(joined(self.speech, self._together)):
            size = len(frame) // 2
            # A frame that does not fit is left out; `hush` ends it, nothing else:
            # a voice that fell silent by itself would still count as speaking.
            with contextlib.suppress(Exception):
                await audio.capture_frame(rtc.AudioFrame(frame, RATE, 1, size))
            wait = begun + given / RATE - clock()
            given += size
            if wait >= AT_ONCE:
                await asyncio.sleep(wait)
            elif wait < -LATE:
                begun = clock() - given / RATE
