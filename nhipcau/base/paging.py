"""Pages of a list: 50 rows unless the reader asks otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZES = (20, 50, 100)


def page(
    rows: QuerySet[Any] | Sequence[Any], request: HttpRequest, size: int = 50
) -> Page[Any]:
    """The page named by `?trang=`; a number out of range gives the nearest page."""
    wanted = request.GET.get("so-dong", "")
    if wanted.isdecimal() and int(wanted) in SIZES:
        size = int(wanted)
    return Paginator(rows, size).get_page(request.GET.get("trang"))
