"""A certificate authority for tests: issues what a real one would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from nhipcau.core.hosts import is_address

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its key, in PEM."""

    chain: bytes
    key: bytes


class Authority:
    """Signs with its own root."""

    def __init__(self, name: str = "Cơ quan thử") -> None:
        self._key = generate_private_key(SECP256R1())
        self._name = _called(name)
        now = datetime.now(UTC)
        builder = _builder(
            self._name, self._name, self._key, now - DAY, now + 3650 * DAY
        )
        builder = builder.add_extension(
            x509.BasicConstraints(True, None), critical=True
        )
        self._root = builder.sign(self._key, SHA256())

    @property
    def root(self) -> bytes:
        """Its own certificate."""
        return self._root.public_bytes(Encoding.PEM)

    def issue(
        self,
        *names: str,
        begins: datetime | None = None,
        ends: datetime | None = None,
        password: str = "",
    ) -> Issued:
        """For these names, from yesterday on for a year when nothing else is said."""
        now = datetime.now(UTC)
        key = generate_private_key(SECP256R1())
        builder = _builder(
            _called(names[0] if names else "không tên"),
            self._name,
            key,
            begins or now - DAY,
            ends or now + 365 * DAY,
        )
        if names:
            found = [
                x509.IPAddress(ip_address(one))
                if is_address(one)
                else x509.DNSName(one)
                for one in names
            ]
            builder = builder.add_extension(
                x509.SubjectAlternativeName(found), critical=False
            )
        leaf = builder.sign(self._key, SHA256())
        lock = (
            BestAvailableEncryption(password.encode()) if password else NoEncryption()
        )
        return Issued(
            leaf.public_bytes(Encoding.PEM) + self.root,
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock),
        )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
