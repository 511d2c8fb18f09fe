"""The configuration of the front door (Caddy), written from plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nhipcau.core.hosts import bracketed, is_address
from nhipcau.supervisor.certificates import (
    Acme,
    Certificate,
    Given,
    covers,
    root_path,
)

#: Only what a browser needs to take part; never `/twirp`, `/agent` or `/metrics`.
ENGINE_PATHS = "rtc|rtc/v1|rtc/validate|rtc/v1/validate"
#: The room of a meeting; in it who only watches, or the room of a private talk: web
#: asks which cookie counts.
ENGINE_ROOM = "/livekit/[0-9]+(/(xem|talk)/[0-9]+)?"
LONGEST_BODY = "25MB"
#: Requests wait this long while the process behind the door restarts, also on a slow
#: machine.
PATIENCE = "lb_try_duration 10s\n\t\tlb_try_interval 100ms"
#: Shown when web is away for longer than that; the page asks again by itself.
BACK_SOON = (
    '<!doctype html><html lang="vi"><meta charset="utf-8">'
    '<meta http-equiv="refresh" content="2"><title>Nhịp Cầu</title>'
    "<p>Nhịp Cầu đang khởi động lại. Trang này tự mở lại sau vài giây."
    '<p lang="en">Nhịp Cầu is restarting. This page comes back by itself.</html>'
)


@dataclass(frozen=True, slots=True)
class Door:
    """What the door must know of the installation."""

    http_port: int
    https_port: int
    hosts: Sequence[str]
    web_socket: Path
    engine_port: int
    storage: Path
    static: Sequence[Path]
    loopback: Sequence[str] = ("127.0.0.1", "::1")
    # For the names that it is good for; the others get one of the door's own.
    certificate: Certificate = None


def caddyfile(door: Door) -> str:
    """Plain HTTP for this machine alone, TLS with the local CA for all others."""
    near = ", ".join(
        f"http://{name}:{door.http_port}" for name in ("localhost", "127.0.0.1")
    )
    sites = [
        _site(near, f"bind {' '.join(door.loopback)}"),
        # A name that is not ours (a rebinding trick) reaches nothing.
        f":{door.http_port} {{\n\tbind {' '.join(door.loopback)}\n\trespond 421\n}}\n",
    ]
    for tls, hosts in _certified(door).items():
        far = ", ".join(
            f"https://{bracketed(host)}:{door.https_port}" for host in hosts
        )
        # Browsers would also apply HSTS to http://localhost: only here.
        strict = 'header Strict-Transport-Security "max-age=31536000"'
        sites.append(_site(far, f"{tls}\n\t{strict}"))
    return "\n".join(
        [
            _globals(door),
            _files(door),
            _engine(door),
            _web(door),
            _shared(door),
            *sites,
        ]
    )


def _certified(door: Door) -> dict[str, list[str]]:
    """The door's hosts by the line that names their certificate."""
    found: dict[str, list[str]] = {}
    for host in door.hosts:
        found.setdefault(_tls(door.certificate, host), []).append(host)
    return found


def _tls(certificate: Certificate, host: str) -> str:
    match certificate:
        case Given(chain, key, names) if covers(names, host):
            return f"tls {_quoted(chain)} {_quoted(key)}"
        # No public authority vouches for a number or for a name without a domain.
        case Acme(email, directory) if "." in host and not is_address(host):
            ca = f" {{\n\t\tca {_quoted(directory)}\n\t}}" if directory else ""
            return f"tls {_quoted(email)}{ca}"
    return "tls internal"


def _quoted(path: Path | str) -> str:
    text = str(path)
    if any(mark in text for mark in '"`{}\n'):
        raise ValueError(f"the door cannot use this path: {text!r}")
    return f'"{text}"'


def _unix(path: Path) -> str:
    return _quoted(f"unix/{path}")


def _globals(door: Door) -> str:
    # TLS clients that name no host (an address in the URL) get the first one.
    fallback = f"\n\tdefault_sni {door.hosts[0]}" if door.hosts else ""
    return f"""{{
	admin off
	persist_config off
	skip_install_trust
	auto_https disable_redirects
	http_port {door.http_port}
	https_port {door.https_port}{fallback}
	grace_period 1s
	storage file_system {{
		root {_quoted(door.storage)}
	}}
	pki {{
		ca local {{
			name "Nhịp Cầu"
		}}
	}}
	servers {{
		protocols h1 h2
		timeouts {{
			read_header 10s
			idle 2m
		}}
	}}
	log {{
		output stderr
		level ERROR
		format filter {{
			wrap console
			request>uri regexp "[?].*$" ""
			request>headers delete
			resp_headers delete
		}}
	}}
}}
"""


def _site(addresses: str, extra: str) -> str:
    return f"{addresses} {{\n\t{extra}\n\timport shared\n}}\n"


def _shared(door: Door) -> str:
    authority = root_path(door.storage).parent
    return f"""(shared) {{
	header -Server
	header -Via
	handle_errors 502 503 504 {{
		header -Server
		header Content-Type "text/html; charset=utf-8"
		header Cache-Control no-store
		respond `{BACK_SOON}` {{err.status_code}}
	}}
	handle_errors {{
		header -Server
		respond {{err.status_code}}
	}}
	request_body {{
		max_size {LONGEST_BODY}
	}}
	encode zstd gzip {{
		match {{
			header Content-Type text/*
			header Content-Type application/javascript*
			header Content-Type application/json*
			header Content-Type image/svg+xml*
		}}
	}}
	# `route` keeps the order written here: refusals first, then the engine, then web.
	route {{
		# For the engine's door-keeper alone: its answer carries a token.
		@private path /api/live/door /api/live/door/* /metrics /metrics/* /twirp/*
		handle @private {{
			respond 404
		}}
		handle /door/ready {{
			respond 204
		}}
		handle /ca.crt {{
			root {_quoted(authority)}
			rewrite * /root.crt
			header Content-Type application/x-x509-ca-cert
			file_server
		}}
		import files
		import engine
		import web
	}}
}}
"""


def _files(door: Door) -> str:
    roots = "\n".join(
        f"""		@in{number} file {{
			root {_quoted(root)}
			try_files {{path}}
		}}
		handle @in{number} {{
			root {_quoted(root)}
			file_server
		}}"""
        for number, root in enumerate(door.static)
    )
    return f"""(files) {{
	handle_path /static/* {{
		# A name that carries the hash of its contents never changes them.
		@named path_regexp [-.][0-9A-Za-z_-]{{8,}}[.][0-9a-z]+$
		@unnamed not path_regexp [-.][0-9A-Za-z_-]{{8,}}[.][0-9a-z]+$
		header @unnamed Cache-Control no-cache
		header @named Cache-Control "public, max-age=31536000, immutable"
		header X-Content-Type-Options nosniff
		@hidden path_regexp /[.]
		handle @hidden {{
			respond 404
		}}
{roots}
		handle {{
			respond 404
		}}
	}}
}}
"""


def _web(door: Door) -> str:
    return f"""(web) {{
	handle {{
		reverse_proxy {_unix(door.web_socket)} {{
		{PATIENCE}
		# Only the door may say where a request came from.
		header_up -X-Forwarded-Uri
		header_up -X-Forwarded-Method
		header_up -X-Forwarded-Prefix
		header_up -X-Real-Ip
		header_up -Forwarded
		header_up -Authorization
		}}
	}}
}}
"""


def _engine(door: Door) -> str:
    return f"""(engine) {{
	@rtc path_regexp ^{ENGINE_ROOM}/({ENGINE_PATHS})$
	handle @rtc {{
		route {{
			request_header -Authorization
			forward_auth {_unix(door.web_socket)} {{
				uri /api/live/door?
				copy_headers Authorization
				# The question is plain HTTP, whatever the browser wants to open.
				header_up -Connection
				header_up -Upgrade
		{PATIENCE}
			}}
			uri path_regexp ^{ENGINE_ROOM} ""
			reverse_proxy 127.0.0.1:{door.engine_port} {{
		{PATIENCE}
			}}
		}}
	}}
	handle /livekit/* {{
		respond 404
	}}
	handle /livekit {{
		respond 404
	}}
}}
"""
