"""Brings the database to this release and collects the static files."""

from __future__ import annotations

import argparse

HELP = "Cập nhật cơ sở dữ liệu và các tệp tĩnh cho phiên bản này."


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what to prepare follows from the configuration."""


def main(options: argparse.Namespace) -> int:
    """Safe to repeat; `run` does it at every start."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return 0
