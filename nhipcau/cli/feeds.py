"""`nhipcau feeds`: pulls the streams that stand for sites into their meetings."""

from __future__ import annotations

import argparse
import asyncio
import logging

from nhipcau.cli.ending import until_told

HELP = "Đưa các nguồn hình có sẵn vào cuộc họp (do «run» khởi động)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what to do follows from the rows."""


def main(options: argparse.Namespace) -> int:
    """Until SIGTERM or SIGINT."""
    import django

    django.setup()
    # Each lost engine would fill the terminal with the library's own attempts.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    asyncio.run(_serve())
    return 0


async def _serve() -> None:
    from django.conf import settings

    from nhipcau.live.feeds.run import Feeds
    from nhipcau.live.stays import Engine

    feeds = Feeds(Engine("127.0.0.1", settings.NHIPCAU.engine_port))
    await until_told("feeds", feeds.run(), feeds.stop)
