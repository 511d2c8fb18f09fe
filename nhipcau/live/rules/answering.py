"""How played rooms answer the hub: when they read its words and take its calls.

As in `playing`, all follows from the seed, the time and the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nhipcau.live.rules.playing import chance
from nhipcau.live.rules.talks import TalkRow

# ms. So long nobody has read a message; then one room after the other does.
UNREAD = 2_000
APART = 900
# Up to this part of that time, by chance, it takes a little longer.
SLOWER = 0.6
# How often a room writes back: to what was written to it alone, or to all.
REPLIES = {"alone": 0.6, "all": 0.15}
# ms for which a call rings.
RINGS = 2_000


@dataclass(frozen=True)
class Letter:
    """A message of the hub; `site` None: to all. Who has `read` it."""

    message: int
    site: int | None
    # In ms since 1970.
    at: int
    read: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reads:
    """A room has read a message, and may write back."""

    site: int
    message: int
    phrase: str


@dataclass(frozen=True)
class TakesCall:
    """A room answers a private talk."""

    site: int
    talk: int


Answer = Reads | TakesCall


def answers(
    seed: int,
    cast: Sequence[int],
    letters: Sequence[Letter],
    talks: Sequence[TalkRow],
    phrases: Sequence[str],
) -> list[tuple[int, Answer]]:
    """What the rooms of `cast` owe the hub, each with its moment in ms, in order.

    `phrases`: one of them is what a room writes back.
    """
    owed: list[tuple[int, Answer]] = [*_readings(seed, cast, letters, phrases)]
    owed += _calls(cast, talks)
    return sorted(owed, key=lambda one: one[0])


def _readings(
    seed: int, cast: Sequence[int], letters: Sequence[Letter], phrases: Sequence[str]
) -> Iterator[tuple[int, Reads]]:
    for letter in letters:
        for place, site in enumerate(_in_turn(seed, cast, letter)):
            if site not in letter.read:
                when = chance(seed, "reads", site, letter.message)
                moment = letter.at + UNREAD + round(APART * (place + SLOWER * when))
                phrase = _phrase(seed, site, letter, phrases)
                yield moment, Reads(site, letter.message, phrase)


def _in_turn(seed: int, cast: Sequence[int], letter: Letter) -> list[int]:
    """Who got it, in the order in which they read it: another for each message."""
    got = [site for site in cast if letter.site in (None, site)]
    return sorted(got, key=lambda site: chance(seed, "turn", site, letter.message))


def _phrase(seed: int, site: int, letter: Letter, phrases: Sequence[str]) -> str:
    """What it writes back; empty: nothing."""
    often = REPLIES["all" if letter.site is None else "alone"]
    if chance(seed, "reply", site, letter.message) >= often:
        return ""
    which = chance(seed, "phrase", site, letter.message)
    return phrases[int(which * len(phrases))]


def _calls(
    cast: Sequence[int], talks: Sequence[TalkRow]
) -> Iterator[tuple[int, TakesCall]]:
    for row in talks:
        if not row.answered and row.site in cast:
            yield row.started + RINGS, TakesCall(row.site, row.talk)
