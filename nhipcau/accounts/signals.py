"""What allauth reports about sign-in becomes services, so all of it is audited."""

from __future__ import annotations


def connect() -> None:
    """Connects every receiver; called once at start."""
