"""Every refusal has its sentence and every event its verb, in both languages."""

from __future__ import annotations

import ast
import re
from importlib import import_module

from babel.messages.pofile import read_po

from nhipcau.base.texts import refusals
from tests.architecture.test_rules import APPS, own
from tests.architecture.test_size import ROOT
from tools.texts import missing


def words_given_to(name: str, position: int) -> set[str]:
    """String constants passed to calls of `name` at `position`."""
    found = set()
    for path in own():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or len(node.args) <= position:
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called == name:
                for part in ast.walk(node.args[position]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found.add(part.value)
    return found


def test_it_has_a_sentence_for_every_refusal():
    given = words_given_to("Refusal", 0) | words_given_to("Barred", 0)
    missing = given - set(refusals())
    assert missing == set()


def test_it_says_what_to_do_in_every_refusal():
    short = [code for code, text in refusals().items() if len(str(text)) < 12]
    assert short == []


def test_it_has_words_for_every_verb_of_the_log():
    known: set[str] = set()
    for app in APPS:
        known |= set(getattr(import_module(f"nhipcau.{app}.texts"), "VERBS", {}))
    used = {
        word
        for word in words_given_to("record", 1)
        if re.fullmatch(r"[a-z]+\.[a-z_]+", word)
    }
    assert used - known == set()


def test_it_is_complete_in_english():
    assert missing() == set()


def test_it_leaves_no_fuzzy_or_empty_translation():
    for language in ("vi", "en"):
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            bad = [m.id for m in read_po(file) if m.id and (m.fuzzy or not m.string)]
        assert bad == []
