"""Brings the database to this release and collects the static files."""

from __future__ import annotations

import argparse

FIRST = "quantri"
HELP = "Cập nhật cơ sở dữ liệu và các tệp tĩnh cho phiên bản này."


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--first-link` is what `run` asks for; a cluster's second machine does not."""
    parser.add_argument(
        "--first-link", action="store_true", help="in liên kết cho quản trị đầu tiên"
    )


def main(options: argparse.Namespace) -> int:
    """Safe to repeat; `run` does it at every start."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if options.first_link:
        _first_link()
    return 0


def _first_link() -> None:
    """As long as nobody has ever signed in, a way in for the first administrator."""
    from nhipcau.accounts.models import Person
    from nhipcau.cli.person import add_administrator, sign_in_link

    if Person.objects.filter(last_login__isnull=False).exists():
        return
    if not Person.objects.filter(username=FIRST).exists():
        add_administrator(FIRST, "Quản trị hệ thống")
    print(
        "Lần đầu: mở liên kết này trong 15 phút để vào với quyền quản trị hệ thống\n"
        f"  {sign_in_link(FIRST)}"
    )
