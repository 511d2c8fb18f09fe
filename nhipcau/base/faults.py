"""Which faults of the machine an answer can name, so that someone mends them."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

from django.db import DatabaseError, OperationalError

from nhipcau.base.turns import Busy

_POSTGRES_DISK_FULL = "53100"


def disk_is_full(error: BaseException | None) -> bool:
    """Whether `error`, or one that led to it, says that nothing more fits."""
    return any(_says_full(one) for one in _chain(error))


def is_busy(error: BaseException | None) -> bool:
    """Whether `error`, or one that led to it, says that nobody came to write."""
    return any(_says_busy(one) for one in _chain(error))


def running_error() -> BaseException | None:
    """The exception that is being answered."""
    return sys.exception()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if getattr(error, "sqlstate", None) == _POSTGRES_DISK_FULL:
        return True
    return isinstance(error, DatabaseError) and "disk is full" in str(error)


def _says_busy(error: BaseException) -> bool:
    locked = isinstance(error, OperationalError) and "is locked" in str(error)
    return locked or isinstance(error, Busy)
