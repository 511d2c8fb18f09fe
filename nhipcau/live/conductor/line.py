"""A held connection to the engine: the kernel says at once when the engine dies."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator

# How soon after its start an engine is found.
PROBE = 0.05


async def line(host: str, port: int) -> AsyncGenerator[bool]:
    """True each time the engine accepts a connection, False each time it is lost.

    Nothing is sent: a connection without a word costs the engine nothing, and
    unlike a poll it also shows an engine that was back before anyone asked.
    """
    while True:
        try:
            reader, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(PROBE)
            continue
        try:
            yield True
            with contextlib.suppress(OSError):
                await reader.read()
        finally:
            writer.close()
        yield False
