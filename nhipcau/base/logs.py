"""What a process writes to stderr about its own faults: no secret may be in it."""

from __future__ import annotations

import logging
import re

_QUERY = re.compile(r"\?[^\s'\"<>)\]]+")
_TOKEN = re.compile(r"\beyJ[\w-]+(?:\.[\w-]+)*")
_COOKIE = re.compile(
    r"\b((?:sessionid|csrftoken|messages|nc_device)(?:=|['\"]?: ?))['\"]?[^\s;,'\"]+"
)
_HEADER = re.compile(r"(cookie|authorization)(['\"]?[:=] ?).+", re.IGNORECASE)

FORMAT = "%(asctime)s [%(levelname)s] %(name)s: %(message)s"


def scrubbed(text: str) -> str:
    """`text` without query strings, tokens and cookies."""
    text = _HEADER.sub(r"\1\2…", text)
    text = _COOKIE.sub(r"\1…", text)
    text = _TOKEN.sub("…", text)
    return _QUERY.sub("?…", text)


class Line(logging.Formatter):
    """The whole entry, its traceback too, scrubbed at the last moment."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))
