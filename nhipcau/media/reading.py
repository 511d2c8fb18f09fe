"""Reads one stream in a thread of its own: what goes on, and what is made of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

import av
from av.bitstream import BitStreamFilterContext

from nhipcau.core.refusal import Refusal
from nhipcau.media.encoding import (
    SHARP,
    SMALL,
    Coded,
    Encoder,
    Voice,
    photograph,
)
from nhipcau.media.fitness import Fitness, Picture, Quality, Unfit, Unit
from nhipcau.media.way import Way

if TYPE_CHECKING:
    # To Python itself it is not generic.
    Packet = av.Packet[Any]

# A stream whose time leaps so far has begun anew: so must we.
LEAP = 5.0
# What is due since this time (s) is caught up with; with more, time begins anew.
LATE = 0.1


@dataclass(frozen=True)
class Found:
    """What a stream consists of; `sound`: its codec, "" where there is none."""

    picture: Picture
    sound: str


class Outlet(Protocol):
    """Where everything goes; called in the reader's thread."""

    def found(self, found: Found) -> None:
        """First of all: this comes."""

    def decided(self, unfit: Unfit | None) -> None:
        """Whether the sharp picture goes on as it came; why not, if not.

        Once, or twice: what was fit may turn out not to be.
        """

    def picture(self, coded: Coded) -> None:
        """One picture more."""

    def sound(self, at: float, samples: bytes) -> None:
        """10 ms of sound, due at that time of the stream (s)."""

    def photograph(self, image: bytes) -> None:
        """What was wanted, in WebP."""


class Wishes:
    """What somebody wants of a stream now, said in one thread and heard in another."""

    def __init__(self) -> None:
        self.keys: dict[Quality, Event] = {"sharp": Event(), "small": Event()}
        self.photograph = Event()


class Reader:
    """One stream, from its beginning to its end."""

    def __init__(self, way: Way, outlet: Outlet) -> None:
        self._way = way
        self._outlet = outlet
        self._stopped = Event()
        self._wishes = Wishes()

    def stop(self) -> None:
        """Asks `run` to end with the next packet."""
        self._stopped.set()

    def want_key(self, quality: Quality) -> None:
        """Somebody began to look: the next picture is to stand alone, if it can."""
        self._wishes.keys[quality].set()

    def want_photograph(self) -> None:
        """The next picture is wanted as a photograph, too."""
        self._wishes.photograph.set()

    def run(self) -> None:
        """Returns when the stream ends, or after `stop`.

        Raises Refusal where nothing can be made of it.
        """
        try:
            with self._way.open() as container:
                self._read(container)
        except (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError):
            raise Refusal("feed_password") from None
        except av.error.HTTPNotFoundError:
            raise Refusal("feed_nothing_there") from None
        except av.error.FFmpegError:
            # Its words hold the address, with the password.
            raise Refusal("feed_unreadable") from None

    def _read(self, container: av.container.InputContainer) -> None:
        if not container.streams.video:
            raise Refusal("feed_no_picture")
        video = container.streams.video[0]
        # Of a sound that nobody can decode there is no context.
        sounds = [one for one in container.streams.audio if one.codec_context][:1]
        if not video.codec_context or not video.codec_context.width:
            raise Refusal("feed_unreadable")
        studio = _Studio(video, self._outlet, self._wishes)
        heard = sounds[0].codec_context.name if sounds else ""
        self._outlet.found(Found(studio.seen, heard))
        voice = Voice()
        packets = _in_time(container.demux([video, *sounds]))
        if self._way.in_pieces:
            packets = self._spread(packets, video.index)
        for packet in packets:
            if self._stopped.is_set():
                return
            if packet.stream.index == video.index:
                studio.take(packet)
            else:
                self._hear(voice, packet)

    def _spread(self, packets: Iterator[Packet], video: int) -> Iterator[Packet]:
        """Each picture at its time, and the sound with them: several s came at once."""
        begun: float | None = None
        for packet in packets:
            if packet.stream.index == video and packet.dts is not None:
                now, at = time.monotonic(), float(packet.dts * packet.time_base)
                # The next piece came late: from here on all is so much later.
                if begun is None or begun + at < now - LATE:
                    begun = now - at
                self._stopped.wait(begun + at - now)
            yield packet

    def _hear(self, voice: Voice, packet: Packet) -> None:
        for frame in _decoded(packet):
            if isinstance(frame, av.AudioFrame):
                for at, samples in voice.frames(frame):
                    self._outlet.sound(at, samples)


class _Studio:
    """What becomes of the picture: as it is and small, or made anew twice."""

    def __init__(
        self,
        stream: av.video.stream.VideoStream,
        outlet: Outlet,
        wishes: Wishes,
    ) -> None:
        context = stream.codec_context
        context.thread_count = 1
        self.seen = Picture(
            context.name, context.width, context.height, context.pix_fmt or ""
        )
        self._outlet = outlet
        self._wishes = wishes
        self._fitness = Fitness(self.seen)
        self._decided = False
        self._unfit: Unfit | None = None
        ratio = stream.sample_aspect_ratio
        pixel = float(ratio) if ratio else 1.0
        size = (context.width, context.height, pixel)
        self._small = Encoder(SMALL, *size)
        self._size = size
        self._sharp: Encoder | None = None
        head = bytes(context.extradata or b"")
        # MP4's way to write it begins with its version, 1 (ISO/IEC 14496-15, 5.3.3).
        name = "h264_mp4toannexb" if head[:1] == b"\1" else "dump_extra=freq=keyframe"
        self._filter = BitStreamFilterContext(name, stream)

    def take(self, packet: Packet) -> None:
        """One picture as it came."""
        frames = [one for one in _decoded(packet) if isinstance(one, av.VideoFrame)]
        halves = any(one.interlaced_frame for one in frames)
        self._fitness.saw(Unit(_time(packet), packet.size, packet.is_keyframe, halves))
        self._decide()
        if self._decided and self._unfit is None:
            self._pass(packet)
        for frame in frames:
            if frame.pts is None:
                continue
            for encoder in (self._small, self._sharp):
                if encoder is not None:
                    self._make(encoder, frame, frame.time)
            if self._wishes.photograph.is_set():
                self._wishes.photograph.clear()
                self._outlet.photograph(photograph(frame))

    def _decide(self) -> None:
        now = (self._fitness.decided, self._fitness.unfit)
        if now == (self._decided, self._unfit):
            return
        self._decided, self._unfit = now
        if self._unfit is not None:
            self._sharp = Encoder(SHARP, *self._size)
        self._outlet.decided(self._unfit)

    def _pass(self, packet: Packet) -> None:
        for part in self._filter.filter(packet):
            coded = Coded(
                "sharp",
                _time(part),
                bytes(part),
                part.is_keyframe,
                self.seen.width,
                self.seen.height,
            )
            self._outlet.picture(coded)

    def _make(self, encoder: Encoder, frame: av.VideoFrame, at: float) -> None:
        key = self._wishes.keys[encoder.quality]
        coded = encoder.encode(frame, at, key=key.is_set())
        if coded is None:
            return
        if coded.key:
            key.clear()
        self._outlet.picture(coded)


def _in_time(packets: Iterator[Packet]) -> Iterator[Packet]:
    """Those that say when they are due; ends where that time leaps."""
    last: dict[int, float] = {}
    for packet in packets:
        if packet.pts is None:
            continue
        at = _time(packet)
        before = last.setdefault(packet.stream.index, at)
        if abs(at - before) > LEAP:
            return
        last[packet.stream.index] = at
        yield packet


def _time(packet: Packet) -> float:
    """When it is due (s)."""
    return float((packet.pts or 0) * packet.time_base)


def _decoded(packet: Packet) -> Sequence[object]:
    """The frames in it; none where it is broken: the next key frame mends that."""
    try:
        frames: Sequence[object] = packet.decode()
        return frames
    except av.error.FFmpegError:
        return []
