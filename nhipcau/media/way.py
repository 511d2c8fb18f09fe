"""How a stream gets here: opened and read in a thread of its own, cut from the loop."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Address, Network

if TYPE_CHECKING:
    from av.container import InputContainer


# Where our program `ingest` is asked, within the folder of sockets.
INGEST_SOCKET = "ingest.sock"
# To FFmpeg: what it may look at before it says what comes.
HASTY = {"fflags": "nobuffer", "analyzeduration": "5000000", "probesize": "2000000"}


@dataclass(frozen=True)
class Pushed:
    """A stream that a device pushes, by what it is known, and what proves it."""

    way: Literal["rtmp", "srt"]
    key: str = field(repr=False)
    passphrase: str = field(default="", repr=False)


Source = Address | Pushed


class Way(Protocol):
    """Good for one stream, as long as `async with` lasts; entering raises Refusal."""

    #: Why nothing comes any more; None: nothing is known.
    fault: Refusal | None
    #: Why nothing comes as yet, where that is nobody's fault; None: it should come.
    waiting: Refusal | None
    #: Whether several seconds come at once: whoever reads spreads them.
    in_pieces: bool

    def open(self) -> InputContainer:
        """In the reader's thread. Raises Refusal, or an error of FFmpeg."""

    def cut(self, fault: Refusal | None = None) -> None:
        """Ends what comes, so that whoever reads stops to wait."""

    async def __aenter__(self) -> Self:
        """Raises Refusal where there is nobody who may be asked."""

    async def __aexit__(self, *_: object) -> None:
        """Nothing of it is left."""


def way_to(source: Source, allowed: Collection[Network], ingest: Path) -> Way:
    """The way to `source`; `ingest`: the socket of what lets RTMP and SRT in."""
    from nhipcau.media.ingest import Awaited, Called
    from nhipcau.media.playlist import Playlist
    from nhipcau.media.tunnel import Tunnel

    if isinstance(source, Pushed):
        return Awaited(source, ingest)
    if source.scheme == "srt":
        return Called(source, allowed, ingest)
    if source.scheme == "rtsp":
        return Tunnel(source, allowed)
    return Playlist(source, allowed)
