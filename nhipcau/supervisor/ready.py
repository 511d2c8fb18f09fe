"""Asks whether a process answers yet."""

from __future__ import annotations

import asyncio

from nhipcau.supervisor.spec import FileReady, HttpReady

ANSWER_WITHIN = 2.0


async def is_ready(check: HttpReady | FileReady, within: float = ANSWER_WITHIN) -> bool:
    """One question; a refusal, a silence and nonsense all mean no."""
    if isinstance(check, FileReady):
        return check.path.exists()
    try:
        async with asyncio.timeout(within):
            return await _answers(check)
    except (OSError, TimeoutError):
        return False


async def _answers(check: HttpReady) -> bool:
    if check.socket is not None:
        reader, writer = await asyncio.open_unix_connection(check.socket)
    else:
        reader, writer = await asyncio.open_connection(check.host, check.port)
    try:
        request = (
            f"GET {check.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        writer.write(request.encode())
        await writer.drain()
        line = await reader.readline()
    except ValueError:  # an answer without an end of line
        return False
    finally:
        writer.close()
    words = line.split()
    return len(words) >= 2 and words[1].isdigit() and int(words[1]) < 500
