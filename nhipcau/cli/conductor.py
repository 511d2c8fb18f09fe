"""`nhipcau conductor`: keeps the media engine's rooms as the database asks for."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal

HELP = "Giữ phòng họp trên máy chủ hình tiếng đúng với cơ sở dữ liệu."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: all comes from the configuration."""


def main(options: argparse.Namespace) -> int:
    """Runs until it is told to stop."""
    import django

    django.setup()
    asyncio.run(_run())
    return 0


async def _run() -> None:
    # After django.setup(): these modules read models.
    from django.conf import settings

    from nhipcau.live.conductor.run import Settings, conduct

    config = settings.NHIPCAU
    task = asyncio.create_task(
        conduct(
            Settings(
                host="127.0.0.1",
                port=config.engine_port,
                key=config.engine_key,
                secret=config.engine_secret.get_secret_value(),
                hook_port=config.hook_port,
            )
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
