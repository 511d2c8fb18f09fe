"""A wake-up reaches every listener after commit, and none after a rollback."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from nhipcau.base.threads import in_thread
from nhipcau.base.wake import listening, wake

pytestmark = pytest.mark.django_db(transaction=True)


def committed(id: int) -> None:
    with transaction.atomic():
        wake("meeting", id)


def rolled_back(id: int) -> None:
    with transaction.atomic():
        wake("meeting", id)
        transaction.set_rollback(True)


async def test_it_wakes_a_listener_after_commit():
    async with listening() as queue:
        async with asyncio.timeout(5):
            await _until_listening(queue)
            await in_thread(committed, 7)
            assert await queue.get() == ("meeting", 7)


async def test_it_stays_silent_after_a_rollback():
    async with listening() as queue:
        async with asyncio.timeout(5):
            await _until_listening(queue)
            await in_thread(rolled_back, 8)
            await in_thread(committed, 9)
            assert await queue.get() == ("meeting", 9)


async def test_it_clears_away_the_socket_of_a_killed_listener():
    if connection.vendor == "postgresql":
        return
    async with listening():
        left = Path(settings.NHIPCAU.data_dir) / "run" / "wake" / "99999999.sock"
        killed = await asyncio.create_subprocess_exec(
            "python3",
            "-c",
            "import socket,sys;"
            "socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM).bind(sys.argv[1])",
            str(left),
        )
        async with asyncio.timeout(10):
            await killed.wait()
            assert left.exists()
            while left.exists():
                await in_thread(committed, 1)


async def _until_listening(queue: asyncio.Queue[tuple[str, int]]) -> None:
    """PostgreSQL: the LISTEN is on its way; knock until one knock is heard."""
    while queue.empty():
        await in_thread(committed, 0)
        await asyncio.sleep(0.01)
    while not queue.empty():
        queue.get_nowait()
