"""Columns that must behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class SortKeyField(_CharField):
    """Text compared byte by byte: what `vi_sort_key` makes.

    SQLite compares so by itself; PostgreSQL would order by its language and
    needs the collation "C", a name that SQLite does not know.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters: dict[str, Any] = {**super().db_parameters(connection)}
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
