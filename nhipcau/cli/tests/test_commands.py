"""Finding and running commands."""

from __future__ import annotations

import importlib

import pytest

from nhipcau.cli import commands, main


def test_it_lists_every_command_with_its_purpose(capsys):
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for name, path in commands().items():
        assert f"  {name}" in said
        assert importlib.import_module(path).HELP in said


def test_it_says_when_there_is_no_such_command(capsys):
    assert main(["fly"]) == 2
    assert "Không có lệnh «fly»" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(commands()))
def test_it_explains_each_command(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"nhipcau {name}" in capsys.readouterr().out


def test_it_passes_the_rest_on_to_django(capsys):
    assert main(["django", "version"]) == 0
    assert capsys.readouterr().out.startswith("5.2")
