"""What counts as a photograph: uploads are hostile until they are looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from PIL.Image import DecompressionBombError

# "WebP of at most 60 kB", and more lines than that fit no thin line either.
LONGEST = 60_000
WIDEST, TALLEST = 1280, 1280
# One packet of the Internet carries so much of an image…
_PIECE = 1200
# …and of headers (IP, TCP, TLS, HTTP/2 with its chunk).
_HEADERS = 120


def is_still(image: bytes) -> bool:
    """Whether these bytes are a WebP of a fitting size, and one picture alone."""
    if not 0 < len(image) <= LONGEST:
        return False
    try:
        with Image.open(BytesIO(image), formats=("WEBP",)) as opened:
            single = getattr(opened, "n_frames", 1) == 1
            return single and opened.width <= WIDEST and opened.height <= TALLEST
    except (UnidentifiedImageError, DecompressionBombError, OSError, ValueError):
        return False


async def paced(image: bytes, kbps: int) -> AsyncIterator[bytes]:
    """The image in pieces, at most `kbps` of whole IP packets.

    All at once it would stand in the line before the voices that come meanwhile.
    """
    for start in range(0, len(image), _PIECE):
        piece = image[start : start + _PIECE]
        await asyncio.sleep((len(piece) + _HEADERS) * 8 / (kbps * 1000))
        yield piece
