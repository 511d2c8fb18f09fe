"""A process of its own that only listens: what the engine tells seated devices.

`python -m nhipcau.cli.bench.ears --meeting N --devices …` prints one line of JSON for
each change of the room's metadata that a device learns of, until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging


def main() -> None:
    """Listens until it is terminated; the library's threads end only with it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meeting", type=int, required=True)
    parser.add_argument("--devices", type=int, nargs="+", required=True)
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings

    from nhipcau.live.bots.ears import Told, listen

    logging.getLogger("livekit").setLevel(logging.CRITICAL)

    def tell(told: Told) -> None:
        if told.metadata:
            line = {"device": told.device, **json.loads(told.metadata)}
            print(json.dumps(line), flush=True)

    port = settings.NHIPCAU.engine_port
    asyncio.run(listen(options.meeting, options.devices, port, tell))


if __name__ == "__main__":
    main()
