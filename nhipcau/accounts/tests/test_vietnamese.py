"""What allauth says in the flows that are in use is said in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

ALLAUTH = Path(allauth.__file__).parent
OURS = Path(settings.LOCALE_PATHS[0]) / "vi/LC_MESSAGES/django.po"
# Templates and modules behind the addresses of accounts/entrance.py.
IN_USE = re.compile(
    r"allauth/(?:templates/(?:mfa/(?!email|trust|webauthn/signup)|"
    r"account/(?:account_inactive|base_reauthenticate|login\.|logout|"
    r"password_(?:change|set)|reauthenticate|signup_closed|messages/"
    r"(?:logged|password))|socialaccount/(?!email|signup)|usersessions/)"
    r"|mfa/(?:adapter|base|totp|webauthn|recovery_codes)|account/fields)"
)
SPOKEN = (
    "The username and/or password you specified are not correct.",
    "Too many failed login attempts. Try again later.",
    "This account is currently inactive.",
    "Please type your current password.",
    "Incorrect password.",
    "Be patient, you are sending too many requests.",
    "You must type the same password each time.",
    "Current Password",
    "New Password",
    "New Password (again)",
    "Username",
    "Password",
    "Use your password",
    "Use authenticator app or code",
    "Use a security key",
)


def ids_in_use() -> set[str]:
    """Messages of the flows in use, as one of allauth's own catalogues lists them."""
    with (ALLAUTH / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file)
    found = set(SPOKEN)
    for message in catalogue:
        places = [
            f"allauth/{place.removeprefix('allauth/')}"
            for place, _ in message.locations
        ]
        if message.id and any(IN_USE.match(place) for place in places):
            plural = isinstance(message.id, tuple)
            found.add(message.id[0] if plural else message.id)
    return found


def test_every_message_of_the_flows_in_use_is_translated_and_none_is_fuzzy():
    with OURS.open("rb") as file:
        ours = read_po(file, locale="vi")
    known = {
        (message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in ours
        if message.id and message.string and "fuzzy" not in message.flags
    }
    assert len(ids_in_use()) > 100
    assert sorted(ids_in_use() - known) == []
    assert not any(message.fuzzy for message in ours if message.id)


def test_placeholders_are_kept():
    with OURS.open("rb") as file:
        ours = read_po(file, locale="vi")
    names = re.compile(r"%\(\w+\)s|%s|\{\w+\}")
    for message in ours:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string
        strings = strings if isinstance(strings, tuple) else (strings,)
        wanted = set(names.findall(ids[-1]))
        assert all(set(names.findall(text)) == wanted for text in strings), ids


@pytest.mark.parametrize("message", SPOKEN)
def test_the_compiled_catalogue_speaks(message: str):
    with override("vi"):
        assert gettext(message) != message


def test_the_plural_speaks():
    with override("vi"):
        text = ngettext(
            "You have added %(count)s security key.",
            "You have added %(count)s security keys.",
            2,
        )
    assert text == "Bạn đã thêm %(count)s khóa."
