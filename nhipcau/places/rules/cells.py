"""What the cell of a sheet says, in the ways in which clerks write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.places.rules.names import NAME_LIMIT, refuse_name

T = TypeVar("T")

# 10312, 10.312, 10 312: points and spaces part thousands and nothing else.
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:[. \u00a0][0-9]{3})+")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[. \u00a0][0-9]{3})+,[0-9]+")
# Excel hands tiny numbers over as 1e-05.
_DECIMAL = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_LAYOUT = "\n\r\t"


def name_in(text: str, limit: int = NAME_LIMIT) -> str:
    """A name that can be kept."""
    refusal = refuse_name(text, limit)
    if refusal:
        raise refusal
    return nfc(text).strip()


def text_in(text: str, limit: int, column: str) -> str:
    """Free text of at most `limit` characters; may be empty."""
    if len(text) > limit:
        raise Refusal("import_cell_long", column=column, limit=limit)
    if text.startswith("="):
        raise Refusal("name_is_formula")
    if not all(char.isprintable() or char in _LAYOUT for char in text):
        raise Refusal("import_cell_control", column=column)
    return text


def one_of(choices: Mapping[str, T], text: str, column: str) -> T:
    """What `text` means among `choices`, whatever its case."""
    wanted = nfc(text).casefold()
    if wanted not in choices:
        raise Refusal(
            "import_cell_choice",
            column=column,
            value=text[:40],
            choices=", ".join(choices),
        )
    return choices[wanted]


def required_day_in(text: str, column: str) -> date:
    """A day that must be there."""
    day = day_in(text, column)
    if day is None:
        raise Refusal("import_cell_empty", column=column)
    return day


def day_in(text: str, column: str) -> date | None:
    """A day like 01/07/2025 (or 2025-07-01); None: the cell is empty."""
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refusal("import_cell_day", column=column, value=text[:40])


def number_in(text: str, column: str, limit: int) -> int | None:
    """A whole number up to `limit`; None: the cell is empty."""
    if not text:
        return None
    digits = re.sub(r"[. \u00a0]", "", text)
    if not _WHOLE.fullmatch(text) or len(digits) > 12 or int(digits) > limit:
        raise Refusal("import_cell_number", column=column, value=text[:40])
    return int(digits)


def area_in(text: str, column: str) -> Decimal | None:
    """Square kilometres with a comma or a point; None: the cell is empty."""
    value = _decimal(text, column, "0.01")
    if value is not None and not 0 <= value < 10**7:
        raise Refusal("import_cell_number", column=column, value=text[:40])
    return value


def degrees_in(text: str, column: str) -> Decimal | None:
    """Degrees with a comma or a point; None: the cell is empty."""
    return _decimal(text, column, "0.00001")


def _decimal(text: str, column: str, step: str) -> Decimal | None:
    if not text:
        return None
    plain = text
    if _THOUSANDS.fullmatch(text):
        plain = re.sub(r"[. \u00a0]", "", text)
    try:
        if not _DECIMAL.fullmatch(plain):
            raise InvalidOperation
        # A minus zero is a zero, and so it is read back.
        return Decimal(plain.replace(",", ".")).quantize(Decimal(step)) + 0
    except InvalidOperation as error:
        raise Refusal("import_cell_number", column=column, value=text[:40]) from error
