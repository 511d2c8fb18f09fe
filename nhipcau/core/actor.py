"""Who acts, and with which rights: the first argument of every service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "device", "system"]


@dataclass(frozen=True)
class Grant:
    """One right on one unit and all that lies below it; `unit` None: everywhere."""

    right: str
    unit: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person, a device or the system itself, with the rights it holds today."""

    kind: Kind
    id: int
    name: str
    grants: frozenset[Grant] = frozenset()

    def units(self, right: str) -> frozenset[int | None]:
        """The units on which the actor holds `right`; None stands for everywhere."""
        return frozenset(grant.unit for grant in self.grants if grant.right == right)

    def holds(self, right: str) -> bool:
        """Whether the actor holds `right` on at least one unit."""
        return bool(self.units(right))


def person_of(actor: Actor) -> int | None:
    """The person who acts; None where nobody is signed in: a machine does."""
    return actor.id if actor.kind == "person" else None


def system(name: str) -> Actor:
    """The actor of a process that acts by itself, such as `conductor`."""
    return Actor("system", 0, name)
