"""The data folder and the secrets of the first run."""

from __future__ import annotations

import errno
import os
import socket
import tomllib

import pytest

from nhipcau.cli.secrets import (
    NotUsableError,
    data_folder,
    ensure_secrets,
    storing,
    write_private,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / "d"))
    return data_folder()


def test_it_makes_the_data_folder_for_this_user_alone(folder):
    for each in (folder, folder / "run", folder / "door"):
        assert each.stat().st_mode & 0o777 == 0o700
    assert os.environ["NHIPCAU_DATA_DIR"] == str(folder)


def test_it_tightens_a_folder_that_was_open(folder):
    folder.chmod(0o755)
    assert data_folder().stat().st_mode & 0o777 == 0o700


def test_it_uses_the_default_when_nothing_is_set(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHIPCAU_DATA_DIR", "")
    assert data_folder("data/demo") == tmp_path / "data" / "demo"


def test_it_says_when_the_folder_cannot_be_used(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(NotUsableError, match="NHIPCAU_DATA_DIR"):
        data_folder()


def test_it_says_when_a_socket_would_not_fit(tmp_path, monkeypatch):
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / ("điểm-cầu-" * 10)))
    with pytest.raises(NotUsableError, match="quá dài"):
        data_folder()


@pytest.fixture
def of_length(tmp_path, monkeypatch):
    """Names a data folder with a path of so many bytes."""

    def name(length: int) -> None:
        short = length - len(os.fsencode(tmp_path)) - 1
        monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / ("x" * short)))

    return name


def test_in_the_longest_folder_the_socket_of_every_process_can_be_made(of_length):
    of_length(85)
    folder = data_folder()
    (folder / "run" / "wake").mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(folder / "run" / "wake" / "4194304.sock"))


def test_one_sign_more_is_refused_at_the_start(of_length):
    of_length(86)
    with pytest.raises(NotUsableError, match="quá dài"):
        data_folder()


def test_it_makes_long_secrets_once(folder):
    assert ensure_secrets(folder)
    path = folder / "secrets.toml"
    first = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    values = tomllib.loads(first)
    assert set(values) == {"secret_key", "engine_key", "engine_secret"}
    assert len(values["secret_key"]) >= 48
    assert len(values["engine_secret"]) >= 48
    assert not ensure_secrets(folder)
    assert path.read_text() == first


def test_it_tightens_secrets_that_were_open(folder):
    ensure_secrets(folder)
    (folder / "secrets.toml").chmod(0o644)
    ensure_secrets(folder)
    assert (folder / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_it_replaces_a_private_file_even_after_a_crash(tmp_path):
    goal = tmp_path / "livekit.yaml"
    goal.with_suffix(".part").write_text("half")
    write_private(goal, "whole")
    assert goal.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["livekit.yaml"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Ổ đĩa dữ liệu đã đầy"),
        (errno.EDQUOT, "Ổ đĩa dữ liệu đã đầy"),
        (errno.EROFS, "Không ghi được"),
    ],
)
def test_it_says_why_nothing_can_be_written(tmp_path, number, words):
    goal = tmp_path / "secrets.toml"
    with pytest.raises(NotUsableError, match=words) as said, storing(goal):
        raise OSError(number, os.strerror(number))
    assert str(goal) in str(said.value)


@pytest.mark.parametrize("write", [write_private, lambda goal, _: ensure_secrets(goal)])
def test_it_says_so_of_secrets_and_generated_files(tmp_path, write):
    (tmp_path / "file").touch()
    with pytest.raises(NotUsableError, match="Không ghi được"):
        write(tmp_path / "file" / "below", "text")
