"""`@service`: one transaction, an actor first, at least one audit event."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction

from nhipcau.base.guard import is_writing, writing
from nhipcau.base.turns import turn
from nhipcau.core.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

_notes: ContextVar[list[int]] = ContextVar("notes")


class UnauditedService(AssertionError):
    """A service ended without an audit event: nobody could prove what it did."""


def note() -> None:
    """Called by the audit app for each event recorded inside a service."""
    if not is_writing():
        raise UnauditedService("an audit event belongs inside a service")
    _notes.get()[0] += 1


def service(
    function: Callable[Concatenate[Actor, P], R],
) -> Callable[Concatenate[Actor, P], R]:
    """Runs `function` in one transaction; a service may call another.

    Raises `UnauditedService`, and rolls back, when no event was recorded.
    """

    @wraps(function)
    def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not isinstance(actor, Actor):
            raise TypeError(f"{function.__name__} takes the actor first")
        outer = _notes.get([0])
        count = [0]
        token = _notes.set(count)
        try:
            with writing(), turn(), transaction.atomic():
                result = function(actor, *args, **kwargs)
                if not count[0]:
                    raise UnauditedService(function.__qualname__)
        finally:
            _notes.reset(token)
        outer[0] += count[0]
        return result

    return run
