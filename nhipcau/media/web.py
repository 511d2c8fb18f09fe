"""Fetches by HTTP from machines that were looked at, and from no other."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Final, Self

from aiohttp import (
    BasicAuth,
    ClientConnectorCertificateError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from nhipcau.core.hosts import is_address
from nhipcau.core.refusal import Refusal
from nhipcau.media.address import Address, Network
from nhipcau.media.numbers import CONNECT, numbers_of

# Nothing at all came for so long: who sends has gone.
SILENT = 8.0
REDIRECTIONS = 3
CHUNK = 64 * 1024
_MEANT: Final = {401: "feed_password", 403: "feed_password", 404: "feed_nothing_there"}


class Web:
    """Asks in the name of one address, as long as `async with` lasts."""

    def __init__(self, address: Address, allowed: Collection[Network]) -> None:
        self._address = address
        self._allowed = allowed

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            connector=TCPConnector(resolver=_Resolver(self._allowed)),
            timeout=ClientTimeout(sock_connect=CONNECT, sock_read=SILENT),
            # What is packed may be a thousand times as large as it came.
            auto_decompress=False,
            headers={"Accept-Encoding": "identity"},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def text(self, url: str, most: int) -> tuple[str, str]:
        """What is there, and where that is at last. Raises Refusal."""
        found = b""
        async with self._answer(url) as answer:
            async for part in answer.content.iter_chunked(CHUNK):
                found += part
                if len(found) > most:
                    raise Refusal("feed_unreadable")
            return found.decode(errors="replace"), str(answer.url)

    async def parts(self, url: str, most: int) -> AsyncIterator[bytes]:
        """The same, as it comes. Raises Refusal."""
        left = most
        async with self._answer(url) as answer:
            async for part in answer.content.iter_chunked(CHUNK):
                left -= len(part)
                if left < 0:
                    raise Refusal("feed_unreadable")
                yield part

    @asynccontextmanager
    async def _answer(self, url: str) -> AsyncIterator[ClientResponse]:
        try:
            where = URL(url)
            for _ in range(REDIRECTIONS + 1):
                async with await self._ask(where) as answer:
                    if not 300 <= answer.status < 400:
                        _look_at(answer.status)
                        yield answer
                        return
                    where = where.join(URL(answer.headers.get("Location", "")))
            raise Refusal("feed_elsewhere")
        except ClientConnectorCertificateError:
            raise Refusal("feed_certificate") from None
        except TimeoutError:
            raise Refusal("feed_silent") from None
        except (ClientError, OSError):
            raise Refusal("feed_no_answer") from None
        except ValueError:
            raise Refusal("feed_unreadable") from None

    async def _ask(self, where: URL) -> ClientResponse:
        host, port = where.host, where.port
        if where.scheme not in ("http", "https") or not host or not port:
            raise Refusal("feed_elsewhere")
        if is_address(host):
            # The resolver is asked for names alone.
            await numbers_of(host, port, self._allowed)
        own = (host, port) == (self._address.host, self._address.port)
        known = self._address.user if own else ""
        auth = BasicAuth(known, self._address.password) if known else None
        return await self._session.get(where, allow_redirects=False, auth=auth)


class _Resolver(AbstractResolver):
    """Names only machines that may be asked."""

    def __init__(self, allowed: Collection[Network]) -> None:
        self._allowed = allowed

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        """Raises Refusal."""
        return [
            ResolveResult(
                hostname=host,
                host=number,
                port=port,
                family=socket.AF_INET6 if ":" in number else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for number in await numbers_of(host, port, self._allowed)
        ]

    async def close(self) -> None:
        """Nothing is kept."""


def _look_at(status: int) -> None:
    """Raises Refusal where it is no answer."""
    if status != 200:
        raise Refusal(_MEANT.get(status, "feed_broken"))
