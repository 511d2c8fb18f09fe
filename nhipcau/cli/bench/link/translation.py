"""What a router between two networks does to a packet: another address, same sums."""

from __future__ import annotations

import struct
from socket import IPPROTO_TCP, IPPROTO_UDP

SOURCE, TARGET = 12, 16
# Where the checksum stands behind the IP header; it covers the addresses too.
_SUMS = {IPPROTO_TCP: 16, IPPROTO_UDP: 6}


def readdressed(packet: bytes, place: int, address: bytes) -> bytes:
    """An IPv4 packet with `address` at `place`, its checksums mended (RFC 1624)."""
    changed = bytearray(packet)
    old, changed[place : place + 4] = packet[place : place + 4], address
    _mend(changed, 10, old, address)
    header = (packet[0] & 15) * 4
    at = header + _SUMS.get(packet[9], 0)
    fits = at > header and len(packet) >= at + 2
    # A later fragment holds no header; UDP may go without a sum.
    first = not int.from_bytes(packet[6:8], "big") & 0x1FFF
    if (
        fits
        and first
        and not (packet[9] == IPPROTO_UDP and packet[at : at + 2] == b"\0\0")
    ):
        _mend(changed, at, old, address)
    return bytes(changed)


def _mend(packet: bytearray, at: int, old: bytes, new: bytes) -> None:
    (sum_,) = struct.unpack_from(">H", packet, at)
    total = ~sum_ & 0xFFFF
    for before, after in zip(
        struct.unpack(">2H", old), struct.unpack(">2H", new), strict=True
    ):
        total += (~before & 0xFFFF) + after
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into(">H", packet, at, ~total & 0xFFFF)
