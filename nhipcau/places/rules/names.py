"""Names that fit a list, a wall screen and a printed page."""

from __future__ import annotations

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc

NAME_LIMIT = 200
PLATE_LIMIT = 80

_PREFIX = {
    "hub": "Điểm cầu chính",
    "hall": "Điểm cầu hội trường",
    "commune": "Điểm cầu",
    "link": "Điểm cầu liên thông",
}


def refuse_name(name: str, limit: int = NAME_LIMIT) -> Refusal | None:
    """Why `name` cannot be kept; None when it can."""
    text = nfc(name).strip()
    if not text:
        return Refusal("name_empty")
    if len(text) > limit:
        return Refusal("name_too_long", length=len(text), limit=limit)
    # A sheet that opens such a name would run it.
    if text.startswith("="):
        return Refusal("name_is_formula")
    if not all(char.isprintable() for char in text):
        return Refusal("name_not_printable")
    return None


def plate_of_delegate(name: str) -> str:
    """The name plate of a person who attends alone: ĐẠI BIỂU NGUYỄN VĂN A."""
    return nfc(f"Đại biểu {name}").upper()[:PLATE_LIMIT]


def plate_for(kind: str, site: str, unit_kind: str, unit: str) -> str:
    """The name plate to propose: ĐIỂM CẦU XÃ TAM HẢI.

    A commune's second room, kept from a unit that was merged away, is named
    first and says where it lies: ĐIỂM CẦU TAM QUANG, XÃ NÚI THÀNH.
    """
    whole = f"{unit_kind} {unit}"
    prefix = _PREFIX.get(kind, "Điểm cầu")
    if kind == "commune" and nfc(site).casefold() != nfc(unit).casefold():
        text = f"{prefix} {site}, {whole}"
    else:
        text = f"{prefix} {whole}"
    if len(text) > PLATE_LIMIT:
        text = f"{prefix} {site}"
    return nfc(text).upper()[:PLATE_LIMIT]
