"""Free and taken ports."""

from __future__ import annotations

import os
import socket

import pytest

from nhipcau.supervisor.ports import Port, holder, is_free


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)],
)
def test_it_says_who_holds_a_taken_port(protocol, kind):
    with socket.socket(socket.AF_INET, kind) as held:
        held.bind(("127.0.0.1", 0))
        if protocol == "tcp":
            held.listen()
        port = Port(held.getsockname()[1], "X", protocol, "127.0.0.1")
        assert not is_free(port)
        assert holder(port).endswith(f"({os.getpid()})")
    assert is_free(port)
    assert holder(port) == ""


def test_it_does_not_know_a_holder_it_may_not_look_at(tmp_path):
    net = tmp_path / "net"
    net.mkdir()
    row = "0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 4242"
    (net / "tcp").write_text(f"head\n{row}\n")
    (tmp_path / "17").mkdir()
    assert holder(Port(8080, "X"), tmp_path) == ""


def test_it_passes_over_connections_and_other_ports(tmp_path):
    net = tmp_path / "net"
    net.mkdir()
    rows = [
        "0: 0100007F:1F90 0100007F:0050 01 0:0 0:0 0 0 0 1",
        "1: 0100007F:1F91 00000000:0000 0A 0:0 0:0 0 0 0 2",
    ]
    (net / "tcp").write_text("\n".join(["head", *rows]))
    descriptors = tmp_path / "17" / "fd"
    descriptors.mkdir(parents=True)
    (descriptors / "3").symlink_to("socket:[1]")
    (descriptors / "4").symlink_to("socket:[2]")
    (tmp_path / "17" / "comm").write_text("nginx\n")
    assert holder(Port(8080, "X"), tmp_path) == ""
    assert holder(Port(8081, "X"), tmp_path) == "nginx (17)"
