"""What an installation wants to run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nhipcau.cli.processes import (
    Installation,
    generated_files,
    wanted_ports,
    wanted_processes,
)
from nhipcau.supervisor.spec import start_order

SECRET = "engine-secret-of-this-test-0123456789"
HERE = Installation(
    data=Path("/srv/nhipcau"),
    engine_binary=Path("/opt/livekit-server"),
    door_binary=Path("/opt/caddy"),
    ingest_binary=Path("/opt/nhipcau-ingest"),
    engine_key="key",
    engine_secret=SECRET,
    addresses=["10.0.0.5"],
    hosts=["10.0.0.5"],
)


def test_it_wants_seven_processes_and_the_door_after_web():
    names = [spec.name for spec in start_order(wanted_processes(HERE))]
    ours = {"web", "conductor", "worker", "feeds"}
    assert set(names) == ours | {"livekit", "ingest", "door"}
    assert names.index("web") < names.index("door")


def test_it_wants_bots_only_in_a_demonstration():
    specs = {
        spec.name: spec for spec in wanted_processes(replace(HERE, demo_meeting=7))
    }
    assert set(specs) >= {"feeds", "door", "bots"}
    assert len(specs) == 8
    assert list(specs["bots"].argv[-2:]) == ["--meeting", "7"]


def test_it_passes_no_secret_where_others_could_list_it():
    for spec in wanted_processes(HERE):
        assert SECRET not in " ".join(spec.argv)
        assert SECRET not in " ".join(spec.env.values())
    assert SECRET not in repr(HERE)


def test_it_gives_the_engine_its_secret_by_file_alone():
    files = generated_files(HERE)
    assert SECRET in files[HERE.run / "livekit.yaml"]
    assert SECRET not in files[HERE.run / "Caddyfile"]


def test_it_gives_every_python_process_the_same_data_folder():
    folders = {
        spec.env["NHIPCAU_DATA_DIR"]
        for spec in wanted_processes(HERE)
        if spec.name in {"web", "conductor", "worker"}
    }
    assert folders == {"/srv/nhipcau"}


def test_it_keeps_signalling_and_hooks_on_this_machine():
    near = {port.setting for port in wanted_ports(HERE) if port.host == "127.0.0.1"}
    assert near == {"NHIPCAU_HTTP_PORT", "NHIPCAU_ENGINE_PORT", "NHIPCAU_HOOK_PORT"}


@pytest.mark.parametrize(("hosts", "wanted"), [([], False), (["10.0.0.5"], True)])
def test_it_wants_the_tls_port_only_for_other_machines(hosts, wanted):
    settings = {port.setting for port in wanted_ports(replace(HERE, hosts=hosts))}
    assert ("NHIPCAU_HTTPS_PORT" in settings) is wanted


def test_it_keeps_media_on_this_machine_without_a_network():
    alone = replace(HERE, addresses=["127.0.0.1"], hosts=[])
    engine = generated_files(alone)[alone.run / "livekit.yaml"]
    assert '"enable_loopback_candidate": true' in engine
