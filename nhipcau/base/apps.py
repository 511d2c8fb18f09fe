"""Turns the write guard on where the configuration asks for it."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from nhipcau.base.guard import guard


class BaseConfig(AppConfig):
    """The plumbing app: no tables, but tags, commands of every app stand on it."""

    name = "nhipcau.base"

    def ready(self) -> None:
        if settings.WRITE_GUARD:
            connection_created.connect(_install, dispatch_uid="write-guard")


def _install(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
