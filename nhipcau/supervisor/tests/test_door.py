"""The front door's configuration as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhipcau.supervisor.certificates import Acme, Given
from nhipcau.supervisor.door import Door, caddyfile


def door(**changes) -> str:
    values = {
        "http_port": 8080,
        "https_port": 8443,
        "hosts": ["10.0.0.5", "nuithanh"],
        "web_socket": Path("/data/run/web.sock"),
        "engine_port": 7880,
        "storage": Path("/data/door"),
        "static": [Path("/app/dist"), Path("/app/static")],
    }
    return caddyfile(Door(**values | changes))


def test_it_speaks_plain_http_to_this_machine_alone():
    text = door()
    assert (
        "http://localhost:8080, http://127.0.0.1:8080 {\n\tbind 127.0.0.1 ::1" in text
    )
    assert "http://10.0.0.5" not in text


def test_it_speaks_tls_to_all_others():
    assert "https://10.0.0.5:8443, https://nuithanh:8443 {\n\ttls internal" in door()


def test_it_writes_ipv6_hosts_in_brackets():
    assert "https://[fd00::5]:8443 {" in door(hosts=["fd00::5"])


def test_it_has_no_tls_site_without_a_network():
    text = door(hosts=[])
    assert "tls internal" not in text
    assert "default_sni" not in text


def test_it_never_asks_browsers_to_remember_tls_for_localhost():
    plain, tls = door().split("https://10.0.0.5", 1)
    assert "Strict-Transport-Security" not in plain
    assert "Strict-Transport-Security" in tls


@pytest.mark.parametrize("bad", ['/a"b', "/a{b}", "/a`b", "/a\nb"])
def test_it_refuses_a_path_that_would_become_configuration(bad):
    with pytest.raises(ValueError, match="cannot use this path"):
        door(storage=Path(bad))


def test_it_takes_a_path_with_spaces_and_vietnamese_letters():
    assert '"/nhà cầu/door"' in door(storage=Path("/nhà cầu/door"))


def test_a_given_certificate_is_shown_under_its_names_and_the_own_one_elsewhere():
    given = Given(Path("/data/c/chain.pem"), Path("/data/c/key.pem"), ("nuithanh",))
    text = door(certificate=given)
    assert (
        'https://nuithanh:8443 {\n\ttls "/data/c/chain.pem" "/data/c/key.pem"' in text
    )
    assert "https://10.0.0.5:8443 {\n\ttls internal" in text


def test_acme_is_asked_for_names_with_a_domain_alone():
    hosts = ["10.0.0.5", "nuithanh", "hop.nuithanh.example"]
    text = door(hosts=hosts, certificate=Acme("ky.thuat@nuithanh.example"))
    assert (
        'https://hop.nuithanh.example:8443 {\n\ttls "ky.thuat@nuithanh.example"\n'
        in text
    )
    assert "https://10.0.0.5:8443, https://nuithanh:8443 {\n\ttls internal" in text


def test_acme_may_have_a_directory_of_its_own():
    text = door(
        hosts=["hop.nuithanh.example"],
        certificate=Acme("a@b.example", "https://ca.b.example/dir"),
    )
    assert '\tca "https://ca.b.example/dir"\n' in text
