"""The newest link of the chain, kept in a file beside the database.

Whoever cuts events off the end of the table leaves a chain that is true in itself;
this note betrays it. The worker rewrites it after each batch. It may lag behind the
table after a crash, never run ahead of it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

from nhipcau.audit.queries import last_sealed
from nhipcau.audit.rules.chain import Head


def head_file() -> Path:
    """Where the note lies; a backup takes it along with the data folder."""
    return Path(settings.NHIPCAU.data_dir) / "audit.head"


def note_head() -> None:
    """Writes the newest sealed event down, whole or not at all."""
    last = last_sealed()
    if last is None:
        return
    path = head_file()
    part = path.with_suffix(".part")
    with part.open("w") as file:
        json.dump({"number": last.number, "hash": last.hash}, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def noted_head() -> Head | None:
    """What was written down; None before the first batch."""
    try:
        note = json.loads(head_file().read_text())
    except FileNotFoundError:
        return None
    return Head(int(note["number"]), str(note["hash"]))
