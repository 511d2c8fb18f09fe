"""What a reform of units asks of the roles, which stand above: wired in config."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from nhipcau.core.actor import Actor
from nhipcau.places.models import Unit


class Roles(Protocol):
    """The roles held on units, as far as a reform needs them."""

    def go_on(self, actor: Actor, old: Unit, heir: Unit, on: date) -> None:
        """From `on`, whoever held a role on `old` holds it on `heir`."""

    def left_behind(self, heirs: Mapping[int, Collection[int]]) -> int:
        """How many roles on ended units nobody holds on one of the heirs."""


def roles() -> Roles:
    """The roles that `settings.PLACES_ROLES` names."""
    return cast(Roles, import_string(settings.PLACES_ROLES)())
