"""Which certificate was chosen, what it says, and when somebody should see to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nhipcau.supervisor import certificates
from nhipcau.supervisor.certificates import Acme, Given, covers
from nhipcau.supervisor.tests.authority import Authority, Issued

NOW = datetime.now(UTC)


def given(data: Path, issued: Issued) -> None:
    folder = data / certificates.FOLDER
    folder.mkdir(exist_ok=True)
    (folder / "chain.pem").write_bytes(issued.chain)
    (folder / "key.pem").write_bytes(issued.key)


def own_root(data: Path, pem: bytes) -> None:
    path = certificates.root_path(data / "door")
    path.parent.mkdir(parents=True)
    path.write_bytes(pem)


def test_an_empty_folder_is_the_doors_own_authority(tmp_path):
    assert certificates.chosen(tmp_path / "none") is None
    assert not certificates.is_chosen(tmp_path)


def test_a_given_certificate_comes_with_the_names_it_is_good_for(tmp_path):
    given(tmp_path, Authority().issue("hop.xa.example", "10.0.0.5"))
    found = certificates.chosen(tmp_path / certificates.FOLDER)
    assert isinstance(found, Given)
    assert found.names == ("hop.xa.example", "10.0.0.5")


def test_a_broken_chain_is_no_choice_that_is_passed_over(tmp_path):
    (tmp_path / "chain.pem").write_text("not a certificate")
    assert certificates.is_chosen(tmp_path)
    with pytest.raises(ValueError, match="PEM"):
        certificates.chosen(tmp_path)


def test_acme_needs_no_directory(tmp_path):
    (tmp_path / "acme").write_text("ky.thuat@xa.example\n\n")
    assert certificates.chosen(tmp_path) == Acme("ky.thuat@xa.example")


@pytest.mark.parametrize(
    ("names", "host", "good"),
    [
        (["hop.xa.example"], "HOP.xa.example", True),
        (["*.xa.example"], "hop.xa.example", True),
        (["*.xa.example"], "a.hop.xa.example", False),
        (["*.xa.example"], "xa.example", False),
        (["10.0.0.5"], "10.0.0.5", True),
        (["*.0.0.5"], "10.0.0.5", False),
        ([], "hop", False),
    ],
)
def test_it_knows_for_whom_a_certificate_is_good(names, host, good):
    assert covers(names, host) is good


def test_it_reads_issuer_end_and_fingerprint():
    end = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    found = certificates.facts(Authority("Ban Cơ yếu").issue("hop", ends=end).chain)
    assert (found.issuer, found.subject, found.ends) == ("Ban Cơ yếu", "hop", end)
    assert len(found.fingerprint.split(":")) == 32


@pytest.mark.parametrize(("left", "soon"), [(31, False), (30, True), (-1, True)])
def test_a_year_long_certificate_is_due_a_month_ahead(left, soon):
    end = NOW + timedelta(days=left)
    issued = Authority().issue("hop", begins=end - timedelta(days=365), ends=end)
    assert certificates.facts(issued.chain).ends_soon(NOW) is soon


@pytest.mark.parametrize(("left", "soon"), [(29, False), (17, True)])
def test_one_that_renews_itself_is_due_when_that_has_failed(left, soon):
    end = NOW + timedelta(days=left)
    issued = Authority().issue("hop", begins=end - timedelta(days=90), ends=end)
    assert certificates.facts(issued.chain).ends_soon(NOW) is soon


def test_browsers_trust_the_own_root_where_nothing_is_chosen(tmp_path):
    assert certificates.trusted(tmp_path) is None
    own_root(tmp_path, Authority("Nhịp Cầu").root)
    assert certificates.trusted(tmp_path).subject == "Nhịp Cầu"


def test_browsers_trust_the_given_certificate_where_there_is_one(tmp_path):
    own_root(tmp_path, Authority("Nhịp Cầu").root)
    given(tmp_path, Authority().issue("hop"))
    assert certificates.trusted(tmp_path).subject == "hop"


def test_of_those_got_by_acme_the_newest_counts(tmp_path):
    (tmp_path / certificates.FOLDER).mkdir()
    (tmp_path / certificates.FOLDER / "acme").write_text("a@b.example\n")
    assert certificates.trusted(tmp_path) is None
    for place, name, days in [("le", "old", 10), ("le", "new", 80), ("local", "x", 99)]:
        path = tmp_path / "door" / "certificates" / place / name / f"{name}.crt"
        path.parent.mkdir(parents=True)
        end = NOW + timedelta(days=days)
        path.write_bytes(Authority().issue(name, ends=end).chain)
    assert certificates.trusted(tmp_path).subject == "new"
