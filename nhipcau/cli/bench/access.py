"""How a measured browser comes to the installation: from beside it, or over a link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nhipcau.cli.bench.figures import summary
from nhipcau.cli.bench.installation import Running
from nhipcau.cli.bench.link.laboratory import HUB, Laboratory, laboratory
from nhipcau.cli.bench.link.proof import prove
from nhipcau.cli.bench.link.ways import LINKS, Link

# Packets that a relay gives on later than this (ms, p95) were not on that link.
LAG_MS = 10
# What a picture of 720 lines and a voice take; a narrower way up never brings them.
SHARP_KBPS = 1_600


@dataclass(frozen=True)
class Access:
    """The address that a browser uses, what stands before its command, its flags."""

    address: str
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class Lines:
    """Between the hub and the sites whose browsers are measured; here: nothing."""

    @property
    def settings(self) -> dict[str, str]:
        """What the installation must know of it."""
        return {}

    @property
    def sharp(self) -> bool:
        """Whether the speaker's full picture can be waited for."""
        return True

    def access(self, number: int, running: Running) -> Access:
        """For the browser of seat `number`, the chair being 0."""
        return Access(running.address)

    def findings(self) -> dict[str, Any]:
        """Nothing to say."""
        return {}

    @property
    def faults(self) -> list[str]:
        """Why what was measured over them does not count."""
        return []


class WeakLines(Lines):
    """A link of the laboratory before each site but the chair's, proved before."""

    def __init__(self, made: Laboratory, name: str, link: Link, sites: int) -> None:
        self._made = made
        self._name = name
        self._up = link.up.kbps
        self._proof = prove(made, 0, link)
        for site in range(sites):
            made.shape(site, link)
        made.lags()
        self._lags: list[float] = []

    @property
    def settings(self) -> dict[str, str]:
        """The engine is where the sites can reach it."""
        return {"NHIPCAU_NODE_IP": HUB}

    @property
    def sharp(self) -> bool:
        """Not where the way up is too narrow for it."""
        return not self._up or self._up >= SHARP_KBPS

    def access(self, number: int, running: Running) -> Access:
        """The chair sits beside the server; the others come from their namespace."""
        if not number:
            return super().access(number, running)
        return Access(
            f"https://{HUB}:{running.env['NHIPCAU_HTTPS_PORT']}",
            tuple(self._made.within(number - 1)),
            # The root of a door that lives for minutes is on no machine.
            ("--ignore-certificate-errors",),
        )

    def findings(self) -> dict[str, Any]:
        """The link, its proof, and how late its packets were until now."""
        self._lags += self._made.lags()
        return {
            "link": {
                "name": self._name,
                "proof": self._proof,
                "lag_ms": summary(self._lags),
            }
        }

    @property
    def faults(self) -> list[str]:
        """What the link is not, and whether the relay was late."""
        late = summary(self._lags)["p95"] or 0
        lag = [f"the relay lags: {late} ms"] if late > LAG_MS else []
        return [*self._proof["faults"], *lag]


NEAR = Lines()


@contextmanager
def lines(name: str, sites: int) -> Iterator[Lines]:
    """The link of that name before so many sites; no name: none."""
    if not name:
        yield NEAR
        return
    with laboratory(sites) as made:
        yield WeakLines(made, name, LINKS[name], sites)
