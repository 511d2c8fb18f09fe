"""Telephone numbers: kept as a person typed them, dialled as digits."""

from __future__ import annotations

import re

from nhipcau.core.refusal import Refusal

HOTLINE_LIMIT = 40

# How people group digits: 0235 3871 234, 0905.123.456, (0235) 387-1234, +84 905…
_WRITTEN = re.compile(r"\+?[0-9 .\-()]+")
# A line or a mobile of this country, or one of its service numbers.
_DIALLED = re.compile(r"(?:0|\+84)[2-9][0-9]{8,9}|1[89]00[0-9]{4,6}")


def dialled(text: str) -> str:
    """What a telephone dials for `text`: digits, after a + for abroad."""
    return re.sub(r"[^+0-9]", "", text)


def refuse_hotline(text: str) -> Refusal | None:
    """Why nobody could call `text`; having no number at all is right."""
    if not text:
        return None
    if _WRITTEN.fullmatch(text) and _DIALLED.fullmatch(dialled(text)):
        return None
    return Refusal("hotline_unknown")
