"""Where stills lie: one file for each picture, overwritten by the next, soon deleted.

Files, because nothing in the web process may be lost with it and no log needs them.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import get_args
from uuid import uuid4

from django.conf import settings

from nhipcau.live.rules.budget import Source

# In seconds. Who shows slides says every three seconds that they are still the same;
# a camera is photographed every ten…
LIFE: dict[Source, float] = {"screen": 15.0, "camera": 30.0}
EVERY = 10.0
# …as long as somebody asks for it now and then.
ASKED = 30.0
# …and nothing lies there longer than this.
KEPT = 60.0


@dataclass(frozen=True)
class Still:
    """One photograph in WebP; `age`: seconds since the picture looked like this."""

    image: bytes
    age: float

    @property
    def tag(self) -> str:
        """The same for the same picture: the entity tag of RFC 9110, unquoted."""
        return tag_of(self.image)


def tag_of(image: bytes) -> str:
    """What a photograph is known by."""
    return sha256(image).hexdigest()[:16]


def keep(meeting: int, site: int, source: Source, image: bytes) -> None:
    """`image` takes the place of the one before; nobody ever reads half of it."""
    path = _path(meeting, site, source)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{uuid4().hex}.new")
    new.write_bytes(image)
    new.replace(path)


def confirm(meeting: int, site: int, source: Source, tag: str) -> bool:
    """The picture looks as it did; False: that photograph is not here any more."""
    still = newest(meeting, site, source)
    if still is None or still.tag != tag:
        return False
    with contextlib.suppress(FileNotFoundError):
        os.utime(_path(meeting, site, source))
        return True
    return False


def newest(meeting: int, site: int, source: Source) -> Still | None:
    """The photograph of this picture; None: there is none, or only an old one."""
    path = _path(meeting, site, source)
    age = _age(path)
    if age is None or age > LIFE[source]:
        return None
    with contextlib.suppress(FileNotFoundError):
        return Still(path.read_bytes(), age)
    return None


def ask(meeting: int, site: int, source: Source) -> None:
    """Somebody wants photographs of this picture."""
    path = _path(meeting, site, source).with_suffix(".asked")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch()


def asked(meeting: int, site: int) -> list[Source]:
    """The pictures of a site of which somebody wanted photographs a moment ago."""
    return [
        source
        for source in get_args(Source)
        if (age := _age(_path(meeting, site, source).with_suffix(".asked"))) is not None
        and age <= ASKED
    ]


def is_due(meeting: int, site: int, source: Source) -> bool:
    """Whether somebody waits for a photograph, and the last is too old to be shown."""
    if source not in asked(meeting, site):
        return False
    last = newest(meeting, site, source)
    return last is None or last.age >= EVERY


def forget_old() -> None:
    """Nobody is to find in a folder what was shown in a meeting."""
    for path in _files():
        age = _age(path)
        if age is not None and age > KEPT:
            path.unlink(missing_ok=True)


def _files() -> Iterator[Path]:
    return _folder().glob("*/*")


def _folder() -> Path:
    return Path(settings.NHIPCAU.data_dir) / "run" / "stills"


def _path(meeting: int, site: int, source: Source) -> Path:
    return _folder() / str(meeting) / f"{site}-{source}.webp"


def _age(path: Path) -> float | None:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return None
