"""Whether a port is free, who holds it when it is not, and some that are."""

from __future__ import annotations

import random
import socket
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

Protocol = Literal["tcp", "udp"]
TCP_LISTEN = "0A"


@dataclass(frozen=True, slots=True)
class Port:
    """One port a process wants, named by the setting that changes it."""

    number: int
    setting: str
    protocol: Protocol = "tcp"
    host: str = ""


def is_free(port: Port) -> bool:
    """Try to take it, as the process itself will."""
    kind = socket.SOCK_STREAM if port.protocol == "tcp" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as probe:
        if port.protocol == "tcp":
            # Connections just closed do not stop a server from listening.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((port.host, port.number))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody holds now, all different.

    They lie below those that the kernel gives to outgoing connections, so none is
    taken between this look and the start of a server.
    """
    candidates = iter(random.sample(range(20_000, 32_000), 12_000))
    return list(islice(filter(_nobody_holds, candidates), count))


def _nobody_holds(number: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                return False
    return True


def holder(port: Port, proc: Path = Path("/proc")) -> str:
    """The name and pid of the process that holds the port; "" when not to be seen."""
    inodes = _inodes(port, proc)
    for entry in proc.glob("[0-9]*"):
        try:
            for link in (entry / "fd").iterdir():
                if link.readlink().name in inodes:
                    return f"{(entry / 'comm').read_text().strip()} ({entry.name})"
        except OSError:
            continue  # gone meanwhile, or not ours to look into
    return ""


def _inodes(port: Port, proc: Path) -> set[str]:
    found: set[str] = set()
    for table in (port.protocol, f"{port.protocol}6"):
        try:
            rows = (proc / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            columns = row.split()
            number = int(columns[1].rsplit(":", 1)[1], 16)
            listening = port.protocol == "udp" or columns[3] == TCP_LISTEN
            if number == port.number and listening:
                found.add(f"socket:[{columns[9]}]")
    return found
