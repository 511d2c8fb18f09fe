"""What every measurement begins and ends with."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from nhipcau.cli.bench.installation import Running, installation

# What is killed and what is weighed, in the order of the architecture's table.
PROCESSES = ("livekit", "door", "web", "conductor", "worker")

Measure = Callable[[Running, argparse.Namespace], dict[str, Any]]


def carry_out(measure: Measure, options: argparse.Namespace, **settings: str) -> int:
    """Measures on an installation of its own; 1 when the result is not valid."""
    with installation(NHIPCAU_DEMO="true", **settings) as running:
        found = measure(running, options)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["valid"] else 1


def accepted(given: dict[str, Any]) -> dict[str, Any]:
    """What was answered to a command that must not be refused."""
    if given["status"] != 200:
        raise RuntimeError(f"refused: {given}")
    return given


def say(text: str) -> None:
    """Progress, beside the result."""
    print(text, file=sys.stderr, flush=True)
