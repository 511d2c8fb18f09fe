"""The bytes of a stream, on their way to the library that reads them."""

from __future__ import annotations

import contextlib
import socket
from typing import Literal

import av
from av.container import InputContainer

from nhipcau.media.way import HASTY

# What the bytes may be. Never guessed: some formats name files and machines to read.
Format = Literal["mpegts", "mp4"]


class Pipe:
    """One end of a socket that blocks; in the reader's thread but for `cut`."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def open(self, kind: Format) -> InputContainer:
        """Raises an error of FFmpeg."""
        return av.open(
            self, "r", format=kind, options={"protocol_whitelist": "", **HASTY}
        )

    def read(self, size: int) -> bytes:
        """What is there, once something is; nothing: it has ended, or was cut."""
        try:
            return self._end.recv(size)
        except OSError:
            return b""

    def line(self, longest: int) -> str:
        """Up to the next end of line; short: it has ended, or is no line."""
        found = b""
        while len(found) < longest and not found.endswith(b"\n"):
            part = self.read(1)
            if not part:
                break
            found += part
        return found.decode(errors="replace").strip()

    def cut(self) -> None:
        """Whoever reads stops to wait."""
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nothing reads any more."""
        self._end.close()
