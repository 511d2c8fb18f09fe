"""Who writes to SQLite waits in memory, not by asking the file again and again.

Were hundreds of threads to ask every few milliseconds, the one that may write would
hardly run: each site that waits too long asks anew, and nobody is ever answered.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection

# Seconds. A browser gives up a call sooner and asks again; the answer is kept for it.
PATIENCE = 10.0


class Busy(Exception):  # as SQLite's own "database is locked"
    """The server has too much to do: nothing was written."""


class Turns:
    """One thread at a time is inside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, patience: float = PATIENCE) -> Iterator[None]:
        """Alone, from here to the end. Raises `Busy` after `patience` seconds."""
        if not self._lock.acquire(timeout=patience):
            raise Busy
        try:
            yield
        finally:
            self._lock.release()


WRITERS = Turns()


def turn() -> AbstractContextManager[None]:
    """Alone among this process's writers, where the database has but one.

    Who is in a transaction already has it: a service that another one calls.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return nullcontext()
    return WRITERS.turn()
