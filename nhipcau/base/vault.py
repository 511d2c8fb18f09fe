"""Passwords of other machines, kept so that a copy of the database tells nobody."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Another use of the same secret must get another key (RFC 5869, 3.2).
_USE = b"nhipcau vault 1"


class Lost(Exception):
    """It was sealed by another installation, or before its secret was made anew."""


def seal(words: str) -> str:
    """`words` in a form that only this installation reads; nothing stays nothing."""
    return _lock().encrypt(words.encode()).decode() if words else ""


def unseal(text: str) -> str:
    """What was sealed. Raises Lost."""
    if not text:
        return ""
    try:
        return _lock().decrypt(text.encode()).decode()
    except InvalidToken:
        raise Lost from None


def _lock() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=_USE)
    return Fernet(urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
