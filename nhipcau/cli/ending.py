"""How a process ends whose libraries have threads of their own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

# Seconds; who is in the middle of joining is not waited for any longer.
PATIENCE = 2.0


async def until_told(
    name: str, run: Coroutine[Any, Any, None], stop: Callable[[], object]
) -> NoReturn:
    """Runs until SIGTERM or SIGINT, then asks `run` to `stop`, and ends the process."""
    running = asyncio.create_task(run)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    asked = asyncio.create_task(told.wait())
    await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
    stop()
    await asyncio.wait({running}, timeout=PATIENCE)
    failed = not running.done() or running.exception() is not None
    if running.done() and failed:
        print(f"{name}: {running.exception()!r}", file=sys.stderr)
    # A join must not be cancelled, and the library's threads end only with us.
    sys.stdout.flush()
    os._exit(1 if failed and not told.is_set() else 0)
