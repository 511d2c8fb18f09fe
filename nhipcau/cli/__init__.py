"""The command line: each module of this package with a `HELP` is one command."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from nhipcau.cli.secrets import NotUsableError

USAGE = "nhipcau <lệnh> [tùy chọn]"


def main(argv: Sequence[str] | None = None) -> int:
    """Find the command, let it read its arguments, run it."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
    name, *rest = words or ["--help"]
    try:
        return _do(name, rest)
    except NotUsableError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _do(name: str, rest: Sequence[str]) -> int:
    if name == "django":
        return _django(rest)
    command = commands().get(name)
    if command is None:
        return _help(name)
    module = importlib.import_module(command)
    parser = argparse.ArgumentParser(f"nhipcau {name}", description=module.HELP)
    module.arguments(parser)
    return int(module.main(parser.parse_args(rest)))


def commands() -> dict[str, str]:
    """Names of the commands and their modules; nothing is imported yet."""
    return {
        found.name: f"{__name__}.{found.name}"
        for found in pkgutil.iter_modules(__path__)
        if found.name not in {"ending", "processes", "secrets", "tests"}
    }


def _django(rest: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nhipcau django", *rest])
    return 0


def _help(name: str) -> int:
    asked = name in {"-h", "--help", "help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"Không có lệnh «{name}».\n", file=out)
    print(f"Cách dùng: {USAGE}\n", file=out)
    for command, path in sorted(commands().items()):
        module: ModuleType = importlib.import_module(path)
        print(f"  {command:<12} {module.HELP}", file=out)
    print(f"  {'django':<12} Các lệnh của Django (migrate, shell, …).", file=out)
    return 0 if asked else 2
