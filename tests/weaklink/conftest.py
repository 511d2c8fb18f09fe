"""A laboratory with two sites for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nhipcau.cli.bench.link.laboratory import Laboratory, inside, laboratory


@pytest.fixture(name="laboratory")
def made() -> Iterator[Laboratory]:
    if not inside():
        pytest.fail("these tests need a network of their own: python -m tests.weaklink")
    with laboratory(2) as found:
        yield found
