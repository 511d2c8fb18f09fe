"""A packet with another address has the sums of one that was sent with it."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.cli.bench.link.translation import SOURCE, TARGET, readdressed

addresses = st.binary(min_size=4, max_size=4)
UDP, TCP = 17, 6


def checksum(data: bytes) -> int:
    """RFC 1071."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packet(source: bytes, target: bytes, protocol: int, load: bytes, *, part=0):
    """With sums computed from nothing."""
    if protocol == UDP:
        body = struct.pack(">4H", 5000, 7882, 8 + len(load), 0) + load
        at = 6
    else:
        body = struct.pack(">HHIIHHHH", 5000, 7881, 1, 2, 0x5010, 512, 0, 0) + load
        at = 16
    pseudo = source + target + struct.pack(">HH", protocol, len(body))
    body = body[:at] + struct.pack(">H", checksum(pseudo + body)) + body[at + 2 :]
    start = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 7, part, 64, protocol, 0)
    head = start + source + target
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + body


@given(addresses, addresses, addresses, st.sampled_from([UDP, TCP]), st.binary())
def test_its_sums_are_right_again(source, target, other, protocol, load):
    sent = packet(source, target, protocol, load)
    for place, wanted in (
        (TARGET, packet(source, other, protocol, load)),
        (SOURCE, packet(other, target, protocol, load)),
    ):
        found = readdressed(sent, place, other)
        assert found[:10] == wanted[:10]
        assert found[12:20] == wanted[12:20]
        # Two ways to write zero are equal to whoever checks.
        assert checksum(found[:20]) == 0
        pseudo = found[12:20] + struct.pack(">HH", protocol, len(found) - 20)
        assert checksum(pseudo + found[20:]) == 0


@given(addresses, addresses, addresses)
def test_there_and_back_is_the_same_packet(source, target, other):
    sent = packet(source, target, UDP, b"there and back")
    back = readdressed(readdressed(sent, TARGET, other), TARGET, target)
    assert back[20:26] == sent[20:26]
    assert checksum(back[:20]) == 0


def test_it_leaves_a_missing_sum_and_a_later_fragment_alone():
    sent = bytearray(packet(b"\1\1\1\1", b"\2\2\2\2", UDP, b"load"))
    sent[26:28] = b"\0\0"
    assert readdressed(bytes(sent), TARGET, b"\3\3\3\3")[20:] == sent[20:]
    part = packet(b"\1\1\1\1", b"\2\2\2\2", UDP, b"load", part=185)
    assert readdressed(part, TARGET, b"\3\3\3\3")[20:] == part[20:]
