"""`nhipcau person`: the first administrator, links to sign in, lost telephones."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nhipcau.accounts.models import Person

HELP = "Tạo quản trị đầu tiên, in liên kết đăng nhập, bỏ xác thực hai bước."


def arguments(parser: argparse.ArgumentParser) -> None:
    """One action for one person, named by the user name."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser(
        "add-administrator", help="tạo một quản trị hệ thống và in liên kết đăng nhập"
    )
    add.add_argument("username", help="tên đăng nhập, ví dụ nguyen.van.an")
    add.add_argument("name", help="họ và tên")
    link = actions.add_parser("sign-in-link", help="in liên kết đăng nhập một lần")
    link.add_argument("username", help="tên đăng nhập")
    reset = actions.add_parser(
        "reset-second-factor", help="bỏ xác thực hai bước của người mất điện thoại"
    )
    reset.add_argument("username", help="tên đăng nhập")


def main(options: argparse.Namespace) -> int:
    """Prints a link that works once, within 15 minutes, or what was done."""
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from nhipcau.base.texts import say
    from nhipcau.core.refusal import Refusal

    try:
        if options.action == "reset-second-factor":
            reset_second_factor(options.username)
            print(f"Đã bỏ xác thực hai bước của «{options.username}».")
            return 0
        if options.action == "add-administrator":
            add_administrator(options.username, options.name)
        url = sign_in_link(options.username)
    except LookupError:
        print(f"Không có người dùng «{options.username}».")
        return 1
    except Refusal as refusal:
        print(say(refusal))
        return 1
    except ValidationError as error:
        print("\n".join(error.messages))
        return 1
    print(f"Liên kết đăng nhập một lần, dùng được trong 15 phút:\n  {url}")
    return 0


def add_administrator(username: str, name: str) -> None:
    """A person with the administrator's role everywhere; signs in by link first."""
    from django.utils import timezone

    from nhipcau.accounts.rules.roles import ADMINISTRATOR
    from nhipcau.accounts.services import create_person
    from nhipcau.accounts.services.people import Card, FirstRole
    from nhipcau.core.actor import system

    first = FirstRole(ADMINISTRATOR, None, timezone.localdate())
    create_person(system("nhipcau person"), username, Card(name), first)


def reset_second_factor(username: str) -> None:
    """`username` signs in with the password alone until a new factor is set up."""
    from nhipcau.accounts.services import reset_second_factors
    from nhipcau.core.actor import system

    reset_second_factors(system("nhipcau person"), _person(username))


def sign_in_link(username: str, life: timedelta | None = None) -> str:
    """A fresh one-time link for `username` at this machine's own address."""
    from django.conf import settings
    from django.urls import reverse

    from nhipcau.accounts.services import make_sign_in_code
    from nhipcau.accounts.services.codes import LIFE
    from nhipcau.core.actor import system

    actor = system("nhipcau person")
    code = make_sign_in_code(actor, _person(username), life or LIFE)
    port = settings.NHIPCAU.http_port
    return f"http://localhost:{port}{reverse('accounts:code')}#{code}"


def _person(username: str) -> Person:
    from nhipcau.accounts.models import Person

    person = Person.objects.filter(username=username.strip().lower()).first()
    if person is None:
        raise LookupError(username)
    return person
