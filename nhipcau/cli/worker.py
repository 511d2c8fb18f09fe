"""`nhipcau worker`: seals the log, and deletes what is kept for moments only."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

import structlog

HELP = "Tiến trình nền: niêm phong nhật ký, dọn ảnh cũ (do «run» khởi động)."
PERIOD = 1.0

log = structlog.get_logger("worker")


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what to do follows from the rows."""


def main(options: argparse.Namespace) -> int:
    """Until SIGTERM or SIGINT; the batch in hand is finished first."""
    import django

    django.setup()
    asyncio.run(_serve())
    return 0


async def _serve() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await work(stop)


async def work(stop: asyncio.Event, period: float = PERIOD) -> None:
    """Seals until `stop`; a database that is away is waited for."""
    from django.conf import settings

    from nhipcau.base.wake import listening
    from nhipcau.live.stills.folder import forget_old

    alive = Path(settings.NHIPCAU.data_dir) / "run" / "worker.alive"
    async with listening() as queue:
        while not stop.is_set():
            more = await _seal()
            # A full disk must not end the loop that will go on after it.
            with contextlib.suppress(OSError):
                alive.touch(mode=0o600)
                forget_old()
            if not more:
                await _pause(queue, stop, period)


async def _seal() -> bool:
    """One batch; whether a full one suggests that more is waiting."""
    from django.db import Error

    from nhipcau.audit.head import note_head
    from nhipcau.audit.services import BATCH, seal_batch
    from nhipcau.base.threads import in_thread

    try:
        sealed = await in_thread(seal_batch)
        if sealed:
            await in_thread(note_head)
    except (Error, OSError) as error:
        log.warning("not sealed", reason=str(error))
        return False
    return sealed >= BATCH


async def _pause(
    queue: asyncio.Queue[tuple[str, int]], stop: asyncio.Event, period: float
) -> None:
    waits = {asyncio.create_task(queue.get()), asyncio.create_task(stop.wait())}
    _, rest = await asyncio.wait(
        waits, timeout=period, return_when=asyncio.FIRST_COMPLETED
    )
    for task in rest:
        task.cancel()
    # One batch answers all who called meanwhile.
    while not queue.empty():
        queue.get_nowait()
