"""`nhipcau bots`: plays the commune rooms of a demo meeting in which nobody sits."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

HELP = "Đóng vai các điểm cầu xã trong cuộc họp mẫu (do «run --demo» khởi động)."
# Seconds; who is in the middle of joining is not waited for any longer.
PATIENCE = 2.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which meeting; all else comes from the configuration."""
    parser.add_argument("--meeting", type=int, required=True, help="số của cuộc họp")


def main(options: argparse.Namespace) -> int:
    """Plays until SIGTERM or SIGINT."""
    import django

    django.setup()
    from django.conf import settings

    from nhipcau.live.bots.services import NobodyPlays, player

    try:
        if not settings.NHIPCAU.demo:
            raise NobodyPlays
        player()
    except NobodyPlays:
        print("Đây không phải bản mẫu: không đóng vai điểm cầu nào.", file=sys.stderr)
        return 1
    # Each lost engine would fill the terminal with the library's own attempts.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    asyncio.run(_play(options.meeting))
    return 0


async def _play(meeting: int) -> None:
    from django.conf import settings

    from nhipcau.live.bots.rooms import Settings
    from nhipcau.live.bots.run import Troupe

    config = settings.NHIPCAU
    folder = Path(config.data_dir) / "bots"
    troupe = Troupe(Settings(meeting, "127.0.0.1", config.engine_port, folder))
    playing = asyncio.create_task(troupe.run())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({playing, stopped}, return_when=asyncio.FIRST_COMPLETED)
    troupe.stop()
    await asyncio.wait({playing}, timeout=PATIENCE)
    failed = not playing.done() or playing.exception() is not None
    if playing.done() and failed:
        print(f"bots: {playing.exception()!r}", file=sys.stderr)
    # A join must not be cancelled, and the library's threads end only with us.
    sys.stdout.flush()
    os._exit(1 if failed and not stop.is_set() else 0)
