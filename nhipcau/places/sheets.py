"""XLSX in and out: XlsxWriter writes, python-calamine reads. Only this module knows.

A sheet from outside is hostile until it is read: its size, its unpacked size and
its farthest cell are checked before the reader gets it, because the reader lays
out every cell up to the farthest one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import fold, nfc

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 100
MAX_CELL = 4_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# `r="XFD1048576"` of a cell, `r="1048576"` of a row, however it is quoted.
_PLACE_IN_SHEET = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number as the clerk sees it, its cells by header."""

    number: int
    cells: Mapping[str, str]


def write(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], hint: str
) -> bytes:
    """A workbook of one sheet, with wide columns and a frozen heading."""
    buffer = BytesIO()
    # A name like "=1+1" stays text: nothing that a clerk typed is ever run.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
            sheet.set_column(column, column, max(14, len(header) + 2))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, text)
        book.add_worksheet("Hướng dẫn").write_string(0, 0, hint)
    return buffer.getvalue()


def read(data: bytes, headers: Sequence[str]) -> list[Line]:
    """The lines below the heading; raises a Refusal for anything else."""
    _check(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refusal("sheet_not_xlsx") from error
    if not table:
        raise Refusal("sheet_empty")
    columns = _columns(table[0], headers)
    lines = [
        Line(number, {name: _text(row[at]) for name, at in columns.items()})
        for number, row in enumerate(table[1:], start=2)
    ]
    lines = [line for line in lines if any(line.cells.values())]
    if not lines:
        raise Refusal("sheet_empty")
    if len(lines) > MAX_ROWS:
        raise Refusal("sheet_too_long", rows=len(lines), limit=MAX_ROWS)
    return lines


def _check(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refusal("sheet_too_big", limit=MAX_BYTES // 1_000_000)
    try:
        with ZipFile(BytesIO(data)) as parts:
            _check_parts(parts)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Refusal("sheet_not_xlsx") from error


def _check_parts(parts: ZipFile) -> None:
    names = parts.namelist()
    if "xl/workbook.xml" not in names:
        raise Refusal("sheet_not_xlsx")
    left = MAX_UNPACKED
    for name in names:
        # Counted while unpacking: the size that a bomb declares is a lie.
        with parts.open(name) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refusal("sheet_too_big", limit=MAX_UNPACKED // 1_000_000)
        if name.startswith("xl/worksheets/"):
            _check_extent(content)


def _check_extent(content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:100]:
        raise Refusal("sheet_not_xlsx")
    for letters, digits in _PLACE_IN_SHEET.findall(content):
        if int(digits) > MAX_ROWS + 1:
            raise Refusal("sheet_too_long", rows=int(digits), limit=MAX_ROWS)
        if _column_number(letters) > MAX_COLUMNS:
            raise Refusal("sheet_too_wide", limit=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _columns(heading: Sequence[Any], headers: Sequence[str]) -> dict[str, int]:
    found = {fold(str(cell)): at for at, cell in reversed(list(enumerate(heading)))}
    missing = [header for header in headers if fold(header) not in found]
    if missing:
        raise Refusal("sheet_headers", missing=", ".join(missing))
    return {header: found[fold(header)] for header in headers}


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return nfc(str(cell)).strip()[: MAX_CELL + 1]


def _write_cell(sheet: Any, row: int, column: int, value: Any, text: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value), text)
