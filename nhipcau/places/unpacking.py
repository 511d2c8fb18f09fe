"""A spreadsheet from outside is hostile: only what was checked reaches the reader.

The reader lays out every cell up to the farthest one and copies a shared text into
each cell that names it, so a file of some kilobytes could want all memory. Each
part is therefore unpacked within a limit, walked as the reader will walk it, and
packed anew: what the reader opens is what was looked at, and nothing else.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from nhipcau.core.refusal import Refusal

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_ELEMENTS = 2_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 100

_NEEDED = re.compile(r"(\[content_types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))")
_TEXTS = "xl/sharedstrings.xml"
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")
_BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    expat.ExpatError,
    zlib.error,
)


def checked(data: bytes) -> BytesIO:
    """The parts of a workbook that hold cells, safe to read; else a Refusal."""
    if len(data) > MAX_BYTES:
        raise Refusal("sheet_too_big", limit=MAX_BYTES // 1_000_000)
    if not data.startswith(b"PK\x03\x04"):
        # Another kind of file may carry an archive at its end.
        raise Refusal("sheet_not_xlsx")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive)
        _walk(parts)
    except _BROKEN as error:
        raise Refusal("sheet_not_xlsx") from error
    return _packed(parts)


def _parts(archive: ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    names = [info.filename.lower() for info in infos]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refusal("sheet_has_macros")
    if "xl/workbook.xml" not in names or len(set(names)) < len(names):
        raise Refusal("sheet_not_xlsx")
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for info in infos:
        if not _NEEDED.fullmatch(info.filename.lower()):
            continue
        parts[info.filename] = _content(archive, info, left)
        left -= len(parts[info.filename])
    return parts


def _content(archive: ZipFile, info: ZipInfo, left: int) -> bytes:
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refusal("sheet_not_xlsx")
    # Counted while unpacking: the size that a bomb declares is a lie.
    with archive.open(info) as part:
        content = part.read(left + 1)
    if len(content) > left:
        raise Refusal("sheet_too_big", limit=MAX_UNPACKED // 1_000_000)
    return content


def _packed(parts: dict[str, bytes]) -> BytesIO:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def _walk(parts: dict[str, bytes]) -> None:
    texts = _Texts()
    for name, content in parts.items():
        if name.lower() == _TEXTS:
            texts.walk(content)
    cells = _Cells(texts.lengths)
    for name, content in parts.items():
        if name.lower() == _TEXTS:
            continue
        # Names of elements know no other spelling than their bytes.
        if b"sheetData" in content:
            cells.walk(content)
        else:
            _Walk().walk(content)


class _Walk:
    """A walk through one part: well formed, UTF-8, without a document type."""

    def __init__(self) -> None:
        self._elements = MAX_ELEMENTS

    def walk(self, content: bytes) -> None:
        """Raises what is wrong with `content`."""
        if b"\0" in content:
            # UTF-16, in which the names of elements have other bytes.
            raise Refusal("sheet_not_xlsx")
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_document_type
        self.listen(parser)
        parser.Parse(content, True)

    def listen(self, parser: expat.XMLParserType) -> None:
        """Asks `parser` for nothing more."""

    def count(self) -> None:
        """One more element."""
        self._elements -= 1
        if self._elements < 0:
            raise Refusal("sheet_too_big", limit=MAX_UNPACKED // 1_000_000)


def _no_document_type(*_facts: object) -> None:
    raise Refusal("sheet_not_xlsx")


class _Texts(_Walk):
    """How long each shared text is."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.count()
        if _local(name) == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Cells(_Walk):
    """Where the cells of a sheet stand, and how much text they will hold."""

    def __init__(self, lengths: list[int]) -> None:
        super().__init__()
        self._lengths = lengths
        self._left = MAX_UNPACKED
        self._row = self._column = 0
        self._shared = self._inside = False
        self._value = ""

    def walk(self, content: bytes) -> None:
        self._row = self._column = 0
        super().walk(content)

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count()
        local = _local(name)
        if local == "sheetData":
            self._inside = True
        elif self._inside and local == "row":
            self._place(int(attributes.get("r", self._row + 1)), 0)
        elif self._inside and local == "c":
            self._shared, self._value = attributes.get("t") == "s", ""
            if "r" in attributes:
                self._place(*_place(attributes["r"]))
            else:
                self._place(self._row, self._column + 1)

    def _end(self, name: str) -> None:
        local = _local(name)
        if local == "sheetData":
            self._inside = False
        elif self._inside and local == "v" and self._shared:
            self._left -= self._length(int(self._value))
            self._value = ""
            if self._left < 0:
                raise Refusal("sheet_too_big", limit=MAX_UNPACKED // 1_000_000)

    def _text(self, text: str) -> None:
        if self._shared:
            self._value += text

    def _length(self, number: int) -> int:
        if not 0 <= number < len(self._lengths):
            raise Refusal("sheet_not_xlsx")
        return self._lengths[number]

    def _place(self, row: int, column: int) -> None:
        if row > MAX_ROWS + 1:
            raise Refusal("sheet_too_long", rows=row, limit=MAX_ROWS)
        if column > MAX_COLUMNS:
            raise Refusal("sheet_too_wide", limit=MAX_COLUMNS)
        self._row, self._column = row, column


def _place(reference: str) -> tuple[int, int]:
    found = _CELL.fullmatch(reference)
    if found is None:
        raise Refusal("sheet_not_xlsx")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _local(name: str) -> str:
    return name.rpartition(":")[2]
