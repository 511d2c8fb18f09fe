"""The reference pages say what the code says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from nhipcau.accounts.rules.roles import ROLES
from nhipcau.cli import commands
from nhipcau.config.config import Config
from tests.architecture.test_rules import APPS
from tests.architecture.test_size import ROOT
from tools.texts import messages

DOCS = ROOT / "docs"
STRING = r"""[`"]((?:[^`"\\]|\\.)*)[`"]"""
# What a text fills in: of a template, of a format, of TypeScript.
FILLED = re.compile(r"\$\{[^}]*\}|%\(\w+\)\w|\{\w+\}")
# What the guide puts in its place.
GAP = "…"


def read(name: str) -> str:
    return (DOCS / name).read_text()


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def screen() -> frozenset[str]:
    """Every Vietnamese text of the product; what is filled in is a gap."""
    room = "".join(one.read_text() for one in (ROOT / "frontend/text").glob("vi*.ts"))
    # A long text stands in several pieces.
    found = re.findall(STRING, re.sub(r'[`"]\s*\+\s*[`"]', "", room))
    for text, _context, _path in messages():
        found += [text] if isinstance(text, str) else list(text)
    # What others wrote is translated.
    with (ROOT / "locale/vi/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file):
            said = message.string
            found += [said] if isinstance(said, str) else list(said)
    return frozenset(plain(FILLED.sub(GAP, text)) for text in found)


def quoted(pattern: str) -> set[tuple[str, str]]:
    return {
        (page.name, plain(text))
        for page in (DOCS / "guide").glob("*.md")
        for text in re.findall(pattern, page.read_text(), re.S)
    }


def test_it_documents_every_setting_and_no_other():
    told = set(re.findall(r"^\| `NHIPCAU_(\w+)`", read("reference/settings.md"), re.M))
    assert told == {name.upper() for name in Config.model_fields}


def test_it_documents_every_command_and_no_other():
    told = set(re.findall(r"^## `nhipcau (\w+)", read("reference/commands.md"), re.M))
    assert told == set(commands()) | {"django"}


def test_it_documents_every_role_with_its_rights():
    text = read("reference/rights.md")
    for role, rights in ROLES.items():
        row = re.search(rf"^\| `{role}`.*$", text, re.M)
        assert row, role
        assert set(re.findall(r"`(\w+\.\w+)`", row[0])) == rights


def test_it_has_a_row_for_every_direct_dependency():
    rows = read("design/dependencies.md").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for line in project["dependencies"]:
        name = re.split(r"[\[=<>; ]", line)[0].lower()
        assert name in rows, name


def test_it_shows_every_app_in_the_architecture():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for app in (*APPS, "base", "engine", "supervisor", "core", "cli", "config"):
        assert re.search(rf"^{app}\b", text, re.M), app


def headings(page: Path) -> set[str]:
    """The anchors that a forge makes of the headings."""
    found = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


def test_it_links_to_nothing_that_is_missing():
    missing = []
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "ARCHITECTURE.md"]:
        for link in re.findall(r"\]\(([^)]+)\)", page.read_text()):
            target, _, anchor = link.partition("#")
            goal = page.parent / target if target else page
            found = goal.exists() and (not anchor or anchor in headings(goal))
            if not target.startswith("http") and not found:
                missing.append(f"{page.relative_to(ROOT)}: {link}")
    assert missing == []


def test_it_prints_bold_in_the_guide_only_what_stands_on_a_button_or_the_screen():
    unknown = [one for one in quoted(r"\*\*(.+?)\*\*") if one[1] not in screen()]
    assert sorted(unknown) == []


def test_it_quotes_in_the_guide_only_sentences_that_the_screen_says():
    unknown = [
        (page, sentence)
        for page, sentence in quoted(r"“(.+?)”")
        if not any(
            all(part in text for part in sentence.split(GAP)) for text in screen()
        )
    ]
    assert sorted(unknown) == []


def test_it_keeps_every_promise_in_the_list():
    rows = re.findall(r"^\| .+? \| (.+?) \|", read("reference/promises.md"), re.M)
    for shown_by in rows[2:]:
        for path in re.findall(r"`((?:tests|nhipcau|tools)/[\w/.]+)`", shown_by):
            assert Path(ROOT / path).exists(), path
