"""`nhipcau certificate`: takes what is right, says what is wrong, loses nothing."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nhipcau.cli import main
from nhipcau.cli.certificate import (
    certificate_in,
    described,
    import_given,
    put_aside,
    use_acme,
)
from nhipcau.cli.secrets import NotUsableError
from nhipcau.supervisor.certificates import Acme, Given, root_path
from nhipcau.supervisor.tests.authority import Authority, Issued

NOW = datetime.now(UTC)
HOSTS = ["10.0.0.5", "hop.xa.example"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(folder))
    folder.mkdir()
    return folder


def files(tmp_path: Path, issued: Issued) -> tuple[Path, Path]:
    chain, key = tmp_path / "given.pem", tmp_path / "given.key"
    chain.write_bytes(issued.chain)
    key.write_bytes(issued.key)
    return chain, key


def take(data: Path, tmp_path: Path, issued: Issued) -> None:
    import_given(data / "certificate", *files(tmp_path, issued), HOSTS, NOW)


def test_a_certificate_is_taken_with_its_key_readable_by_us_alone(data, tmp_path):
    issued = Authority("Ban Cơ yếu").issue("hop.xa.example")
    take(data, tmp_path, issued)
    found = certificate_in(data)
    assert isinstance(found, Given)
    assert found.chain.read_bytes() == issued.chain
    assert found.key.read_bytes() == issued.key
    assert stat.S_IMODE(found.key.stat().st_mode) == 0o600
    assert "Ban Cơ yếu" in described(data)


def wrong(data: Path, tmp_path: Path, issued: Issued) -> str:
    with pytest.raises(NotUsableError) as refused:
        take(data, tmp_path, issued)
    assert certificate_in(data) is None, "nothing was changed"
    return str(refused.value)


def test_it_says_that_the_key_is_of_another_certificate(data, tmp_path):
    authority = Authority()
    ours, other = authority.issue("hop.xa.example"), authority.issue("khac")
    said = wrong(data, tmp_path, Issued(ours.chain, other.key))
    assert "Khóa bí mật không phải của chứng chỉ" in said


def test_it_says_that_the_key_still_has_a_password(data, tmp_path):
    issued = Authority().issue("hop.xa.example", password="mật khẩu")
    assert "openssl pkey" in wrong(data, tmp_path, issued)


def test_it_says_for_whom_a_certificate_is_good_where_it_is_not_for_us(data, tmp_path):
    said = wrong(data, tmp_path, Authority().issue("nguoi-khac.example"))
    assert "nguoi-khac.example" in said
    assert "hop.xa.example" in said


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (NOW - timedelta(days=9), NOW - timedelta(days=1)),
        (NOW + timedelta(days=1), NOW + timedelta(days=9)),
    ],
)
def test_it_says_that_a_certificate_is_over_or_has_not_begun(
    data, tmp_path, begins, ends
):
    issued = Authority().issue("hop.xa.example", begins=begins, ends=ends)
    assert f"{ends:%d/%m/%Y}" in wrong(data, tmp_path, issued)


def test_it_says_that_the_chain_stands_in_the_wrong_order(data, tmp_path):
    issued, stranger = Authority().issue("hop.xa.example"), Authority("Khác")
    leaf = issued.chain[: issued.chain.index(b"-----END") + 26]
    said = wrong(data, tmp_path, Issued(leaf + stranger.root, issued.key))
    assert "xếp lại thứ tự" in said


@pytest.mark.parametrize(
    ("chain", "key", "word"),
    [(b"x", None, "BEGIN CERTIFICATE"), (None, b"x", "không phải khóa bí mật PEM")],
)
def test_it_says_which_file_is_not_what_it_should_be(data, tmp_path, chain, key, word):
    issued = Authority().issue("hop.xa.example")
    broken = Issued(chain or issued.chain, key or issued.key)
    assert word in wrong(data, tmp_path, broken)


def test_a_file_that_is_not_there_is_named(data, tmp_path):
    with pytest.raises(NotUsableError, match=r"none\.pem"):
        import_given(data, tmp_path / "none.pem", tmp_path / "k", HOSTS, NOW)


def test_what_was_chosen_before_stays_beside(data, tmp_path):
    take(data, tmp_path, Authority().issue("hop.xa.example"))
    old = certificate_in(data).chain.read_bytes()
    use_acme(data / "certificate", "ky.thuat@xa.example", "", HOSTS)
    assert certificate_in(data) == Acme("ky.thuat@xa.example")
    assert (data / "certificate" / "chain.pem.old").read_bytes() == old
    put_aside(data / "certificate")
    assert certificate_in(data) is None


@pytest.mark.parametrize(
    ("email", "directory", "hosts"),
    [
        ("không phải", "", HOSTS),
        ('a"b@c.example', "", HOSTS),
        ("a@b.example", "http://ca.example", HOSTS),
        ("a@b.example", "", ["10.0.0.5", "may-chu"]),
    ],
)
def test_acme_is_refused_where_it_cannot_work(data, email, directory, hosts):
    with pytest.raises(NotUsableError):
        use_acme(data / "certificate", email, directory, hosts)
    assert certificate_in(data) is None


def test_it_prints_what_is_shown_and_until_when(data, capsys):
    assert main(["certificate"]) == 0
    assert "tự cấp" in capsys.readouterr().out
    root = root_path(data / "door")
    root.parent.mkdir(parents=True)
    root.write_bytes(Authority("Nhịp Cầu").root)
    assert main(["certificate", "show"]) == 0
    assert "Dấu vân tay SHA-256: " in capsys.readouterr().out


def test_the_command_refuses_in_words_and_ends_with_1(data, tmp_path, capsys):
    chain, key = files(tmp_path, Authority().issue("nguoi-khac.example"))
    assert main(["certificate", "import", str(chain), str(key)]) == 1
    assert "nguoi-khac.example" in capsys.readouterr().err
    assert main(["certificate", "local"]) == 0


def test_a_broken_certificate_stops_the_start_in_words(data):
    (data / "certificate").mkdir()
    (data / "certificate" / "chain.pem").write_text("x")
    with pytest.raises(NotUsableError, match="nhập lại"):
        certificate_in(data)
