"""The other rooms of a measured meeting: bots with pictures of a fixed weight.

A process of its own (`python -m nhipcau.cli.bench.load`), told what to do by lines on
standard input, one line of JSON back for each: `burst` leaves and joins again with all
rooms within a second, `lag` says how late pictures were since the last such line.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import sys
from pathlib import Path


def main() -> int:
    """Plays until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meeting", type=int, required=True)
    parser.add_argument("--sites", type=int, nargs="*", required=True)
    parser.add_argument("--kbps", type=int, required=True)
    options = parser.parse_args()
    import django

    django.setup()
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    # Other rooms are machines of their own, which browsers do not hold up.
    with contextlib.suppress(PermissionError):
        os.nice(-5)
    asyncio.run(_play(options.meeting, options.sites, options.kbps))
    sys.stdout.flush()
    # The library's threads end only with us.
    os._exit(0)


async def _play(meeting: int, sites: list[int], kbps: int) -> None:
    from django.conf import settings

    from nhipcau.base.threads import in_thread
    from nhipcau.live.bots.load import Load
    from nhipcau.live.bots.queries import play_of

    config = settings.NHIPCAU
    play = await in_thread(play_of, meeting)
    parts = [part for part in play.parts if part.site in sites] if play else []
    load = Load(meeting, parts, config.engine_port, Path(config.data_dir), kbps)
    await load.begin()
    _say({"rooms": len(parts)})
    reader = await _standard_input()
    while line := await reader.readline():
        match line.decode().strip():
            case "burst":
                _say({"join_ms": await load.burst()})
            case "lag":
                _say({"lag_ms": load.lags()})
    await load.end()


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    sys.exit(main())
