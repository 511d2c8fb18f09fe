"""Streams by RTMP and SRT: our program `ingest` lets them in, and gives MPEG-TS."""

from __future__ import annotations

import json
import socket
from collections.abc import Collection
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs

from av.container import InputContainer

from nhipcau.core.hosts import bracketed
from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Address, Network
from nhipcau.media.numbers import numbers_of
from nhipcau.media.pipe import Pipe
from nhipcau.media.way import Pushed

# What it answers instead of a stream, and what that is to people.
FAULTS = {
    "no_answer": "feed_no_answer",
    "password": "feed_password",
    "port_taken": "feed_port_taken",
    "codec": "feed_no_picture",
    "replaced": "feed_ended",
}
LONGEST = 40


class Ingest:
    """One stream that is asked for at the socket of the program."""

    in_pieces = False

    def __init__(
        self, order: dict[str, object], way: Path, waiting: Refusal | None = None
    ) -> None:
        """`order`: see `ingest/desk.go`; `waiting`: why nothing comes as yet."""
        self._order = order
        self._way = way
        self.waiting = waiting
        self._pipe: Pipe | None = None
        #: Why nothing comes any more; None: nothing is known.
        self.fault: Refusal | None = None

    async def _complete(self) -> None:
        """What of the order is to be found out first."""

    async def __aenter__(self) -> Self:
        """Asks for it. Raises Refusal."""
        await self._complete()
        end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._pipe = Pipe(end)
        try:
            # It listens, or is just being started anew: neither takes any time.
            end.connect(str(self._way))
            end.sendall(json.dumps(self._order).encode() + b"\n")
        except OSError:
            end.close()
            raise Refusal("feed_unreadable") from None
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pipe is not None:
            self._pipe.close()

    def open(self) -> InputContainer:
        """Waits until the stream comes; in the reader's thread. Raises Refusal."""
        if self._pipe is None:
            raise RuntimeError("not entered")
        said = self._pipe.line(LONGEST)
        if said != "ok":
            raise Refusal(FAULTS.get(said, "feed_unreadable"))
        self.waiting = None
        return self._pipe.open("mpegts")

    def cut(self, fault: Refusal | None = None) -> None:
        """Ends what comes."""
        self.fault = self.fault or fault
        if self._pipe is not None:
            self._pipe.cut()


class Awaited(Ingest):
    """A stream that a device pushes."""

    def __init__(self, pushed: Pushed, way: Path) -> None:
        order: dict[str, object] = {
            "way": pushed.way,
            "key": pushed.key,
            "passphrase": pushed.passphrase,
        }
        super().__init__(order, way, Refusal("feed_not_pushed"))


class Called(Ingest):
    """A stream of a machine that waits to be called by SRT."""

    def __init__(
        self, address: Address, allowed: Collection[Network], way: Path
    ) -> None:
        asked = parse_qs(address.path.partition("?")[2])
        order: dict[str, object] = {
            "way": "call",
            "stream": asked.get("streamid", [""])[0],
            "latency": int(asked.get("latency", ["0"])[0]),
            "passphrase": address.password,
        }
        super().__init__(order, way)
        self._address = address
        self._allowed = allowed

    async def _complete(self) -> None:
        host, port = self._address.host, self._address.port
        number = (await numbers_of(host, port, self._allowed))[0]
        self._order["address"] = f"{bracketed(number)}:{port}"
