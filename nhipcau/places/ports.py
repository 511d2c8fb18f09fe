"""What places ask of the apps that stand above them: wired in config."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from nhipcau.base.home import Section
from nhipcau.base.http import Request
from nhipcau.core.actor import Actor
from nhipcau.places.models import Site, Unit


class Roles(Protocol):
    """The roles held on units, as far as a reform needs them."""

    def go_on(self, actor: Actor, old: Unit, heir: Unit, on: date) -> None:
        """From `on`, whoever held a role on `old` holds it on `heir`."""

    def left_behind(self, heirs: Mapping[int, Collection[int]]) -> int:
        """How many roles on ended units nobody holds on one of the heirs."""


def roles() -> Roles:
    """The roles that `settings.PLACES_ROLES` names."""
    return cast(Roles, import_string(settings.PLACES_ROLES)())


def site_sections(request: Request, site: Site) -> list[Section]:
    """What other apps show on the page of `site`, from `settings.SITE_SECTIONS`."""
    contribute = cast(
        Callable[[Request, Site], list[Section]], import_string(settings.SITE_SECTIONS)
    )
    return contribute(request, site)
