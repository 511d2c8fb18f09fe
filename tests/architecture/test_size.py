"""Files and functions stay small, or say why they are one idea."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOFT, HARD, FUNCTION = 400, 800, 50
# A file above the soft limit opens with a line that starts with these words.
REASON = "One idea:"


def sources() -> Iterator[Path]:
    for folder in ("nhipcau", "tools", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "node_modules" not in path.parts:
                yield path
    for path in sorted((ROOT / "frontend").rglob("*.ts*")):
        if not {"node_modules", "dist", "coverage"} & set(path.parts):
            yield path


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_it_keeps_every_file_short_or_justified():
    long = []
    for path in sources():
        lines = path.read_text().splitlines()
        justified = any(REASON in line for line in lines[:6])
        if len(lines) > HARD or (len(lines) > SOFT and not justified):
            long.append(f"{named(path)}: {len(lines)} lines")
    assert long == []


def test_it_keeps_every_function_short_or_justified():
    long = []
    for path in sources():
        if path.suffix != ".py":
            continue
        text = path.read_text()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                reason = REASON in (ast.get_docstring(node) or "")
                if length > FUNCTION and not reason:
                    long.append(f"{named(path)}:{node.lineno} {node.name}: {length}")
    assert long == []


@pytest.mark.parametrize("path", list(sources()), ids=named)
def test_it_opens_every_module_with_one_sentence(path: Path):
    if path.suffix != ".py" or path.read_text().strip() == "":
        return
    sentence = (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n\n")[0]
    assert sentence.strip().endswith((".", "?", ":")), named(path)


def test_it_has_no_catch_all_module():
    names = {path.stem for path in sources()}
    assert not names & {"utils", "helpers", "misc", "common"}


def test_it_never_writes_utility_stubs():
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X ")
    left = [
        f"{named(path)}: {mark}"
        for path in sources()
        for mark in marks
        if mark in path.read_text()
    ]
    assert left == []
