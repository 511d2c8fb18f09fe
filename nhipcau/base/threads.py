"""Async code reaches the database through one door: `in_thread`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")

# SQLite has one writer, so more threads would only wait for each other.
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="database")


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs a synchronous service or query in a thread of its own connection."""
    call = partial(copy_context().run, _run, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_pool, call)


def _run(call: Callable[[], R]) -> R:
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()
