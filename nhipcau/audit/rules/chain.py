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


@dataclass(frozen=True)
class Head:
    """The newest link, as the sealer noted it outside of the database."""

    number: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """How many links hold, the last hash, and the number of the first that fails."""

    holds: int
    hash: str
    broken: int | None


def seal(number: int, previous: str, content: dict[str, object]) -> str:
    """SHA-256, in hex, of number, previous hash and canonical JSON content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    whole = f"{number}\n{previous}\n{text}"
    return hashlib.sha256(whole.encode()).hexdigest()


def examine(links: Iterable[Link], head: Head | None = None) -> Verdict:
    """Whether every link from the first on is true.

    Links cut off at the end leave a chain that is true in itself: only `head`,
    noted elsewhere, tells that there were more.
    """
    holds, previous = 0, GENESIS
    for link in links:
        intact = (
            link.number == holds + 1
            and link.previous == previous
            and link.hash == seal(link.number, previous, link.content)
        )
        noted = head is None or link.number != head.number or link.hash == head.hash
        if not intact or not noted:
            return Verdict(holds, previous, holds + 1)
        holds, previous = holds + 1, link.hash
    if head is not None and holds < head.number:
        return Verdict(holds, previous, holds + 1)
    return Verdict(holds, previous, None)
