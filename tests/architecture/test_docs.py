"""The reference pages say what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from nhipcau.accounts.rules.roles import ROLES
from nhipcau.cli import commands
from nhipcau.config.config import Config
from tests.architecture.test_rules import APPS
from tests.architecture.test_size import ROOT

DOCS = ROOT / "docs"


def read(name: str) -> str:
    return (DOCS / name).read_text()


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


def test_it_links_to_nothing_that_is_missing():
    missing = []
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "ARCHITECTURE.md"]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if not target.startswith("http") and not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)}: {target}")
    assert missing == []


def test_it_keeps_every_promise_in_the_list():
    rows = re.findall(r"^\| .+? \| (.+?) \|", read("reference/promises.md"), re.M)
    for shown_by in rows[2:]:
        for path in re.findall(r"`((?:tests|nhipcau|tools)/[\w/.]+)`", shown_by):
            assert Path(ROOT / path).exists(), path
