"""A small OpenID Connect provider: a real HTTP server with one person signed in."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "nhipcau", "secret of the client"


class Provider(ThreadingHTTPServer):
    """`subject` is who sits in front of the provider's own sign-in page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.subject = "lan-at-the-province"
        self.challenges: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: object) -> None:
        """Says nothing: the test reads its output."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            self._json(self._discovery())
        elif asked.path == "/authorize":
            self._authorize(query)
        elif self.headers["Authorization"] == f"Bearer token of {self.server.subject}":
            self._json({"sub": self.server.subject, "name": "Tên ở tỉnh"})
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {key: values[0] for key, values in parse_qs(body).items()}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = self.server.challenges.pop(form.get("code", ""), None)
        if proof != known or not self._is_client(form):
            self.send_error(400)
            return
        token = f"token of {self.server.subject}"
        self._json({"access_token": token, "token_type": "Bearer"})

    def _is_client(self, form: dict[str, str]) -> bool:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers["Authorization"] == f"Basic {basic}":
            return True
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def _authorize(self, query: dict[str, str]) -> None:
        code = f"code-{len(self.server.challenges)}"
        self.server.challenges[code] = query["code_challenge"]
        back = urlencode({"code": code, "state": query["state"]})
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.end_headers()

    def _discovery(self) -> dict[str, object]:
        url = self.server.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _json(self, content: dict[str, object]) -> None:
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider, answering until the context ends."""
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
