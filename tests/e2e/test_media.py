"""The recognisable picture survives writing and reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.e2e.media import bits_of, read_bits


@given(st.integers(0, 255), st.integers(0, 63))
def test_it_reads_back_the_code_that_it_wrote(code: int, count: int):
    assert read_bits(bits_of(code, count)) == (code, count)


@given(st.integers(0, 255), st.integers(0, 63), st.integers(0, 15))
def test_it_notices_one_wrong_cell(code: int, count: int, cell: int):
    bits = bits_of(code, count)
    bits[cell] ^= 1
    assert read_bits(bits) is None
