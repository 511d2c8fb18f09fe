"""Finding the engine and the door."""

from __future__ import annotations

import pytest

from nhipcau.supervisor.binaries import DOOR, ENGINE, INGEST


def program(path, said: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{said}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def environ(tmp_path):
    return {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_it_takes_the_operators_choice_first(environ):
    chosen = environ | {"NHIPCAU_ENGINE_BINARY": "/opt/livekit"}
    assert str(ENGINE.find(chosen)) == "/opt/livekit"


def test_it_takes_our_own_build_before_the_machines(environ, tmp_path):
    own = program(ENGINE.cached(environ), "own")
    program(tmp_path / "bin" / "livekit-server", "livekit-server version 1.13.5")
    assert ENGINE.find(environ) == own


@pytest.mark.parametrize(
    ("binary", "said", "fits"),
    [
        (ENGINE, "livekit-server version 1.13.5", True),
        (ENGINE, "livekit-server version 1.9.0", False),
        (DOOR, "v2.11.9 h1:abc=", True),
        (DOOR, "2.11.2", True),
        (DOOR, "v2.6.2", False),
    ],
)
def test_it_takes_the_machines_when_its_version_fits(
    environ, tmp_path, binary, said, fits
):
    there = program(tmp_path / "bin" / binary.name, said)
    assert binary.find(environ) == (there if fits else None)


def test_it_takes_no_program_of_the_machine_for_our_own(environ, tmp_path):
    program(tmp_path / "bin" / INGEST.name, "")
    assert INGEST.find(environ) is None


def test_it_passes_over_a_program_that_cannot_run(environ, tmp_path):
    there = program(tmp_path / "bin" / "caddy", "")
    there.write_bytes(b"\x7fELF nonsense")
    assert DOOR.find(environ) is None


def test_it_finds_nothing_on_a_bare_machine(environ):
    assert ENGINE.find(environ) is None


def test_it_keeps_builds_apart_by_what_they_are_made_of(environ, tmp_path):
    for name in ("old", "new", "changed"):
        module = tmp_path / name / "ingest"
        module.mkdir(parents=True)
        (module / "go.sum").write_text("new" if name == "changed" else name)
        (module / "main.go").write_text(f"// {name == 'changed'}")
    old, new, changed = (
        INGEST.cached(environ, tmp_path / name) for name in ("old", "new", "changed")
    )
    assert len({old, new, changed}) == 3
    assert old.parent.parent == tmp_path / "cache" / "nhipcau"


def test_it_falls_back_to_the_home_folder(tmp_path):
    assert ENGINE.cached({"HOME": str(tmp_path)}).is_relative_to(tmp_path / ".cache")
