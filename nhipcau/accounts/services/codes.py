"""One-time sign-in codes, for the first administrator and for a demonstration.

A link carries its code after `#`, so it reaches no server, proxy or log as part
of an address: a small script moves it into the form of the page, and the reader
confirms with a button (a preview of the link by a mail or chat program must not
use it up). Without the script, or read out over the telephone, the same short
code is typed. Only its hash is stored; it works once, within 15 minutes, and
those who have a second factor are still asked for it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from nhipcau.accounts.models import Person, SignInCode
from nhipcau.accounts.policies import may_manage
from nhipcau.accounts.queries import hashed, home_unit
from nhipcau.audit.services import record
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

LIFE = timedelta(minutes=15)
# 12 of 30 signs: 59 bits, and the entrance allows ten tries a minute.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@service
def make_sign_in_code(actor: Actor, person: Person, life: timedelta = LIFE) -> str:
    """A code like `K7QM-4T2P-9XWD` that signs `person` in once, within `life`.

    Only a demonstration, where nothing is at stake, asks for more than 15 minutes.
    """
    if not may_manage(actor, person):
        raise Refusal("person_not_yours", person=str(person))
    if not person.is_active:
        raise Refusal("person_inactive", person=str(person))
    code = new_code(3)
    SignInCode.objects.create(
        person=person, code_hash=hashed(bare(code)), expires=timezone.now() + life
    )
    record(actor, "accounts.sign_in_code_made", person, unit=home_unit(person))
    return code


@service
def use_sign_in_code(actor: Actor, code: str) -> Person:
    """Spends `code`; the sign-in that follows is recorded on its own as well."""
    now = timezone.now()
    found = SignInCode.objects.filter(
        code_hash=hashed(bare(code)), used=None, expires__gt=now
    )
    row = found.select_related("person").first()
    # The update decides between two who spend the same code at once.
    if row is None or not found.update(used=now):
        raise Refusal("sign_in_code_unknown")
    unit = home_unit(row.person)
    record(actor, "accounts.sign_in_code_used", row.person, unit=unit)
    return row.person


def new_code(groups: int, signs: str = _SIGNS) -> str:
    """So many groups of four signs, to be read aloud: `K7QM-4T2P`."""
    drawn = ("".join(secrets.choice(signs) for _ in range(4)) for _ in range(groups))
    return "-".join(drawn)


def bare(code: str) -> str:
    """The code however it was typed: without hyphens, in capitals."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
