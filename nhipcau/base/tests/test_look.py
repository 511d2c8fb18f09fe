"""The page of components shows them all; no template needs an unsafe policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.base.icons import ICONS
from nhipcau.base.specimens import COMPONENTS
from nhipcau.base.tests.pages import visit
from nhipcau.base.themes import THEMES
from nhipcau.base.views import look

ROOT = Path(settings.ROOT)
# Names that only scripts look for.
SCRIPT_CLASSES: set[str] = set()


def templates() -> Iterator[Path]:
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "nhipcau").glob("*/templates/**/*.html")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_shows_every_component(db, language):
    page = visit(look, "/look", language=language)
    for component in COMPONENTS:
        assert f'<section id="{component}">' in page


def test_it_includes_every_shared_partial(db):
    page = (ROOT / "templates/base/look.html").read_text()
    shell = (ROOT / "templates/shell.html").read_text()
    nested = "".join(
        path.read_text() for path in (ROOT / "templates/components").glob("*.html")
    )
    renderer = (ROOT / "nhipcau/base/forms.py").read_text()
    for path in (ROOT / "templates/components").glob("*.html"):
        name = f"components/{path.name}"
        shown = (page, shell, nested, renderer)
        assert any(name in text for text in shown), name


def test_it_draws_every_icon(db):
    page = visit(look, "/look")
    for name in ICONS:
        assert f"<span>{name}</span>" in page


def test_it_offers_every_theme(db):
    page = visit(look, "/look")
    for code in THEMES:
        assert f'name="theme" value="{code}"' in page


def test_it_labels_every_input_of_a_form(db):
    page = visit(look, "/look")
    named = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    form = page[page.index('<section id="field">') : page.index('<section id="table">')]
    inputs = re.findall(r"<(?:input|select|textarea)\b[^>]*>", form)
    for control in inputs:
        if 'type="hidden"' in control:
            continue
        identifier = re.search(r'\bid="([^"]+)"', control)
        assert identifier, control
        assert identifier.group(1) in named, control


def test_it_has_no_inline_style_or_script():
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in templates()
        for match in re.finditer(
            r"""\sstyle=["']|<style\b|\son[a-z]+=["']|hx-on[:=]"""
            r"""|<script(?![^>]*(?:\bsrc=|application/json))[^>]*>""",
            path.read_text(),
        )
    ]
    assert found == []


def test_it_uses_no_class_that_the_styles_do_not_know():
    styles = "".join(p.read_text() for p in (ROOT / "frontend/styles").rglob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z0-9_-]*)", styles)) | SCRIPT_CLASSES
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates()
        for names in re.findall(
            r'class="([^"]*)"', re.sub(r"{[%{].*?[%}]}", " ", path.read_text())
        )
        for name in names.split()
        if "{" not in name and "}" not in name and name not in known
    }
    assert unknown == set()


def test_it_needs_nothing_from_elsewhere():
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for folder in ("templates", "frontend/styles")
        for path in (ROOT / folder).rglob("*.*")
        for match in re.finditer(r"https?://[^\s\"')]+", path.read_text())
        if "www.w3.org" not in match.group(0)
    ]
    assert found == []
