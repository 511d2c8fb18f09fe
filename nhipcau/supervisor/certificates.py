"""Which certificate the door shows, and what stands in it.

The choice is a folder: `chain.pem` and `key.pem` are a given certificate, `acme` holds
an e-mail address and perhaps an ACME directory (RFC 8555), nothing at all is the door's
own authority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from nhipcau.core.hosts import is_address

#: Within the data folder.
FOLDER = "certificate"
CHAIN, KEY, ACME = "chain.pem", "key.pem", "acme"
#: Whoever issues certificates may need weeks…
AHEAD = timedelta(days=30)
#: …but what is renewed by itself is so after two thirds of its life: later than this
#: share of it, that has failed.
RENEWED = 1 / 5


@dataclass(frozen=True, slots=True)
class Given:
    """A certificate that somebody issued, with the names that it is good for."""

    chain: Path
    key: Path
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acme:
    """The door asks an ACME server by itself; no directory: a public one."""

    email: str
    directory: str = ""


Certificate = Given | Acme | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the first certificate of a chain says."""

    names: tuple[str, ...]
    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    # SHA-256 over the certificate, as `AB:CD:…`.
    fingerprint: str

    def ends_soon(self, now: datetime) -> bool:
        """Whether somebody should see to it."""
        return self.ends - now <= min(AHEAD, (self.ends - self.begins) * RENEWED)


def chosen(folder: Path) -> Certificate:
    """What was chosen in `folder`. Raises ValueError for an unreadable chain."""
    chain, acme = folder / CHAIN, folder / ACME
    if chain.exists():
        return Given(chain, folder / KEY, facts(chain.read_bytes()).names)
    if acme.exists():
        return Acme(*acme.read_text().splitlines())
    return None


def is_chosen(folder: Path) -> bool:
    """Whether another certificate than the door's own was chosen, readable or not."""
    return any((folder / name).exists() for name in (CHAIN, ACME))


def facts(pem: bytes) -> Facts:
    """What is in the first certificate. Raises ValueError when there is none."""
    found = x509.load_pem_x509_certificates(pem)[0]
    print_ = found.fingerprint(SHA256()).hex(":").upper()
    return Facts(
        _names(found),
        _called(found.subject),
        _called(found.issuer),
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        print_,
    )


def trusted(data: Path) -> Facts | None:
    """What browsers must trust: the given certificate, the one got, or the own root.

    None: there is none yet. Raises ValueError for an unreadable one.
    """
    storage = data / "door"
    match chosen(data / FOLDER):
        case Given(chain, _, _):
            found = [chain]
        case Acme():
            got = (storage / "certificates").glob("*/*/*.crt")
            found = [path for path in got if path.parts[-3] != "local"]
        case _:
            found = [path for path in (root_path(storage),) if path.exists()]
    read = [facts(path.read_bytes()) for path in found]
    return max(read, key=lambda one: one.ends, default=None)


def der(pem: bytes) -> bytes:
    """The first certificate in its binary form."""
    return x509.load_pem_x509_certificates(pem)[0].public_bytes(Encoding.DER)


def root_path(storage: Path) -> Path:
    """Where the door keeps the root of its own authority, once it has one."""
    return storage / "pki" / "authorities" / "local" / "root.crt"


def covers(names: Sequence[str], host: str) -> bool:
    """Whether a certificate for `names` is good for `host` (RFC 9525, 6.3)."""
    head, dot, rest = host.partition(".")
    wildcard = f"*.{rest}" if head and dot and not is_address(host) else ""
    return any(name.lower() in {host.lower(), wildcard.lower()} for name in names)


def _names(found: x509.Certificate) -> tuple[str, ...]:
    try:
        kind = x509.SubjectAlternativeName
        names = found.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return ()
    dns = names.get_values_for_type(x509.DNSName)
    numbers = names.get_values_for_type(x509.IPAddress)
    return (*dns, *map(str, numbers))


def _called(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return name.rfc4514_string()
