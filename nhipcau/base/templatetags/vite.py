"""`{% vite 'islands/main.ts' %}`: the built file and its styles, by manifest."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Tags of one entry; a page before the first build says so instead."""
    path = Path(settings.FRONTEND_DIST) / "manifest.json"
    if not path.exists():
        return format_html("<!-- front end not built: {} -->", entry)
    return _tags(path, path.stat().st_mtime_ns, entry)


@lru_cache
def _tags(path: Path, built: int, entry: str) -> SafeString:
    manifest: dict[str, dict[str, Any]] = json.loads(path.read_text())
    chunk = manifest[entry]
    styles = format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(name),) for name in _styles(manifest, entry)),
    )
    if chunk["file"].endswith(".css"):
        own = '<link rel="stylesheet" href="{}">'
    else:
        own = '<script type="module" src="{}"></script>'
    return format_html("{}\n{}", styles, format_html(own, static(chunk["file"])))


def _styles(manifest: dict[str, dict[str, Any]], entry: str) -> list[str]:
    chunk = manifest[entry]
    names = [
        name for used in chunk.get("imports", []) for name in _styles(manifest, used)
    ]
    return list(dict.fromkeys(names + chunk.get("css", [])))
