"""Workbooks as clerks and attackers make them, for the tests of sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from python_calamine import CalamineWorkbook

from nhipcau.places.exports import LAYOUTS

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
_OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook(what: str, *rows: Mapping[str, Any]) -> bytes:
    """A sheet with the headings of `what`; each row by heading."""
    headers = LAYOUTS[what].headers
    lines = [[row.get(header) for header in headers] for row in rows]
    return table([headers, *lines])


def table(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet with these cells, as Excel would save them."""
    buffer = BytesIO()
    options = {"default_date_format": "d-mmm-yy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, {**options, "in_memory": True}) as book:
        sheet = book.add_worksheet("Trang tính1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def cells(data: bytes) -> list[list[Any]]:
    """All cells of the first sheet, read past our own reader."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def changed(data: bytes, name: str, heading: str, value: Any) -> bytes:
    """The workbook with another value under `heading` in every row of `name`."""
    rows = cells(data)
    at = rows[0].index(heading)
    for row in rows[1:]:
        if name in row:
            row[at] = value
    return table([[None if cell == "" else cell for cell in row] for row in rows])


def with_parts(data: bytes, **parts: str | bytes | None) -> bytes:
    """The archive with parts replaced, added, or (None) left out."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, content in {**kept, **parts}.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def with_text(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with other bytes in its texts, as no honest program writes them."""
    with ZipFile(BytesIO(data)) as parts:
        content = parts.read(TEXTS).replace(old, new)
    return with_parts(data, **{TEXTS: content})


def raw(data: bytes, rows: str) -> bytes:
    """The workbook with this XML inside its first sheet."""
    xml = f"{_OPEN}<sheetData>{rows}</sheetData></worksheet>"
    return with_parts(data, **{SHEET: xml})
