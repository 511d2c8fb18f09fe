"""A played room takes photographs of itself while somebody asks for them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from nhipcau.engine.bots.drawing import photograph
from nhipcau.live.stills import folder

WORDS = "Nhịp Cầu · bản minh họa"


def send_stills(meeting: int, rooms: Sequence[tuple[int, int, str]]) -> None:
    """Of the site, number and plate of each room: a new photograph, if it is time."""
    clock = datetime.fromtimestamp(time.time()).strftime("%d/%m/%Y  %H:%M:%S")
    for site, number, plate in rooms:
        if folder.is_due(meeting, site, "camera"):
            image = photograph(plate, number, WORDS, clock)
            folder.keep(meeting, site, "camera", image)
