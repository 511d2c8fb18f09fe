"""Roles over time, as the person page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from nhipcau.accounts.models import RoleGrant
from nhipcau.accounts.policies import MANAGE, units_under
from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.core.actor import Actor


@dataclass(frozen=True)
class Span:
    """One role, and whether it runs, is over or has not begun."""

    grant: RoleGrant
    role: str
    state: Literal["now", "over", "later"]
    may_end: bool

    @property
    def key(self) -> str:
        """Names the dialog of this role on the page."""
        return str(self.grant.pk)


def spans(actor: Actor, grants: Iterable[RoleGrant]) -> list[Span]:
    """Running roles first, then those to come, then the past."""
    today, units = timezone.localdate(), units_under(actor, MANAGE)
    found = []
    for grant in grants:
        state: Literal["now", "over", "later"] = "now"
        if grant.until is not None and grant.until <= max(today, grant.since):
            state = "over"
        elif grant.since > today:
            state = "later"
        mine = units is None or grant.unit_id in units
        role = str(ROLE_NAMES[grant.role])
        found.append(Span(grant, role, state, mine and state != "over"))
    return sorted(found, key=lambda span: ("now", "later", "over").index(span.state))
