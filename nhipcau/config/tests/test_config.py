"""A setting that cannot be used is named, with its value, in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nhipcau.cli.secrets import NotUsableError
from nhipcau.config.config import Config, config
from nhipcau.supervisor.binaries import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A data folder of this test; the environment of the tests is not its own."""
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path))
    return tmp_path


def refused() -> str:
    """What reading the configuration anew says."""
    with pytest.raises(NotUsableError) as said:
        config.__wrapped__()
    return str(said.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NHIPCAU_HTTP_PORT", "abc", "một số nguyên"),
        ("NHIPCAU_HTTPS_PORT", "70000", "từ 1 đến 65535"),
        ("NHIPCAU_HOOK_PORT", "0", "từ 1 đến 65535"),
        ("NHIPCAU_DEMO", "maybe", "true hoặc false"),
        ("NHIPCAU_LANGUAGE", "fr", "vi hoặc en"),
        ("NHIPCAU_HOSTS", "hop.example, https://x", "tên máy hoặc địa chỉ"),
        ("NHIPCAU_HOSTS", "a{b}", "tên máy hoặc địa chỉ"),
        ("NHIPCAU_HOSTS", "-a.example", "tên máy hoặc địa chỉ"),
        ("NHIPCAU_NODE_IP", "10.0.0.5, hub", "địa chỉ số của máy này"),
    ],
)
def test_it_names_the_variable_and_its_value(folder, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    said = refused()
    assert f"{name} = {value}" in said
    assert words in said


def test_it_names_every_bad_setting_at_once(folder, monkeypatch):
    monkeypatch.setenv("NHIPCAU_HTTP_PORT", "abc")
    monkeypatch.setenv("NHIPCAU_HOOK_PORT", "def")
    assert len(refused().splitlines()) == 2


def test_it_names_the_key_and_the_file(folder):
    (folder / "nhipcau.toml").write_text('http_port = "eighty"\nnode_ip = 7\n')
    said = refused()
    assert f"http_port trong {folder / 'nhipcau.toml'} = eighty" in said
    assert "node_ip" in said
    assert "địa chỉ số" in said


def test_it_never_shows_the_value_of_a_secret(folder):
    (folder / "nhipcau.toml").write_text("oidc_client_secret = 12345678\n")
    said = refused()
    assert "oidc_client_secret" in said
    assert "12345678" not in said


def test_it_names_the_broken_file_and_the_line(folder):
    (folder / "nhipcau.toml").write_text("language = 'vi'\nhttp_port 8080\n")
    said = refused()
    assert str(folder / "nhipcau.toml") in said
    assert "line 2" in said


def test_it_names_a_file_that_is_no_text(folder):
    (folder / "nhipcau.toml").write_bytes(b"\xff\xfe\x00")
    assert str(folder / "nhipcau.toml") in refused()


def test_the_environment_wins_over_the_file(folder, monkeypatch):
    (folder / "nhipcau.toml").write_text("http_port = 1\nhttps_port = 2\n")
    monkeypatch.setenv("NHIPCAU_HTTP_PORT", "3")
    read = Config()
    assert (read.http_port, read.https_port) == (3, 2)


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("", ()),
        ("Hop.Xa.example", ("hop.xa.example",)),
        ("a.example, 10.0.0.5  fd00::1,", ("a.example", "10.0.0.5", "fd00::1")),
    ],
)
def test_names_of_the_machine_are_written_one_after_the_other(
    folder, monkeypatch, given, hosts
):
    monkeypatch.setenv("NHIPCAU_HOSTS", given)
    assert Config().hosts == hosts


def test_names_of_the_machine_are_a_list_in_the_file(folder):
    (folder / "nhipcau.toml").write_text('hosts = ["a.example", "b.example"]\n')
    assert Config().hosts == ("a.example", "b.example")
    (folder / "nhipcau.toml").write_text("hosts = 7\n")
    assert "tên máy" in refused()


@pytest.mark.parametrize("command", [["run"], ["prepare"], ["django", "check"]])
def test_every_command_says_it_without_a_traceback(tmp_path, command):
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *command],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin",
            "NHIPCAU_DATA_DIR": str(tmp_path),
            "NHIPCAU_HTTP_PORT": "abc",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "NHIPCAU_HTTP_PORT = abc" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_knows_every_network_of_this_machine(folder, monkeypatch):
    assert Config().node_ip == ()
    monkeypatch.setenv("NHIPCAU_NODE_IP", "10.0.0.5, fd00::5")
    assert Config().node_ip == ("10.0.0.5", "fd00::5")
