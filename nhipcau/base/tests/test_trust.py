"""The page that makes a machine trust this server, and the alarm before it must not."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from nhipcau.base.tests.pages import visit
from nhipcau.base.views import home
from nhipcau.supervisor import certificates
from nhipcau.supervisor.tests.authority import Authority, Issued

pytestmark = pytest.mark.django_db
HOST = {"HTTP_HOST": "10.0.0.5:8443", "secure": True}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings) -> Path:
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    return tmp_path


@pytest.fixture
def root(data: Path) -> bytes:
    pem = Authority("Nhịp Cầu").root
    path = certificates.root_path(data / "door")
    path.parent.mkdir(parents=True)
    path.write_bytes(pem)
    return pem


def give(data: Path, issued: Issued) -> None:
    folder = data / certificates.FOLDER
    folder.mkdir()
    (folder / "chain.pem").write_bytes(issued.chain)
    (folder / "key.pem").write_bytes(issued.key)


def test_it_shows_the_fingerprint_to_who_has_not_signed_in(client, root):
    page = client.get("/trust", **HOST).content.decode()
    spoken = certificates.facts(root).fingerprint.replace(":", " ")
    for at in range(0, len(spoken), 12):
        assert spoken[at : at + 11] in page
    assert "https://10.0.0.5:8443" in page


def test_beside_the_server_it_sends_people_to_the_machine_itself(client, root):
    page = client.get("/trust").content.decode()
    assert "chính máy chủ" in page
    assert certificates.facts(root).fingerprint[:11].replace(":", " ") not in page


def test_the_policy_opens_camera_and_microphone_for_this_address_alone(client, root):
    answer = client.get("/trust/nhip-cau.json", **HOST)
    assert "attachment" in answer["Content-Disposition"]
    policy = json.loads(answer.content)
    [trusted] = policy.pop("CACertificates")
    read = x509.load_der_x509_certificate(base64.b64decode(trusted))
    assert read == x509.load_pem_x509_certificate(root)
    assert set(map(tuple, policy.values())) == {("https://10.0.0.5:8443",)}
    devices = {"AudioCaptureAllowedUrls", "VideoCaptureAllowedUrls"}
    displays = {"PopupsAllowedForUrls", "WindowManagementAllowedForUrls"}
    assert devices | displays | {"AutomaticFullscreenAllowedForUrls"} <= set(policy)


def test_windows_gets_the_same_for_chrome_and_edge(client, root):
    text = client.get("/trust/nhip-cau.reg", **HOST).content.decode("utf-16")
    assert text.startswith("Windows Registry Editor Version 5.00\r\n")
    for browser in (r"Google\Chrome", r"Microsoft\Edge"):
        key = (
            rf"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\{browser}\AudioCaptureAllowedUrls]"
        )
        assert f'{key}\r\n"1"="https://10.0.0.5:8443"\r\n' in text


def test_a_given_certificate_is_named_and_no_root_of_ours_is_offered(
    client, root, data
):
    give(data, Authority("Ban Cơ yếu").issue("hop.xa.example"))
    page = client.get("/trust", **HOST).content.decode()
    assert "Ban Cơ yếu" in page
    assert "/ca.crt" not in page
    policy = json.loads(client.get("/trust/nhip-cau.json", **HOST).content)
    assert "CACertificates" not in policy


def test_a_certificate_that_cannot_be_read_breaks_no_page(client, data):
    give(data, Issued(b"x", b"x"))
    assert client.get("/trust", **HOST).status_code == 200
    assert client.get("/trust/nhip-cau.json", **HOST).status_code == 200


def ending(data: Path, days: float) -> None:
    end = datetime.now(UTC) + timedelta(days=days)
    begun = datetime.now(UTC) - timedelta(days=300)
    give(data, Authority().issue("hop.xa.example", begins=begun, ends=end))


def test_who_keeps_the_server_is_warned_a_month_ahead(data):
    ending(data, 12.5)
    assert "còn 12 ngày" in visit(home, "/", "places.edit")


def test_who_keeps_the_server_is_told_that_it_is_over(data):
    ending(data, -1)
    assert "đã hết hạn" in visit(home, "/", "places.edit")


def test_who_keeps_the_server_is_told_that_it_cannot_be_read(data):
    give(data, Issued(b"x", b"x"))
    assert "Không đọc được chứng chỉ" in visit(home, "/", "places.edit")


def test_nobody_is_warned_before(data):
    ending(data, 31)
    assert "Chứng chỉ của máy chủ" not in visit(home, "/", "places.edit")


def test_nobody_else_is_warned(data):
    ending(data, 3)
    assert "Chứng chỉ của máy chủ" not in visit(home, "/", "places.see")
