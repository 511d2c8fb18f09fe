"""The colours of `tokens.css` are readable in every theme (WCAG 2.2, 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.ROOT) / "frontend/styles/tokens.css").read_text()

# What is read on what: letters need 4.5, marks and edges of controls 3.
TEXT = (
    [
        (ink, ground)
        for ink in ("ink", "soft", "primary")
        for ground in ("paper", "sheet", "sunk")
    ]
    + [
        ("ink", "primary-wash"),
        ("soft", "primary-wash"),
        ("primary", "primary-wash"),
        ("primary-strong", "paper"),
        ("primary-strong", "sheet"),
        ("on-primary", "primary"),
        ("on-primary", "primary-strong"),
        ("rail-ink", "rail"),
        ("rail-ink", "rail-raised"),
        ("rail-soft", "rail"),
        ("rail", "rail-ink"),
        ("on-lacquer", "lacquer"),
        ("lacquer-text", "paper"),
        ("lacquer-text", "sheet"),
        ("lacquer-text", "lacquer-wash"),
        ("ink", "lacquer-wash"),
        ("paper", "ink"),
        ("on-bad", "bad-solid"),
        ("sheet", "wait"),
    ]
    + [
        pair
        for tone in ("good", "wait", "bad")
        for pair in (
            (tone, f"{tone}-wash"),
            (tone, "sheet"),
            (tone, "paper"),
            ("ink", f"{tone}-wash"),
        )
    ]
)
MARKS = [
    ("line-strong", "paper"),
    ("line-strong", "sheet"),
    ("gold", "paper"),
    ("gold", "sheet"),
    ("good", "sunk"),
    ("wait", "sunk"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("focus", "sunk"),
    ("rail-focus", "rail"),
    ("rail-focus", "rail-raised"),
    ("rail-soft", "rail"),
    ("lacquer", "paper"),
    ("lacquer", "sheet"),
]


def themes() -> dict[str, dict[str, str]]:
    """Each theme's colours; the wall is the night with its own changes."""
    pairs = re.findall(r"--([a-z-]+): light-dark\((#\w+), (#\w+)\)", TOKENS)
    day = {name: light for name, light, _dark in pairs}
    night = {name: dark for name, _light, dark in pairs}
    wall = TOKENS[TOKENS.index('[data-theme="wall"]') :]
    changed = dict(re.findall(r"--([a-z-]+): (#\w+);", wall))
    return {"light": day, "dark": night, "wall": night | changed}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_it_measures_black_on_white_as_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark", "wall"])
def test_it_keeps_text_readable(theme):
    colours = themes()[theme]
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in TEXT
        if (ratio := contrast(colours[ink], colours[ground])) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark", "wall"])
def test_it_keeps_edges_and_focus_visible(theme):
    colours = themes()[theme]
    weak = {
        f"{mark} on {ground}": round(ratio, 2)
        for mark, ground in MARKS
        if (ratio := contrast(colours[mark], colours[ground])) < 3
    }
    assert weak == {}


def test_it_writes_nothing_below_20_pixels_on_the_wall():
    root = int(re.search(r"font-size: max\((\d+)px", TOKENS).group(1))
    steps = [float(rem) for rem in re.findall(r"--text-\w+: ([\d.]+)rem", TOKENS)]
    assert min(steps) * root >= 20


def test_it_takes_every_colour_from_a_token_that_exists():
    styles = Path(settings.ROOT) / "frontend/styles"
    text = "".join(path.read_text() for path in sorted(styles.rglob("*.css")))
    declared = set(re.findall(r"(--[a-z0-9-]+):", text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - declared == set()
