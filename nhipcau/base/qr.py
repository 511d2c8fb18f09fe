"""Draws an address so that a telephone reads it (ISO/IEC 18004)."""

from __future__ import annotations

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage


def qr(text: str) -> SafeString:
    """An SVG to stand in a page; it takes the size of what it stands in."""
    made = qrcode.make(text, image_factory=SvgPathImage, border=2)
    # Drawn by the library out of squares alone: nothing of `text` is in it.
    return mark_safe(str(made.to_string(encoding="unicode")))  # noqa: S308
