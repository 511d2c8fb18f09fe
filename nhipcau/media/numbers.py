"""Who is to be asked when an address names a machine, and whether that is allowed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection

from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Network, is_inner, is_within

CONNECT = 8.0


async def numbers_of(host: str, port: int, allowed: Collection[Network]) -> list[str]:
    """The IP addresses of a machine that may be asked. Raises Refusal."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError):
        raise Refusal("feed_unknown_host") from None
    numbers = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    # One that is not allowed says enough of who wrote the name.
    if any(is_inner(one, allowed) or _is_own(one, port, allowed) for one in numbers):
        raise Refusal("feed_forbidden")
    return numbers


def _is_own(number: str, port: int, allowed: Collection[Network]) -> bool:
    """This machine's address in its own network is no camera, either."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only chooses from where it would.
            probe.connect((number, port))
        except OSError:
            return False
        own = probe.getsockname()[0] == number
    return own and not is_within(number, allowed)
