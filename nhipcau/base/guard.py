"""Refuses writes to domain tables outside a service; on in tests and demo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_writing: ContextVar[bool] = ContextVar("writing", default=False)

# Tables of third-party apps (sessions, allauth) are written by their owners.
_OURS = ("places", "accounts", "audit", "meetings", "live")
_WRITE = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?'
    rf"({'|'.join(_OURS)})_",
    re.IGNORECASE,
)

# What `flush` sends between tests: a whole table, closed by a semicolon.
_FLUSH = re.compile(r'^DELETE FROM "\w+";$')


class WriteOutsideService(AssertionError):
    """Only services write (rule 4): this statement ran outside of one."""


@contextmanager
def writing() -> Iterator[None]:
    """Marks the code inside as a service: its writes are let through."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Whether the running code is inside a service."""
    return _writing.get()


def guard(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """A Django database wrapper (`connection.execute_wrappers`)."""
    if not _writing.get() and _WRITE.match(sql) and not _FLUSH.match(sql):
        raise WriteOutsideService(sql[:200])
    return execute(sql, params, many, context)
