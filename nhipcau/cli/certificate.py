"""`nhipcau certificate`: which certificate the browsers of other machines are shown."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from nhipcau.cli.secrets import NotUsableError, data_folder, storing, write_private
from nhipcau.core.hosts import is_address
from nhipcau.supervisor.certificates import (
    ACME,
    CHAIN,
    FOLDER,
    KEY,
    Acme,
    Certificate,
    Facts,
    Given,
    chosen,
    covers,
    facts,
    trusted,
)

HELP = "Xem, nhập chứng chỉ của máy chủ, hoặc xin và gia hạn tự động (ACME)."
RESTART = "Khởi động lại ./run để dùng."
# What would end a word in the door's configuration.
_MARKS = re.compile(r"[\s\"`{}]")
_EMAIL = re.compile(r"[^@\s\"`{}]+@[^@\s\"`{}]+\.[^@\s\"`{}]+")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One action; alone: `show`."""
    actions = parser.add_subparsers(dest="action", metavar="việc")
    actions.add_parser("show", help="đang dùng chứng chỉ nào, đến bao giờ")
    given = actions.add_parser("import", help="dùng chứng chỉ đã được cấp")
    given.add_argument(
        "chain", type=Path, help="tệp PEM: chứng chỉ rồi các chứng chỉ trung gian"
    )
    given.add_argument("key", type=Path, help="tệp PEM của khóa bí mật, không mật khẩu")
    acme = actions.add_parser("acme", help="tự xin và tự gia hạn qua ACME")
    acme.add_argument("email", help="thư điện tử nhận thông báo của nơi cấp")
    acme.add_argument(
        "--directory", default="", help="địa chỉ ACME nội bộ; bỏ trống: nơi cấp công"
    )
    actions.add_parser("local", help="trở lại chứng chỉ do máy chủ tự cấp")


def main(options: argparse.Namespace) -> int:
    """Does it, or says why not and leaves everything as it was."""
    from django.conf import settings
    from django.utils import timezone

    from nhipcau.cli.run import own_hosts

    data = data_folder()
    folder = data / FOLDER
    hosts = own_hosts(settings.NHIPCAU)
    now = timezone.now()
    match options.action:
        case "import":
            found = import_given(folder, options.chain, options.key, hosts, now)
            print(f"Đã nhập. {_sentence(found)}\n{RESTART}")
        case "acme":
            use_acme(folder, options.email, options.directory, hosts)
            print(f"Đã chọn xin chứng chỉ tự động cho {options.email}.\n{RESTART}")
        case "local":
            put_aside(folder)
            print(f"Đã trở lại chứng chỉ do máy chủ tự cấp.\n{RESTART}")
        case _:
            print(described(data))
    return 0


def certificate_in(data: Path) -> Certificate:
    """What was chosen in this data folder."""
    folder = data / FOLDER
    try:
        return chosen(folder)
    except ValueError:
        raise NotUsableError(
            f"Không đọc được chứng chỉ {folder / CHAIN}.\n"
            "Hãy nhập lại: nhipcau certificate import <chứng chỉ> <khóa>."
        ) from None


def import_given(
    folder: Path, chain: Path, key: Path, hosts: Sequence[str], now: datetime
) -> Facts:
    """Takes a certificate and its key into use, or says what is wrong with them."""
    pem, secret = _read(chain), _read(key)
    found = _checked(pem, secret, now)
    if not any(covers(found.names, host) for host in hosts):
        names, own = ", ".join(found.names) or "không có", ", ".join(hosts)
        raise NotUsableError(
            f"Chứng chỉ này cấp cho: {names}.\n"
            f"Máy chủ này có tên: {own or 'chưa có'}. Hãy xin chứng chỉ đúng tên, "
            "hoặc đặt NHIPCAU_HOSTS thành tên trên chứng chỉ."
        )
    put_aside(folder)
    write_private(folder / KEY, secret.decode())
    write_private(folder / CHAIN, pem.decode())
    return found


def use_acme(folder: Path, email: str, directory: str, hosts: Sequence[str]) -> None:
    """The door asks for a certificate by itself from its next start on."""
    if not _EMAIL.fullmatch(email):
        raise NotUsableError(f"«{email}» không phải một địa chỉ thư điện tử.")
    if directory and not (_is_https(directory) and not _MARKS.search(directory)):
        raise NotUsableError(f"«{directory}» không phải một địa chỉ https.")
    if not any("." in host and not is_address(host) for host in hosts):
        raise NotUsableError(
            "Nơi cấp chỉ cấp chứng chỉ cho tên miền, không cho địa chỉ số.\n"
            "Hãy đặt NHIPCAU_HOSTS thành tên miền của máy chủ này."
        )
    put_aside(folder)
    write_private(folder / ACME, f"{email}\n{directory}\n")


def put_aside(folder: Path) -> None:
    """What was chosen before stays beside as `.old`, in case it is wanted again."""
    with storing(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in (CHAIN, KEY, ACME):
            if (path := folder / name).exists():
                path.replace(path.with_name(f"{name}.old"))


def described(data: Path) -> str:
    """What browsers are shown, and until when, in sentences."""
    certificate, found = certificate_in(data), trusted(data)
    if isinstance(certificate, Acme):
        where = certificate.directory or "nơi cấp công"
        begin = f"Máy chủ tự xin và tự gia hạn ở {where} cho {certificate.email}."
        return f"{begin}\n{_sentence(found) if found else 'Chưa nhận được.'}"
    if found is None:
        return "Máy chủ tự cấp chứng chỉ khi chạy lần đầu có mạng."
    if isinstance(certificate, Given):
        return _sentence(found)
    return (
        "Máy chủ tự cấp chứng chỉ. Chứng chỉ gốc để cài ở các máy: trang /trust.\n"
        f"Dấu vân tay SHA-256: {found.fingerprint}\n"
        f"Hết hạn: {found.ends:%d/%m/%Y}."
    )


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotUsableError(f"Không đọc được {path}: {error.strerror}.") from None


def _checked(pem: bytes, secret: bytes, now: datetime) -> Facts:
    try:
        chain = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise NotUsableError(
            "Tệp thứ nhất không phải chứng chỉ PEM (bắt đầu bằng BEGIN CERTIFICATE). "
            "Tệp .pfx: openssl pkcs12 -in tệp.pfx -out tệp.pem -nodes."
        ) from None
    try:
        key = load_pem_private_key(secret, None)
    except TypeError:
        raise NotUsableError(
            "Khóa bí mật còn đặt mật khẩu: máy chủ khởi động không có người nhập.\n"
            "Bỏ mật khẩu: openssl pkey -in khóa.pem -out khóa-mới.pem."
        ) from None
    except ValueError:
        raise NotUsableError("Tệp thứ hai không phải khóa bí mật PEM.") from None
    if key.public_key() != chain[0].public_key():
        raise NotUsableError(
            "Khóa bí mật không phải của chứng chỉ đứng đầu tệp thứ nhất.\n"
            "Chứng chỉ của máy chủ phải đứng trước các chứng chỉ trung gian."
        )
    for lower, upper in pairwise(chain):
        try:
            lower.verify_directly_issued_by(upper)
        except (ValueError, TypeError, InvalidSignature):
            raise NotUsableError(
                f"Chứng chỉ của «{upper.subject.rfc4514_string()}» không phải nơi cấp "
                f"của «{lower.subject.rfc4514_string()}»: xếp lại thứ tự trong tệp."
            ) from None
    found = facts(pem)
    if not found.begins <= now <= found.ends:
        raise NotUsableError(
            f"Chứng chỉ có hạn từ {found.begins:%d/%m/%Y} đến {found.ends:%d/%m/%Y}, "
            f"giờ của máy chủ là {now:%d/%m/%Y %H:%M}."
        )
    return found


def _sentence(found: Facts) -> str:
    return (
        f"Chứng chỉ cấp cho {', '.join(found.names)}, do «{found.issuer}» cấp, "
        f"hết hạn ngày {found.ends:%d/%m/%Y}."
    )
