"""The media engine's configuration, as the YAML text that it reads at its start."""

from __future__ import annotations

import json

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
    node_ip: str,
    hook_url: str,
    loopback: bool,
    quiet: bool = False,
) -> str:
    """The text to pass by file (mode 600): it holds the secret.

    `node_ip` is the address that media is sent to; `loopback` keeps media on this
    machine, for tests and for a demonstration without a network. Signalling, API
    and health answer on the loopback address alone in both cases. `quiet` leaves
    warnings out: each bot that loses its line on purpose would cause some.
    """
    level = "error" if quiet else "warn"
    return json.dumps(
        {
            "port": port,
            "bind_addresses": ["127.0.0.1"],
            "keys": {key: secret},
            "rtc": _rtc(tcp_port, udp_port, node_ip, loopback),
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
    tcp_port: int, udp_port: int, node_ip: str, loopback: bool
) -> dict[str, object]:
    address = "127.0.0.1" if loopback or not node_ip else node_ip
    local = address.startswith("127.")
    # With a mask the engine listens for media on this address alone; without it
    # the addresses of bridges and tunnels would be offered to the sites too.
    mask = 128 if ":" in address else 32
    return {
        "tcp_port": tcp_port,
        "udp_port": udp_port,
        "node_ip": address,
        "use_external_ip": False,
        "enable_loopback_candidate": local,
        "ips": {"includes": ["127.0.0.0/8" if local else f"{address}/{mask}"]},
        "stun_servers": [NO_STUN],
        # Sound before picture: video that does not fit is paused, not squeezed.
        "congestion_control": {"enabled": True, "allow_pause": True},
    }
