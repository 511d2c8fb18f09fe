"""Machines in addresses: a number of IPv6 wears brackets before its port."""

from __future__ import annotations

import pytest

from nhipcau.core.hosts import bracketed, host_of, is_address


@pytest.mark.parametrize("host", ["10.0.0.5", "2001:db8::5", "::1"])
def test_a_number_comes_back_out_of_what_stands_before_a_port(host: str):
    assert is_address(host)
    assert host_of(f"{bracketed(host)}:8443") == host


def test_a_name_is_no_number_and_stays_as_it_is():
    assert not is_address("hop.xa.example")
    assert bracketed("hop.xa.example") == host_of("hop.xa.example") == "hop.xa.example"


def test_nothing_has_no_host():
    assert host_of("") == host_of(":8443") == ""
