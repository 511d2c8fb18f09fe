"""Which processes an installation wants: pure, for `run`, systemd and tests alike."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM

from nhipcau.engine.config import engine_config
from nhipcau.media.way import INGEST_SOCKET
from nhipcau.supervisor.binaries import ROOT
from nhipcau.supervisor.certificates import Certificate
from nhipcau.supervisor.door import Door, caddyfile
from nhipcau.supervisor.ports import Port
from nhipcau.supervisor.spec import FileReady, HttpReady, ProcessSpec, Stop


@dataclass(frozen=True, slots=True)
class Installation:
    """What the processes must know of one installation."""

    data: Path
    engine_binary: Path
    door_binary: Path
    ingest_binary: Path
    engine_key: str
    engine_secret: str = field(repr=False)
    # Where the sites reach it: one for each of its networks.
    addresses: Sequence[str] = ("127.0.0.1",)
    hosts: Sequence[str] = ()
    loopback: Sequence[str] = ("127.0.0.1", "::1")
    certificate: Certificate = None
    http_port: int = 8080
    https_port: int = 8443
    engine_port: int = 7880
    engine_tcp_port: int = 7881
    engine_udp_port: int = 7882
    hook_port: int = 7979
    # Opened when somebody first waits there for a device that pushes.
    rtmp_port: int = 1935
    srt_port: int = 8890
    # The meeting whose empty rooms are played; 0: none, this is no demonstration.
    demo_meeting: int = 0
    python: str = sys.executable
    root: Path = ROOT

    @property
    def run(self) -> Path:
        """Sockets, generated configuration and the status file."""
        return self.data / "run"

    @property
    def web_socket(self) -> Path:
        return self.run / "web.sock"

    @property
    def near(self) -> bool:
        """Whether no other machine reaches it."""
        return all(one.startswith("127.") for one in self.addresses)


def wanted_processes(installation: Installation) -> list[ProcessSpec]:
    """The seven processes of one machine, and an eighth in a demonstration."""
    meeting = str(installation.demo_meeting)
    env = {
        "NHIPCAU_DATA_DIR": str(installation.data),
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
        "PYTHONPATH": str(installation.root),
        "PYTHONUNBUFFERED": "1",
    }
    return [
        _web(installation, env),
        _livekit(installation),
        *(
            ProcessSpec(
                name,
                [installation.python, "-m", "nhipcau", name],
                env,
            )
            for name in ("conductor", "worker")
        ),
        _ingest(installation),
        _joining("feeds", [], installation, env),
        _door(installation),
        *(
            [_joining("bots", ["--meeting", meeting], installation, env)]
            if installation.demo_meeting
            else []
        ),
    ]


def wanted_ports(installation: Installation) -> list[Port]:
    """The ports these processes will listen on."""
    near = "127.0.0.1"
    return [
        Port(installation.http_port, "NHIPCAU_HTTP_PORT", host=near),
        *(
            [Port(installation.https_port, "NHIPCAU_HTTPS_PORT")]
            if installation.hosts
            else []
        ),
        Port(installation.engine_port, "NHIPCAU_ENGINE_PORT", host=near),
        Port(installation.engine_tcp_port, "NHIPCAU_ENGINE_TCP_PORT"),
        Port(installation.engine_udp_port, "NHIPCAU_ENGINE_UDP_PORT", "udp"),
        Port(installation.hook_port, "NHIPCAU_HOOK_PORT", host=near),
    ]


def generated_files(installation: Installation) -> dict[Path, str]:
    """Configuration of the programs that are not ours; it holds secrets."""
    door = Door(
        http_port=installation.http_port,
        https_port=installation.https_port,
        hosts=installation.hosts,
        web_socket=installation.web_socket,
        engine_port=installation.engine_port,
        storage=installation.data / "door",
        static=(
            installation.root / "frontend" / "dist",
            installation.root / "static",
        ),
        loopback=installation.loopback,
        certificate=installation.certificate,
    )
    engine = engine_config(
        key=installation.engine_key,
        secret=installation.engine_secret,
        port=installation.engine_port,
        tcp_port=installation.engine_tcp_port,
        udp_port=installation.engine_udp_port,
        addresses=installation.addresses,
        hook_url=f"http://127.0.0.1:{installation.hook_port}/",
        loopback=installation.near,
        quiet=bool(installation.demo_meeting),
    )
    return {
        installation.run / "livekit.yaml": engine,
        installation.run / "Caddyfile": caddyfile(door),
    }


def _web(installation: Installation, env: dict[str, str]) -> ProcessSpec:
    return ProcessSpec(
        "web",
        [
            *(installation.python, "-m", "uvicorn"),
            "nhipcau.config.asgi:application",
            *("--uds", str(installation.web_socket)),
            # Only the door reaches the socket, so its headers are to be believed.
            *("--proxy-headers", "--forwarded-allow-ips", "*"),
            # Query strings carry tokens: no access log.
            *("--no-access-log", "--log-level", "warning", "--no-server-header"),
            *("--lifespan", "off", "--ws", "none"),
            *("--timeout-graceful-shutdown", "3"),
        ],
        env,
        ready=HttpReady(path="/healthz", socket=installation.web_socket),
    )


def _ingest(installation: Installation) -> ProcessSpec:
    socket = installation.run / INGEST_SOCKET
    return ProcessSpec(
        "ingest",
        [
            str(installation.ingest_binary),
            *("--socket", str(socket)),
            *("--host", "127.0.0.1" if installation.near else ""),
            *("--rtmp", str(installation.rtmp_port)),
            *("--srt", str(installation.srt_port)),
        ],
        ready=FileReady(socket),
    )


def _joining(
    name: str, words: list[str], installation: Installation, env: dict[str, str]
) -> ProcessSpec:
    """One of ours that is in rooms of the engine."""
    return ProcessSpec(
        name,
        [installation.python, "-m", "nhipcau", name, *words],
        env,
        after=("livekit",),
        stop=Stop(patience=3.0),
    )


def _livekit(installation: Installation) -> ProcessSpec:
    return ProcessSpec(
        "livekit",
        [
            str(installation.engine_binary),
            *("--config", str(installation.run / "livekit.yaml")),
        ],
        ready=HttpReady(port=installation.engine_port),
        # After one TERM it waits for every participant to leave.
        stop=Stop(signals=(SIGTERM, SIGTERM), between=0.3, patience=3.0),
    )


def _door(installation: Installation) -> ProcessSpec:
    storage = str(installation.data / "door")
    return ProcessSpec(
        "door",
        [
            *(str(installation.door_binary), "run", "--adapter", "caddyfile"),
            *("--config", str(installation.run / "Caddyfile")),
        ],
        {"HOME": storage, "XDG_DATA_HOME": storage, "XDG_CONFIG_HOME": storage},
        ready=HttpReady(path="/door/ready", port=installation.http_port),
        after=("web",),
    )
