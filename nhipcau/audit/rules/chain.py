"""The hash chain: each event's hash covers its content and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """One sealed event: its number, content, and what the seal wrote."""

    number: int
    content: dict[str, object]
    previous: str
    hash: str


def seal(number: int, previous: str, content: dict[str, object]) -> str:
    """SHA-256, in hex, of number, previous hash and canonical JSON content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    whole = f"{number}\n{previous}\n{text}"
    return hashlib.sha256(whole.encode()).hexdigest()


def first_break(links: Iterable[Link]) -> int | None:
    """The number at which the chain stops being true; None when it holds."""
    expected, previous = 1, GENESIS
    for link in links:
        intact = (
            link.number == expected
            and link.previous == previous
            and link.hash == seal(link.number, previous, link.content)
        )
        if not intact:
            return expected
        expected, previous = expected + 1, link.hash
    return None
