"""XLSX in and out: XlsxWriter writes, python-calamine reads. Only this module knows.

A sheet from outside goes through `unpacking` before the reader gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import fold, nfc
from nhipcau.places.unpacking import checked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel counts its days from 1900 and knows none before.
_FIRST_YEAR = 1901


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
        # Without a format a day is shown, and read back, as a bare number.
        "default_date_format": "dd/mm/yyyy",
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


def read(
    data: bytes, headers: Sequence[str], optional: Sequence[str] = ()
) -> list[Line]:
    """The lines below the heading; raises a Refusal for anything else.

    Of the headings in `optional`, a line has those that its sheet has.
    """
    parts = checked(data)
    try:
        book = CalamineWorkbook.from_filelike(parts)
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refusal("sheet_not_xlsx") from error
    if not table:
        raise Refusal("sheet_empty")
    columns = _columns(table[0], headers, optional)
    lines = [
        Line(number, {name: _text(row[at]) for name, at in columns.items()})
        for number, row in enumerate(table[1:], start=2)
    ]
    lines = [line for line in lines if any(line.cells.values())]
    if not lines:
        raise Refusal("sheet_empty")
    return lines


def _columns(
    heading: Sequence[Any], headers: Sequence[str], optional: Sequence[str]
) -> dict[str, int]:
    found = {fold(str(cell)): at for at, cell in reversed(list(enumerate(heading)))}
    missing = [header for header in headers if fold(header) not in found]
    if missing:
        raise Refusal("sheet_headers", missing=", ".join(missing))
    wanted = [*headers, *(one for one in optional if fold(one) in found)]
    return {header: found[fold(header)] for header in wanted}


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return _day(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return nfc(str(cell)).strip()


def _write_cell(sheet: Any, row: int, column: int, value: Any, text: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        sheet.write_string(row, column, _day(value), text)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value), text)


def _day(day: date) -> str:
    # `%Y` writes the year 999 with three digits, which is no year to a reader.
    return f"{day:%d/%m}/{day.year:04}"
