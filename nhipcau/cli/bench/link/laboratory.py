"""The laboratory as those use it who measure in it: sites, their links, what passed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Any, NoReturn

from nhipcau.cli.bench.link.ways import Link
from nhipcau.cli.bench.told import Told

#: Where the sites find what runs in the laboratory's own namespace…
HUB = "10.77.0.1"
#: …where those of its second network do, to whom the first is unknown…
OTHER_HUB = "10.78.0.1"
#: …and those beyond a router, which knows that this address means the first one.
OUTSIDE = "10.79.0.1"
_INSIDE = "LINK_LABORATORY"


def inside() -> bool:
    """Whether this process has a network of its own, in which it may do all."""
    return os.environ.get(_INSIDE) == "1"


def enter(argv: Sequence[str]) -> NoReturn:
    """Becomes `argv` in a new network namespace; no root is needed for that."""
    os.environ[_INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--net", *argv])


class Laboratory(Told):
    """A hub and numbered sites, each behind a link of its own.

    Of each site: its address, the hub's as it knows it, and as the hub does.
    """

    def __init__(self, sites: Sequence[tuple[str, str, str]]) -> None:
        super().__init__("nhipcau.cli.bench.link.relay", [",".join(s) for s in sites])
        self._sites = [address for address, _, _ in sites]
        self._holders: list[int] = self.answer()["holders"]

    def shape(self, site: int, link: Link) -> None:
        """From now on the site, counted from 0, is behind this link."""
        self._ask(shape=self._sites[site], **asdict(link))

    def counts(self, site: int) -> dict[str, dict[str, int]]:
        """`packets` and `bytes` (of IP) carried, packets `dropped`; `up` and `down`."""
        return self._ask(count=self._sites[site])

    def lags(self) -> list[float]:
        """How late packets were given on since the last call, in ms."""
        found: list[float] = self._ask(lag=True)["lag_ms"]
        return found

    def within(self, site: int) -> list[str]:
        """The words before a command that is to run at the site."""
        return ["nsenter", f"--net=/proc/{self._holders[site]}/ns/net", "--"]

    def _ask(self, **order: Any) -> dict[str, Any]:
        return self.ask(json.dumps(order))


@contextmanager
def laboratory(sites: int, others: int = 0, beyond: int = 0) -> Iterator[Laboratory]:
    """So many sites behind links that do nothing yet; only `inside`.

    `others` come after them, in the second network, then those beyond the router.
    """
    if not inside():
        raise RuntimeError("a laboratory needs a network namespace: see `enter`")
    found = [
        (f"{known.removesuffix('.0.1')}.1.{number}", known, hub)
        for known, hub, count in (
            (HUB, HUB, sites),
            (OTHER_HUB, OTHER_HUB, others),
            (OUTSIDE, HUB, beyond),
        )
        for number in range(1, count + 1)
    ]
    with closing(Laboratory(found)) as made:
        yield made
