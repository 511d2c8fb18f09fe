"""Test results, summed from the XML files that pytest and vitest write."""

from __future__ import annotations

import fnmatch
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Results:
    """Names of what passed and failed; skips with their reasons."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Results:
        """A file that was not written holds no results."""
        results = cls()
        if not path.exists():
            return results
        for case in ET.parse(path).iter("testcase"):
            name = f"{case.get('classname', '')}::{case.get('name', '')}"
            skip = case.find("skipped")
            broken = case.find("failure") is not None or case.find("error") is not None
            reason = None if skip is None else skip.get("message") or "no reason"
            results.add(name, failed=broken, skipped=None if broken else reason)
        return results

    def add(
        self, name: str, *, failed: bool = False, skipped: str | None = None
    ) -> None:
        """One more test."""
        if failed:
            self.failed.append(name)
        elif skipped is not None:
            self.skipped[name] = skipped
        else:
            self.passed.append(name)

    def healed(self, name: str) -> None:
        """It failed once and passed when tried again."""
        self.failed.remove(name)
        self.passed.append(name)

    def failed_files(self) -> list[str]:
        """The test files with failures, as pytest wants them; [] means all."""
        files = {name.split("::")[0].replace(".", "/") + ".py" for name in self.failed}
        return sorted(files) if all(Path(file).exists() for file in files) else []

    def unexpected(self, known: list[str]) -> list[tuple[str, str]]:
        """Skips that nobody has written down."""
        return [
            (name, reason)
            for name, reason in self.skipped.items()
            if not any(fnmatch.fnmatchcase(name, pattern) for pattern in known)
        ]

    def __add__(self, other: Results) -> Results:
        return Results(
            self.passed + other.passed,
            self.failed + other.failed,
            {**self.skipped, **other.skipped},
        )

    def __str__(self) -> str:
        counts = (len(self.passed), len(self.failed), len(self.skipped))
        return "{} passed, {} failed, {} skipped".format(*counts)


def known_skips(path: Path) -> list[str]:
    """Patterns of the tests that may be skipped, each with a reason in the file."""
    if not path.exists():
        return []
    rows = tomllib.loads(path.read_text())["skips"]
    return [name for name, reason in rows.items() if reason]
