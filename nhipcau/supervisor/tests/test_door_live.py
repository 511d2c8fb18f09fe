"""The real front door before stand-ins for web and engine that say what they got."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nhipcau.supervisor.door import Door, caddyfile
from nhipcau.supervisor.ports import free_ports
from nhipcau.supervisor.tests.door_process import running

pytestmark = pytest.mark.live
TOKEN = "Bearer token-from-the-database"


@dataclass
class Answer:
    """What came back through the door."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def seen(self) -> dict[str, object]:
        """The request as the stand-in behind the door saw it."""
        return dict(json.loads(self.body))


@dataclass
class StandIn:
    """A server that answers with the request it was sent."""

    name: str
    requests: list[dict[str, object]] = field(default_factory=list)
    keeper: int = 200
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def talk(self, reader, writer) -> None:
        self.writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await self._one(reader, writer)
        writer.close()

    async def hang_up(self) -> None:
        for writer in self.writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _one(self, reader, writer) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = head.strip().split("\r\n")
        method, target, _ = first.split()
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        seen = {
            "by": self.name,
            "method": method,
            "target": target,
            "headers": headers,
            "length": len(body),
        }
        self.requests.append(seen)
        status, extra = 200, ""
        if target == "/api/live/door":
            status = self.keeper
            extra = f"Authorization: {TOKEN}\r\n" if status == 200 else ""
        text = json.dumps(seen).encode()
        writer.write(
            f"HTTP/1.1 {status} OK\r\nServer: secret/1.0\r\n{extra}"
            f"Content-Length: {len(text)}\r\n\r\n".encode()
            + text
        )
        await writer.drain()


@dataclass
class House:
    """A running door and what stands behind it."""

    http_port: int
    https_port: int
    data: Path
    web: StandIn
    engine: StandIn
    log: Path

    @property
    def web_socket(self) -> Path:
        return self.data / "web.sock"

    async def get(
        self, target: str, *, tls=None, method="GET", body=b"", host="", **headers
    ) -> Answer:
        """One request, headers given with underscores for dashes."""
        port = self.https_port if tls else self.http_port
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=tls, server_hostname="nhipcau.test" if tls else None
        )
        host = host or f"{'nhipcau.test' if tls else 'localhost'}:{port}"
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
        lines += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        answer = await reader.read()
        writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await writer.wait_closed()
        return parsed(answer)


def parsed(answer: bytes) -> Answer:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}
    if headers.get("transfer-encoding") == "chunked":
        whole = b""
        while body:
            size, _, body = body.partition(b"\r\n")
            whole += body[: int(size, 16)]
            body = body[int(size, 16) + 2 :]
        body = whole
    return Answer(int(first.split()[1]), headers, body)


@pytest.fixture
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture
async def house(data: Path) -> AsyncIterator[House]:
    web, engine = StandIn("web"), StandIn("engine")
    engine_server = await asyncio.start_server(engine.talk, "127.0.0.1", 0)
    web_server = await asyncio.start_unix_server(web.talk, data / "web.sock")
    static = data / "static"
    (static / "assets").mkdir(parents=True)
    (static / "assets" / "room-D3adB33f.js").write_text("export default 1;")
    (static / "plain.css").write_text("body {}")
    (static / ".vite").mkdir()
    (static / ".vite" / "manifest.json").write_text("{}")
    (data / "second").mkdir()
    (data / "second" / "only-here.txt").write_text("second")
    http, https = free_ports(2)
    text = caddyfile(
        Door(
            http_port=http,
            https_port=https,
            hosts=["nhipcau.test"],
            web_socket=data / "web.sock",
            engine_port=engine_server.sockets[0].getsockname()[1],
            storage=data / "storage",
            static=[static, data / "second"],
            loopback=["127.0.0.1"],
        )
    )
    with running(text, data) as log:
        house = House(http, https, data, web, engine, log)
        await until_open(house)
        yield house
    engine_server.close()
    web_server.close()
    await web.hang_up()
    await engine.hang_up()


async def until_open(house: House) -> None:
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(OSError):
                if (await house.get("/door/ready")).status == 204:
                    return
            await asyncio.sleep(0.05)


async def test_it_passes_pages_to_web(house):
    answer = await house.get("/cuoc-hop/?x=1", Cookie="sessionid=1")
    assert answer.status == 200
    assert answer.seen["target"] == "/cuoc-hop/?x=1"
    assert answer.seen["headers"]["x-forwarded-proto"] == "http"
    assert answer.seen["headers"]["host"] == f"localhost:{house.http_port}"


async def test_it_names_no_software(house):
    answer = await house.get("/")
    assert "server" not in answer.headers
    assert "via" not in answer.headers


async def test_it_lets_nobody_say_where_they_come_from(house):
    answer = await house.get(
        "/",
        X_Forwarded_For="6.6.6.6",
        X_Forwarded_Proto="https",
        X_Forwarded_Uri="/livekit/1/rtc",
        X_Forwarded_Method="GET",
        X_Real_Ip="6.6.6.6",
        Authorization="Bearer mine",
    )
    headers = answer.seen["headers"]
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"
    assert not {"x-forwarded-uri", "x-forwarded-method", "x-real-ip"} & set(headers)
    assert "authorization" not in headers


@pytest.mark.parametrize(
    "path", ["rtc", "rtc/v1", "rtc/validate", "rtc/v1/validate", "rtc?join_request=a"]
)
async def test_it_takes_signalling_to_the_engine_with_webs_token(house, path):
    answer = await house.get(
        f"/livekit/12/{path}", Cookie="nc_device=d", Authorization="Bearer mine"
    )
    assert answer.seen["by"] == "engine"
    assert answer.seen["target"] == f"/{path}"
    assert answer.seen["headers"]["authorization"] == TOKEN
    asked = house.web.requests[-1]
    assert asked["target"] == "/api/live/door"
    assert asked["headers"]["x-forwarded-uri"] == f"/livekit/12/{path}"
    assert asked["headers"]["cookie"] == "nc_device=d"
    assert "authorization" not in asked["headers"]


async def test_it_takes_who_only_watches_to_the_same_room(house):
    answer = await house.get("/livekit/12/xem/34/rtc/v1", Cookie="nc_guest=g")
    assert answer.seen["target"] == "/rtc/v1"
    asked = house.web.requests[-1]
    assert asked["headers"]["x-forwarded-uri"] == "/livekit/12/xem/34/rtc/v1"


@pytest.mark.parametrize("status", [401, 403])
async def test_it_lets_a_refused_device_reach_no_engine(house, status):
    house.web.keeper = status
    answer = await house.get("/livekit/12/rtc", Authorization=TOKEN)
    assert answer.status == status
    assert house.engine.requests == []


@pytest.mark.parametrize(
    "path",
    [
        "/livekit",
        "/livekit/",
        "/livekit/12",
        "/livekit/12/",
        "/livekit/12/twirp/livekit.RoomService/ListRooms",
        "/livekit/12/metrics",
        "/livekit/12/rtc/../twirp/livekit.RoomService/ListRooms",
        "/livekit/12/rtc/v2",
        "/livekit/12/whip/v1",
        "/livekit/12/rtc/x",
        "/livekit/abc/rtc",
        "/livekit/12/13/rtc",
        "/livekit/12/xem/rtc",
        "/livekit/12/xem/34/twirp/livekit.RoomService/ListRooms",
        "/LIVEKIT/12/twirp/x",
        "/twirp/livekit.RoomService/ListRooms",
        "/metrics",
        "/api/live/door",
        "/api/live/door/",
        "/API/live/door",
        "/api/live/%64oor",
        "/api//live/door",
    ],
)
async def test_it_opens_no_other_way_to_engine_or_tokens(house, path):
    answer = await house.get(path, X_Forwarded_Uri="/livekit/12/rtc")
    assert answer.status in {404, 400} or answer.seen["by"] == "web"
    assert "authorization" not in answer.headers
    assert house.engine.requests == []
    asked = [request["target"] for request in house.web.requests]
    assert "/api/live/door" not in asked


async def test_it_holds_a_request_while_web_restarts(house):
    house.web_socket.unlink()
    held = asyncio.create_task(house.get("/", method="POST", body=b"floor=5"))
    await asyncio.sleep(1)
    assert not held.done()
    server = await asyncio.start_unix_server(house.web.talk, house.web_socket)
    answer = await asyncio.wait_for(held, 5)
    assert answer.status == 200
    assert answer.seen["length"] == 7
    server.close()


async def test_it_refuses_a_body_of_more_than_25_mb(house):
    # The door may hang up before the whole answer has crossed the rest of the body.
    with contextlib.suppress(ConnectionError):
        answer = await house.get("/", method="POST", body=b"x" * 25_100_000)
        assert answer.status == 413
    assert house.web.requests == []
    answer = await house.get("/", method="POST", body=b"x" * 24_900_000)
    assert answer.seen["length"] == 24_900_000


async def test_it_serves_built_files_for_ever_and_others_fresh(house):
    built = await house.get("/static/assets/room-D3adB33f.js")
    assert built.body == b"export default 1;"
    assert built.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in built.headers["content-type"]
    plain = await house.get("/static/plain.css")
    assert plain.headers["cache-control"] == "no-cache"
    second = await house.get("/static/only-here.txt")
    assert second.body == b"second"


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/assets/",
        "/static/none.js",
        "/static/.vite/manifest.json",
        "/static/../storage/pki/authorities/local/root.key",
        "/static/..%2fstorage/pki/authorities/local/root.key",
    ],
)
async def test_it_serves_no_folder_and_nothing_outside(house, path):
    answer = await house.get(path)
    assert answer.status in {400, 404} or answer.seen["by"] == "web"
    assert b"PRIVATE" not in answer.body


async def over_tls(house: House, trust: ssl.SSLContext) -> Answer:
    """The first certificate is made a moment after the start."""
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(ssl.SSLError):
                return await house.get("/", tls=trust)
            await asyncio.sleep(0.05)


async def test_it_is_trusted_by_who_installs_its_root_certificate(house):
    root = await house.get("/ca.crt")
    assert root.headers["content-type"] == "application/x-x509-ca-cert"
    assert b"BEGIN CERTIFICATE" in root.body
    trust = ssl.create_default_context(cadata=root.body.decode())
    answer = await over_tls(house, trust)
    assert answer.seen["headers"]["x-forwarded-proto"] == "https"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    plain = await house.get("/")
    assert "strict-transport-security" not in plain.headers


async def test_it_answers_no_strange_host_name(house):
    answer = await house.get("/", host=f"evil.example:{house.http_port}")
    assert answer.status == 421
    assert house.web.requests == []


async def test_it_writes_no_query_cookie_or_token_into_its_log(house):
    house.web_socket.unlink()
    answer = await house.get(
        "/livekit/7/rtc?join_request=SECRET1&access_token=SECRET2",
        Cookie="nc_device=SECRET3",
        Authorization="Bearer SECRET4",
    )
    assert answer.status == 502
    assert "đang khởi động lại" in answer.body.decode()
    assert "server" not in answer.headers
    assert "SECRET" not in house.log.read_text()


async def test_it_has_no_admin_door_of_its_own(house):
    with pytest.raises(OSError, match="2019"):
        await asyncio.open_connection("127.0.0.1", 2019)
