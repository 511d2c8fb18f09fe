"""What a process writes to stderr about its own faults: no secret may be in it."""

from __future__ import annotations

import logging
import re

import structlog

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


def without_values() -> None:
    """Our own log tells where something failed, not the values of variables there.

    Secrets of the engine and passwords of cameras are among them.
    """
    plain = structlog.dev.ConsoleRenderer(
        exception_formatter=structlog.dev.plain_traceback
    )
    known = structlog.get_config()["processors"][:-1]
    structlog.configure(processors=[*known, plain])


class Line(logging.Formatter):
    """The whole entry, its traceback too, scrubbed at the last moment."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))
