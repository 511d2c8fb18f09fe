"""Connects sign-in to the log when Django starts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, sign-in and devices."""

    name = "nhipcau.accounts"

    def ready(self) -> None:
        from nhipcau.accounts import signals

        signals.connect()
