"""The files that start a room computer: run as they are, into a folder of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client

from nhipcau.live.kiosk.launcher import linux

DEADLINE = 15


class Door(BaseHTTPRequestHandler):
    """Is away for the first two questions."""

    asked = 0

    def do_GET(self) -> None:
        Door.asked += 1
        self.send_response(204 if Door.asked > 2 else 502)
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        """Says nothing."""


@pytest.fixture
def door() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def installed(tmp_path: Path, address: str) -> Path:
    script = tmp_path / "install.sh"
    script.write_text(linux(address, "/phong/", '{"AutoplayAllowlist": ["x"]}'))
    root = tmp_path / "root"
    subprocess.run(["sh", script], env=os.environ | {"DESTDIR": str(root)}, check=True)
    return root


def test_it_starts_with_the_desktop_and_asks_no_question(tmp_path: Path):
    root = installed(tmp_path, "https://10.0.0.5")
    entry = (root / "etc/xdg/autostart/nhip-cau-phong-hop.desktop").read_text()
    assert "Exec=/usr/local/bin/nhip-cau-phong-hop\n" in entry
    for folder in ("etc/chromium", "etc/opt/chrome"):
        policy = root / folder / "policies/managed/nhip-cau.json"
        assert json.loads(policy.read_text()) == {"AutoplayAllowlist": ["x"]}


def test_it_waits_for_the_server_and_starts_the_browser_again_and_again(
    tmp_path: Path, door: str
):
    root = installed(tmp_path, door)
    tools, notes = tmp_path / "tools", tmp_path / "notes"
    tools.mkdir()
    os.mkfifo(notes)
    browser = tools / "chromium"
    browser.write_text(f'#!/bin/sh\necho "$@" > {notes}\n')
    browser.chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    started = subprocess.Popen(
        [root / "usr/local/bin/nhip-cau-phong-hop"],
        env=os.environ | {"PATH": path},
        start_new_session=True,
    )
    alarm = threading.Timer(DEADLINE, os.killpg, (started.pid, signal.SIGKILL))
    alarm.start()
    try:
        for _ in range(2):
            words = notes.read_text().split()
            assert words[0] == "--kiosk"
            # With it the page can tell a power cut from a browser that ended.
            assert words[-1] == f"{door}/phong/#boot={_started()}"
    finally:
        alarm.cancel()
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    assert Door.asked > 2


def _started() -> str:
    stat = Path("/proc/stat").read_text()
    return next(line.split()[1] for line in stat.splitlines() if "btime" in line)


@pytest.mark.django_db
def test_both_files_name_this_server_and_no_secret():
    client = Client()
    script = client.get("/phong/nhip-cau-phong-hop.sh", secure=True)
    text = script.content.decode()
    assert "address=https://testserver\n" in text
    assert '"https://testserver"' in text
    assert 'filename="nhip-cau-phong-hop.sh"' in script["Content-Disposition"]
    windows = client.get("/phong/nhip-cau-phong-hop.cmd", secure=True).content
    assert b"set ADDRESS=https://testserver\r\n" in windows
    assert b"set PAGE=%ADDRESS%/phong/#boot=%BOOT%\r\n" in windows
    assert windows.count(b"%PAGE%") == 2
    assert windows.isascii()
    assert client.get("/phong/nhip-cau-phong-hop.exe").status_code == 404
