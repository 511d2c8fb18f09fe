"""Seated devices that listen: what each is told of the meeting by the engine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from nhipcau.accounts.models import Device
from nhipcau.base.threads import in_thread
from nhipcau.engine.bots.ear import Ear
from nhipcau.engine.member import NotJoined
from nhipcau.live.door import token_of
from nhipcau.live.stays import Engine

log = structlog.get_logger("ears")

# As browsers do: a lost engine is asked again at a flat pace.
RETRY = 0.2


@dataclass(frozen=True)
class Told:
    """What one device learned: the room's metadata; empty: it lost the engine."""

    device: int
    metadata: str


async def listen(
    meeting: int, devices: list[int], port: int, tell: Callable[[Told], object]
) -> None:
    """Keeps each of `devices` in the room of `meeting`, until the process ends."""
    async with asyncio.TaskGroup() as group:
        for device in devices:
            group.create_task(_stay(meeting, device, port, tell))


async def _stay(
    meeting: int, device: int, port: int, tell: Callable[[Told], object]
) -> None:
    changed = asyncio.Event()

    def lose() -> None:
        tell(Told(device, ""))
        changed.set()

    ear = Ear(lambda metadata: metadata and tell(Told(device, metadata)), lose)
    while True:
        changed.clear()
        if not ear.there:
            await _try_to_join(ear, meeting, device, port)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None if ear.there else RETRY):
                await changed.wait()


async def _try_to_join(ear: Ear, meeting: int, device: int, port: int) -> None:
    try:
        # Out of a room that is lost: the library would knock on and on.
        await ear.leave()
        engine = Engine("127.0.0.1", port)
        if not await engine.answers():
            return
        if token := await in_thread(_token, meeting, device):
            await ear.join(engine.url, token)
    except NotJoined as reason:
        log.info("not joined", device=device, reason=str(reason))
    except Exception:
        log.exception("join failed", device=device)


def _token(meeting: int, device: int) -> str | None:
    """What the door would give this device; None: it would be sent away."""
    return token_of(meeting, Device.objects.select_related("person").get(pk=device))
