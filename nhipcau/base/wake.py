"""`wake(topic, id)`: after commit, tells listening processes to read a row again.

A wake-up carries no data and may be lost; every listener also looks by itself.
SQLite: a datagram to each socket beside the database. PostgreSQL: NOTIFY.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

CHANNEL = "nhipcau"
Wake = tuple[str, int]
_OF_DJANGO = {"cursor_factory", "context"}


def wake(topic: str, id: int) -> None:
    """Wakes every listener once the running transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Delivered by the server at commit, dropped at rollback.
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{topic}:{id}"])
        return
    transaction.on_commit(lambda: _send(f"{topic}:{id}".encode()))


def _folder() -> Path:
    return Path(settings.NHIPCAU.data_dir) / "run" / "wake"


def _send(message: bytes) -> None:
    for path in _folder().glob("*.sock"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(message, str(path))
            except ConnectionRefusedError:
                # Its process was killed; nobody else will clear the file away.
                path.unlink(missing_ok=True)
            except OSError:
                continue


@asynccontextmanager
async def listening() -> AsyncIterator[asyncio.Queue[Wake]]:
    """A queue that fills with `(topic, id)` while the context is open."""
    queue: asyncio.Queue[Wake] = asyncio.Queue()
    if connection.vendor == "postgresql":
        task = asyncio.create_task(_listen_postgres(queue))
        try:
            yield queue
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        return
    path = _folder() / f"{os.getpid()}.sock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.bind(str(path))
    receiver.setblocking(False)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Receiver(queue), sock=receiver
    )
    try:
        yield queue
    finally:
        transport.close()
        path.unlink(missing_ok=True)


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, queue: asyncio.Queue[Wake]) -> None:
        self.queue = queue

    def datagram_received(self, data: bytes, addr: object) -> None:
        _put(self.queue, data.decode(errors="replace"))


def _put(queue: asyncio.Queue[Wake], message: str) -> None:
    topic, _, id = message.partition(":")
    if id.isdecimal():
        queue.put_nowait((topic, int(id)))


def listening_as(given: Mapping[str, Any]) -> dict[str, Any]:
    """Django's own way to connect, TLS and all, without what only Django reads."""
    return {key: value for key, value in given.items() if key not in _OF_DJANGO}


async def _listen_postgres(queue: asyncio.Queue[Wake]) -> None:
    params = listening_as(connection.get_connection_params())
    while True:
        try:
            listener = await psycopg.AsyncConnection.connect(**params, autocommit=True)
            async with listener:
                await listener.execute(f"LISTEN {CHANNEL}")
                async for notice in listener.notifies():
                    _put(queue, notice.payload)
        except psycopg.OperationalError:
            await asyncio.sleep(1)  # the database restarts; rows are re-read anyway
