"""Turns the write guard on where the configuration asks for it."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from nhipcau.base.guard import guard


class BaseConfig(AppConfig):
    """The plumbing app: no tables, but tags, commands of every app stand on it."""

    name = "nhipcau.base"

    def ready(self) -> None:
        if settings.WRITE_GUARD:
            connection_created.connect(_install, dispatch_uid="write-guard")
            pre_migrate.connect(_lift, dispatch_uid="write-guard")
            post_migrate.connect(_restore, dispatch_uid="write-guard")


def _install(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def _lift(using: str, **kwargs: object) -> None:
    """Migrations, also those of other packages, write to our tables."""
    wrappers = connections[using].execute_wrappers
    if guard in wrappers:
        wrappers.remove(guard)


def _restore(using: str, **kwargs: object) -> None:
    _install(connections[using])
