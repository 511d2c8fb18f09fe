"""The media engine's configuration, as the YAML text that it reads at its start."""

from __future__ import annotations

import json
from collections.abc import Sequence
from ipaddress import ip_address

# Any entry keeps the engine from naming public STUN servers to every client; this
# one is each client's own machine, where the question fails at once.
NO_STUN = "127.0.0.1:3478"
# Rooms are made and deleted by the conductor alone: an engine that closed an empty
# one in a break would drop its metadata.
NEVER = 10 * 365 * 24 * 3600


def engine_config(
    *,
    key: str,
    secret: str,
    port: int,
    tcp_port: int,
    udp_port: int,
    addresses: Sequence[str],
    hook_url: str,
    loopback: bool,
    quiet: bool = False,
) -> str:
    """The text to pass by file (mode 600): it holds the secret.

    `addresses` are those of this machine at which the sites send and get media, one
    for each network they come from; `loopback` keeps media on this machine, for tests
    and for a demonstration without a network. Signalling, API
    and health answer on the loopback address alone in both cases. `quiet` leaves
    warnings out: each bot that loses its line on purpose would cause some.
    """
    level = "error" if quiet else "warn"
    return json.dumps(
        {
            "port": port,
            "bind_addresses": ["127.0.0.1"],
            "keys": {key: secret},
            "rtc": _rtc(tcp_port, udp_port, addresses, loopback),
            "room": {
                "auto_create": False,
                # Nobody but the person at the microphone opens a microphone.
                "enable_remote_unmute": False,
                "empty_timeout": NEVER,
                "departure_timeout": NEVER,
            },
            "webhook": {"api_key": key, "urls": [hook_url]},
            "logging": {"level": level, "pion_level": "error", "json": True},
        },
        indent=2,
    )


def _rtc(
    tcp_port: int, udp_port: int, addresses: Sequence[str], loopback: bool
) -> dict[str, object]:
    found = [] if loopback else [one for one in addresses if not _is_local(one)]
    # With masks the engine listens for media on these addresses alone; without them
    # those of bridges and tunnels would be offered to the sites too.
    near = [f"{one}/{128 if ':' in one else 32}" for one in found]
    # The one address that it calls its own replaces all others in what it offers: on
    # a machine in several networks it has to find them itself (no STUN is asked).
    named = {"node_ip": (*found, "127.0.0.1")[0]} if len(found) < 2 else {}
    return {
        **named,
        "tcp_port": tcp_port,
        "udp_port": udp_port,
        "use_external_ip": False,
        "enable_loopback_candidate": not found,
        "ips": {"includes": near or ["127.0.0.0/8"]},
        "stun_servers": [NO_STUN],
        # Sound before picture: video that does not fit is paused, not squeezed.
        "congestion_control": {"enabled": True, "allow_pause": True},
    }


def _is_local(address: str) -> bool:
    return ip_address(address).is_loopback
