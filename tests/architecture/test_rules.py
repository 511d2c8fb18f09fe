"""The seven rules, as far as a reader of the source can check them."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from tests.architecture.test_size import ROOT, named, sources

APPS = ("places", "accounts", "audit", "meetings", "live")
# Infrastructure rows that are no act of a person: sealing, and liveness.
WRITERS = {"services.py"}


def own() -> list[Path]:
    return [path for path in sources() if "tests" not in path.parts]


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_it_writes_rows_only_in_services():
    writes = {"create", "bulk_create", "bulk_update", "update_or_create"}
    found = []
    for app in APPS:
        for path in (ROOT / "nhipcau" / app).rglob("*.py"):
            inside = {"tests", "migrations", "services"} & set(path.parts)
            if path.name in WRITERS or inside:
                continue
            if "objects" in path.read_text() and writes & calls(path):
                found.append(named(path))
    assert found == []


def test_it_takes_the_actor_first_in_every_service():
    wrong = []
    for path in own():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef):
                continue
            marks = [d.id for d in node.decorator_list if isinstance(d, ast.Name)]
            if "service" in marks and node.args.args[0].arg != "actor":
                wrong.append(f"{named(path)}:{node.name}")
    assert wrong == []


def test_it_never_patches_in_tests():
    patch = re.compile(r"\b(mock\.patch|monkeypatch\.setattr|MagicMock)\b")
    found = [
        named(path)
        for path in sources()
        if path.name != "test_rules.py" and patch.search(path.read_text())
    ]
    assert found == []


def test_it_asks_the_internet_for_nothing():
    address = re.compile(
        r"""["'(]https?://(?!localhost|127\.0\.0\.1|\[::1\]|\{|www\.w3\.org)"""
    )
    found = []
    files = [*own(), *(ROOT / "templates").rglob("*.html")]
    files += (ROOT / "nhipcau").rglob("*.html")
    files += (ROOT / "frontend" / "styles").rglob("*.css")
    for path in files:
        for line in path.read_text().splitlines():
            if address.search(line) and "example" not in line:
                found.append(f"{named(path)}: {line.strip()[:80]}")
    assert found == []


def test_it_names_sleep_in_no_test():
    found = []
    for path in sources():
        if "tests" in path.parts and path.suffix == ".py":
            text = path.read_text()
            if re.search(r"\btime\.sleep\(", text) and path.name != "test_rules.py":
                found.append(named(path))
    assert found == []


def test_it_gives_every_skip_a_reason():
    skips = tomllib.loads((ROOT / "tests" / "skips.toml").read_text())
    assert all(len(reason) > 20 for reason in skips.get("skips", {}).values())


def test_it_locks_without_a_registry_address():
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    package_lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in package_lock
