"""Where a stream comes from: an address that somebody typed; not to be believed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from nhipcau.core.hosts import bracketed
from nhipcau.core.refusal import Refusal

Network = IPv4Network | IPv6Network

# RFC 7826, 4.2, and RFC 9110, 4.2; SRT has none that is usual.
PORTS: Final = {"rtsp": 554, "http": 80, "https": 443, "srt": 0}
# In characters (SRT, SRTO_PASSPHRASE).
PASSPHRASE: Final = range(10, 80)
LONGEST = 500
_SECRET = re.compile(r"(pass|passwd|password|passphrase|pwd)=", re.IGNORECASE)
# What may stand after the port of an SRT address: how it is called, and nothing else.
_SRT = re.compile(r"(/?\?((mode=caller|streamid=[^&]*|latency=\d{1,5})(&|$))*)?")
_HOST = re.compile(r"[0-9a-z.:_-]+", re.IGNORECASE)
# Besides what the standard library calls loopback, link-local and unspecified: where
# clouds tell machines their secrets, and what wraps an IPv4 address so that the answer
# would go elsewhere (RFC 6052, RFC 3056).
_INNER: Final = (
    ip_network("100.100.100.200/32"),
    ip_network("168.63.129.16/32"),
    ip_network("fd00:ec2::254/128"),
    ip_network("64:ff9b::/96"),
    ip_network("2002::/16"),
)


@dataclass(frozen=True)
class Address:
    """One stream of one machine; who may see it stands beside, never within `text`."""

    scheme: str
    host: str
    port: int
    path: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """As people read it, without name and password."""
        return self._url(self.host, self.port)

    def by_way_of(self, port: int) -> str:
        """What to open when a tunnel to it begins at `port` of this machine.

        It holds the password: for the library that opens it, and for nobody else.
        """
        return self._url("127.0.0.1", port, secret=True)

    def _url(self, host: str, port: int, *, secret: bool = False) -> str:
        known = f"{quote(self.user, '')}:{quote(self.password, '')}@"
        name = known if secret and (self.user or self.password) else ""
        usual = PORTS[self.scheme] == port
        place = f"{name}{bracketed(host)}{'' if usual else f':{port}'}"
        return f"{self.scheme}://{place}{self.path}"


def address(text: str, user: str = "", password: str = "") -> Address:
    """The address in `text`; a name and a password in it count where none are given.

    Raises Refusal.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise Refusal("feed_address_long", most=LONGEST)
    if not text.isprintable() or " " in text:
        raise Refusal("feed_address")
    try:
        found = urlsplit(text)
        port = found.port
    except ValueError:
        raise Refusal("feed_address") from None
    if found.scheme not in PORTS:
        raise Refusal("feed_scheme")
    host = found.hostname or ""
    if not _HOST.fullmatch(host) or port == 0 or found.fragment:
        raise Refusal("feed_address")
    path = f"{found.path}?{found.query}" if found.query else found.path
    # It would stand in rows, on pages and in the log for ever.
    if _SECRET.search(path):
        raise Refusal("feed_secret")
    made = Address(
        found.scheme,
        host,
        port or PORTS[found.scheme],
        path,
        user or unquote(found.username or ""),
        password or unquote(found.password or ""),
    )
    if made.scheme == "srt":
        _look_at_call(made)
    return made


def _look_at_call(found: Address) -> None:
    """Raises Refusal where SRT does not know such an address."""
    if not found.port or not _SRT.fullmatch(found.path):
        raise Refusal("feed_srt")
    if found.password and len(found.password) not in PASSPHRASE:
        raise Refusal("feed_passphrase")


def is_inner(number: str, allowed: Collection[Network] = ()) -> bool:
    """Whether nobody is to be asked at this IP address: it is no other machine's.

    Private networks are where cameras are, and stay open; `allowed` opens more.
    """
    found = ip_address(number)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if is_within(str(found), allowed):
        return False
    named = (
        found.is_loopback
        or found.is_link_local
        or found.is_unspecified
        or found.is_multicast
        or found.is_reserved
    )
    return named or is_within(str(found), _INNER)


def is_within(number: str, networks: Collection[Network]) -> bool:
    """Whether an IP address is in one of these networks."""
    found = ip_address(number.partition("%")[0])
    return any(found in one for one in networks if one.version == found.version)
