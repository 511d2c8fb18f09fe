"""Keeps the English catalogue beside the source: `python tools/texts.py`.

Msgids are the Vietnamese that officials read. New ones are added with an empty
translation (a test then fails until someone writes it), vanished ones are dropped.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {
    **{word: DEFAULT_KEYWORDS[word] for word in ("gettext", "ngettext", "pgettext")},
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext)\(({TEXT}(?:,\s*{TEXT})*)")
FOLDERS = (("nhipcau", "*.py"), ("nhipcau", "*.html"), ("templates", "*"))
EPOCH = datetime(2026, 11, 1, tzinfo=UTC)
Message = str | tuple[str, ...] | list[str]


def sources() -> Iterator[Path]:
    """Python and templates of the product, tests left out."""
    for folder, kind in (
        ("nhipcau", "*.py"),
        ("nhipcau", "*.html"),
        ("templates", "*"),
    ):
        for path in sorted((ROOT / folder).rglob(kind)):
            if path.is_file() and not {"tests", "migrations"} & set(path.parts):
                yield path


def messages() -> Iterator[tuple[Message, str | None, str]]:
    """Every msgid with its context and the file where it stands."""
    for path in sources():
        text = path.read_text()
        if path.suffix != ".py":
            text = calls_in(text, path)
        code = io.BytesIO(text.encode())
        for _line, found, _comments, context in extract(
            "python", code, KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield found, context, str(path.relative_to(ROOT))


def calls_in(template: str, path: Path) -> str:
    """The gettext calls that Django sees in a template, as Python code.

    `templatize` leaves the rest of the page standing around them, which only
    xgettext's lenient reader accepts.
    """
    seen = templatize(template, origin=str(path))
    calls = (f"{call[1]}({call[2].rstrip(', ')})\n" for call in CALL.finditer(seen))
    return "".join(calls)


def catalogue(language: str) -> Catalog:
    """What is translated so far."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, project="Nhịp Cầu")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated(catalog: Catalog) -> set[tuple[str, str | None]]:
    """Singular msgids (with context) that have words of their own."""
    return {
        (_singular(message.id), message.context)
        for message in catalog
        if message.id and message.string and all(message.string)
    }


def missing() -> set[str]:
    """Msgids that neither English nor, for others' texts, Vietnamese translates."""
    known = translated(catalogue("en")) | translated(catalogue("vi"))
    return {
        _singular(found)
        for found, context, _path in messages()
        if (_singular(found), context) not in known
    }


def update() -> int:
    """Writes `locale/en`; returns how many translations are still to be written."""
    old, others = catalogue("en"), translated(catalogue("vi"))
    new = Catalog(
        locale="en",
        header_comment="# English texts; updated by tools/texts.py, which keeps words.",
        project="Nhịp Cầu",
        charset="utf-8",
        fuzzy=False,
        # A date of its own would make two runs differ.
        creation_date=EPOCH,
        revision_date=EPOCH,
    )
    for found, context, path in messages():
        if (_singular(found), context) in others:
            continue
        kept = old.get(_singular(found), context)
        string = kept.string if kept else None
        flags = {"python-format"} if "%(" in _singular(found) else ()
        new.add(found, string, [(path, 0)], flags=flags, context=context)
    goal = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    goal.parent.mkdir(parents=True, exist_ok=True)
    with goal.open("wb") as file:
        write_po(file, new, sort_output=True, width=100, include_lineno=False)
    return len(missing())


def _singular(id: Message) -> str:
    return id if isinstance(id, str) else id[0]


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    left = update()
    print(f"{left} texts without English")
    sys.exit(bool(left))
