"""Units, places and sites; a new installation knows the usual kinds of units."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    """Fills in the kinds of units once the tables are there."""

    name = "nhipcau.places"

    def ready(self) -> None:
        post_migrate.connect(_standard_kinds, sender=self, dispatch_uid="unit-kinds")


def _standard_kinds(using: str, **kwargs: Any) -> None:
    from nhipcau.places.services.kinds import install_standard_kinds

    install_standard_kinds(using)
