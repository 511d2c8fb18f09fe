"""`nhipcau bots`: plays the commune rooms of a demo meeting in which nobody sits."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from nhipcau.cli.ending import until_told

HELP = "Đóng vai các điểm cầu xã trong cuộc họp mẫu (do «run --demo» khởi động)."


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
    from nhipcau.live.stays import Engine

    config = settings.NHIPCAU
    folder = Path(config.data_dir) / "bots"
    engine = Engine("127.0.0.1", config.engine_port)
    troupe = Troupe(Settings(meeting, engine, folder))
    await until_told("bots", troupe.run(), troupe.stop)
