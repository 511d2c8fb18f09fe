"""Files from outside: read as text, or refused with a reason, never run or blown up."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.places.sheets import Line, read, write
from nhipcau.places.tests.workbooks import SHEET, TEXTS, cells, raw, table, with_parts
from nhipcau.places.unpacking import MAX_BYTES, MAX_COLUMNS, MAX_ROWS

HEADERS = ("Tên", "Ngày")
PLAIN = table([HEADERS, ("Tam Hải", "01/07/2025")])
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def refused(data):
    with pytest.raises(Refusal) as caught:
        read(data, HEADERS)
    return caught.value


def cell(text):
    return f'<c t="str"><v>{text}</v></c>'


HEADING = f"<row>{cell('Tên')}{cell('Ngày')}</row>"


def test_it_reads_lines_by_their_headings():
    data = table([("Ghi chú", "ngày ", "TEN"), (), ("x", "y", " Tam Hải ")])
    assert read(data, HEADERS) == [Line(3, {"Tên": "Tam Hải", "Ngày": "y"})]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 7, 1), "01/07/2025"),
        (datetime(2025, 7, 1, 9, 30), "01/07/2025"),
        (10312, "10312"),
        (10312.0, "10312"),
        (13.32, "13.32"),
        ("13,32", "13,32"),
        ("x" * 10_000, "x" * 10_000),
        ("Tam Ha\N{COMBINING HOOK ABOVE}i", "Tam Hải"),
        (True, "True"),
    ],
)
def test_it_reads_each_kind_of_cell_as_text(value, text):
    [line] = read(table([HEADERS, (value, "x")]), HEADERS)
    assert line.cells["Tên"] == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 7, 1), "01/07/2025"),
        (date(1900, 1, 31), "31/01/1900"),
        (date(1831, 2, 28), "28/02/1831"),
        (date(987, 2, 1), "01/02/0987"),
        (Decimal("15.48600"), "15.486"),
        (10312, "10312"),
        (None, ""),
        ("", ""),
        ("_x0041_", "_x0041_"),
    ],
)
def test_it_reads_back_what_it_writes(value, text):
    [line] = read(write("Tờ", HEADERS, [("a", value)], "Hướng dẫn"), HEADERS)
    assert line.cells["Ngày"] == text


@pytest.mark.parametrize(
    "name",
    ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "=HYPERLINK(1)", "http://x/y"],
)
def test_it_writes_formulas_as_plain_text(name):
    data = write("Tờ", HEADERS, [(name, None)], "Hướng dẫn")
    assert cells(data)[1][0] == name
    with ZipFile(BytesIO(data)) as parts:
        sheet = parts.read(SHEET)
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Ten;Ngay\r\nTam Hai;1\r\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096) + PLAIN,
        b"%PDF-1.7\n" + PLAIN,
        PLAIN[: len(PLAIN) // 2],
        PLAIN[:200] + b"\xff" * 60 + PLAIN[260:],
        with_parts(PLAIN, **{"xl/workbook.xml": None}),
        with_parts(PLAIN, **{"xl/workbook.xml": None, "content.xml": "<a/>"}),
        with_parts(PLAIN, **{"XL/Workbook.xml": "<a/>"}),
        with_parts(PLAIN, **{"xl/workbook.xml": "<workbook/>"}),
        with_parts(PLAIN, **{"xl/workbook.xml": "not xml"}),
        with_parts(PLAIN, **{SHEET: None}),
        with_parts(PLAIN, **{SHEET: "<worksheet><sheetData>"}),
        with_parts(PLAIN, **{SHEET: "<worksheet/>".encode("utf-16")}),
        with_parts(PLAIN, **{SHEET: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        with_parts(PLAIN, **{TEXTS: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        raw(PLAIN, HEADING + '<row r="zwei"><c><v>1</v></c></row>'),
        raw(PLAIN, HEADING + '<row><c r="1A"><v>1</v></c></row>'),
        raw(PLAIN, HEADING + '<row><c t="s"><v>99</v></c></row>'),
        raw(PLAIN, HEADING + '<row><c t="s"><v>-1</v></c></row>'),
    ],
)
def test_it_refuses_what_is_no_workbook(data):
    assert refused(data).code == "sheet_not_xlsx"


def test_it_refuses_archives_that_are_packed_oddly():
    with ZipFile(BytesIO(PLAIN)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    buffer = BytesIO()
    with ZipFile(buffer, "w", 12) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert refused(buffer.getvalue()).code == "sheet_not_xlsx"
    locked = bytearray(PLAIN)
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    assert refused(bytes(locked)).code == "sheet_not_xlsx"


@pytest.mark.parametrize("rows", [[], [()], [HEADERS], [HEADERS, ("", "")]])
def test_it_says_that_a_sheet_is_empty(rows):
    assert refused(table(rows)).code == "sheet_empty"


def test_it_names_the_columns_that_are_missing():
    found = refused(table([("Ten", "Cột khác"), ("a", "b")]))
    assert found == Refusal("sheet_headers", missing="Ngày")


def test_it_refuses_macros():
    data = with_parts(PLAIN, **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert refused(data).code == "sheet_has_macros"


def test_it_takes_as_many_rows_as_it_promises():
    rows = [("x", str(number)) for number in range(MAX_ROWS)]
    assert len(read(table([HEADERS, *rows]), HEADERS)) == MAX_ROWS
    found = refused(table([HEADERS, *rows, ("x", "1")]))
    assert found == Refusal("sheet_too_long", rows=MAX_ROWS + 2, limit=MAX_ROWS)


def test_it_refuses_a_file_that_is_too_large():
    assert refused(PLAIN + bytes(MAX_BYTES)).code == "sheet_too_big"


def test_it_stops_unpacking_a_bomb():
    bomb = with_parts(PLAIN, **{"xl/styles.xml": b" " * 60_000_000})
    assert len(bomb) < 100_000
    assert refused(bomb).code == "sheet_too_big"


def test_it_unpacks_no_part_that_holds_no_cells():
    pictures = with_parts(PLAIN, **{"xl/media/image1.png": bytes(60_000_000)})
    assert len(read(pictures, HEADERS)) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "sheet_too_long"),
        ('<row><c r="A1048576"><v>1</v></c></row>', "sheet_too_long"),
        ('<row><c r="XFD1"><v>1</v></c></row>', "sheet_too_wide"),
        ("<row/>" * (MAX_ROWS + 1), "sheet_too_long"),
        ("<row>" + cell(1) * (MAX_COLUMNS + 1) + "</row>", "sheet_too_wide"),
        ("<x:row xmlns:x='y'>" + "<x:c/>" * 101 + "</x:row>", "sheet_too_wide"),
    ],
)
def test_it_refuses_cells_far_away_however_they_are_placed(rows, code):
    assert refused(raw(PLAIN, HEADING + rows)).code == code


def test_it_looks_at_a_sheet_wherever_it_hides():
    rels = "xl/_rels/workbook.xml.rels"
    with ZipFile(BytesIO(PLAIN)) as parts:
        names = parts.read(rels).replace(b"worksheets/sheet1", b"other/theme9")
    far = f'<worksheet {SPACE}><sheetData><row r="99999"/></sheetData></worksheet>'
    data = with_parts(PLAIN, **{rels: names, SHEET: None, "xl/other/theme9.xml": far})
    assert refused(data).code == "sheet_too_long"


def test_it_refuses_a_text_that_a_thousand_cells_repeat():
    texts = f"<sst {SPACE}><si><t>{'x' * 100_000}</t></si></sst>"
    row = "<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>"
    data = raw(with_parts(PLAIN, **{TEXTS: texts}), HEADING + row * 10)
    assert refused(data).code == "sheet_too_big"


def test_it_refuses_more_elements_than_a_sheet_can_have():
    texts = f"<sst {SPACE}>{'<si/>' * 2_000_001}</sst>"
    assert refused(with_parts(PLAIN, **{TEXTS: texts})).code == "sheet_too_big"


def test_it_reads_rich_and_spaced_texts():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADERS)
        sheet.write_rich_string(1, 0, "Tam ", bold, "Hải")
        sheet.write_formula(1, 1, "=1+1", None, 2)
    [line] = read(buffer.getvalue(), HEADERS)
    assert line.cells == {"Tên": "Tam Hải", "Ngày": "2"}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=4))
def test_it_survives_any_bytes_in_a_file(at, noise):
    with suppress(Refusal):
        read(PLAIN[:at] + noise + PLAIN[at + len(noise) :], HEADERS)


with ZipFile(BytesIO(PLAIN)) as _parts:
    INSIDE = {
        name: _parts.read(name)
        for name in (SHEET, TEXTS, "xl/workbook.xml", "xl/styles.xml")
    }


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(INSIDE)), st.integers(0, 3000), st.text(max_size=4))
def test_it_survives_any_text_in_a_part(name, at, noise):
    content = INSIDE[name]
    at %= len(content)
    content = content[:at] + noise.encode("utf-8", "replace") + content[at + 1 :]
    with suppress(Refusal):
        read(with_parts(PLAIN, **{name: content}), HEADERS)
