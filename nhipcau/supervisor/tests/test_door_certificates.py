"""Which certificate the real front door shows, by the name that is asked for."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest

from nhipcau.supervisor import certificates
from nhipcau.supervisor.certificates import Certificate
from nhipcau.supervisor.door import Door, caddyfile
from nhipcau.supervisor.ports import free_ports
from nhipcau.supervisor.tests.authority import Authority
from nhipcau.supervisor.tests.door_process import running

pytestmark = pytest.mark.live


@pytest.fixture
def data(tmp_path_factory) -> Path:
    """A short path: sockets stand in it."""
    return tmp_path_factory.mktemp("door")


async def shown(port: int, name: str) -> certificates.Facts:
    """The certificate that whoever asks for `name` is shown."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    async with asyncio.timeout(20):
        while True:
            # The first certificate is made a moment after the start.
            with contextlib.suppress(OSError, ssl.SSLError):
                _, writer = await asyncio.open_connection(
                    "127.0.0.1", port, ssl=blind, server_hostname=name
                )
                found = writer.get_extra_info("ssl_object").getpeercert(True)
                writer.close()
                pem = ssl.DER_cert_to_PEM_cert(found)
                return certificates.facts(pem.encode())
            await asyncio.sleep(0.05)


def door(data: Path, https: int, hosts: list[str], chosen: Certificate) -> Door:
    """One that shows this certificate; nothing stands behind it."""
    return Door(
        http_port=free_ports(1)[0],
        https_port=https,
        hosts=hosts,
        web_socket=data / "web.sock",
        engine_port=1,
        storage=data / "storage",
        static=[],
        loopback=["127.0.0.1"],
        certificate=chosen,
    )


async def test_a_given_certificate_is_shown_under_its_name_and_no_other(data):
    issued = Authority("Ban Cơ yếu").issue("hop.test")
    chain, key = data / "chain.pem", data / "key.pem"
    chain.write_bytes(issued.chain)
    key.write_bytes(issued.key)
    [https] = free_ports(1)
    given = certificates.Given(chain, key, ("hop.test",))
    text = caddyfile(door(data, https, ["hop.test", "khac.test"], given))
    with running(text, data):
        assert await shown(https, "hop.test") == certificates.facts(issued.chain)
        assert (await shown(https, "khac.test")).names == ("khac.test",)


async def test_it_reads_the_choice_of_acme(data):
    https, nobody = free_ports(2)
    # Nobody answers there: what matters is that the door starts and goes on asking.
    directory = f"https://127.0.0.1:{nobody}/directory"
    acme = certificates.Acme("ky.thuat@hop.test", directory)
    text = caddyfile(door(data, https, ["khac", "hop.test"], acme))
    with running(text, data):
        assert (await shown(https, "khac")).names == ("khac",)
