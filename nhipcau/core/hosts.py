"""Names and numbers of machines, as they stand in addresses (RFC 3986, 3.2.2)."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_address(host: str) -> bool:
    """Whether `host` is a number, not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def bracketed(host: str) -> str:
    """As it stands before a port: a number of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def host_of(authority: str) -> str:
    """Of `host:port`, without brackets; "" when there is none."""
    return urlsplit(f"//{authority}").hostname or ""
