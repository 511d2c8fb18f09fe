"""Rows as they are now: what a request read before may be old."""

from __future__ import annotations

from nhipcau.accounts.models import Person


def read_again(person: Person) -> None:
    """Reads `person` anew and keeps others from changing it until the end.

    A service that stores a row as an earlier request saw it would undo what was
    done meanwhile: a reset password, an ended account.
    """
    rows = Person.objects.select_for_update(no_key=True)
    person.refresh_from_db(from_queryset=rows)
