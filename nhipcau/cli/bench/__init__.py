"""`nhipcau bench`: measures the product as a whole, on an installation of its own."""

from __future__ import annotations

import argparse
import importlib

HELP = "Đo cả hệ thống trên một bản cài đặt tạm, không đụng đến dữ liệu thật."
MEASURES = ("meeting", "chaos", "soak")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure; each kind is a module of this package."""
    kinds = parser.add_subparsers(dest="measure", required=True, metavar="phép-đo")
    for name in MEASURES:
        module = importlib.import_module(f"{__name__}.{name}")
        module.arguments(kinds.add_parser(name, help=module.HELP))


def main(options: argparse.Namespace) -> int:
    """Measures; one JSON object on standard output, progress on standard error."""
    module = importlib.import_module(f"{__name__}.{options.measure}")
    return int(module.main(options))
