"""A district with three sites, its meeting, a real engine, and the conductor."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from nhipcau.base.threads import in_thread
from nhipcau.engine.livekit_rooms import livekit_rooms
from nhipcau.live.conductor.run import Settings, conduct
from nhipcau.live.tests.bench import Bench, build
from tests.live.clients import Client
from tests.live.engine import KEY, SECRET, LiveKit


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[LiveKit]:
    """A running engine."""
    running = LiveKit(tmp_path)
    running.start()
    try:
        yield running
    finally:
        running.kill()


@pytest.fixture
def bench(transactional_db: None) -> Bench:
    """The meeting of the test; rows are committed, for other threads to see."""
    return build()


class Restartable:
    """The real conductor as a task, which a test may stop and start again."""

    def __init__(self, engine: LiveKit) -> None:
        self.settings = Settings(
            "127.0.0.1", engine.port, KEY, SECRET, engine.hook_port
        )
        self.task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.task = asyncio.create_task(conduct(self.settings))
        await asyncio.sleep(0)

    async def stop(self) -> None:
        task, self.task = self.task, None
        if task is None:
            return
        assert not task.done(), task.exception()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def restartable(bench: Bench, engine: LiveKit) -> AsyncIterator[Restartable]:
    """The conductor, not started yet."""
    made = Restartable(engine)
    yield made
    await made.stop()


@pytest.fixture
async def conductor(restartable: Restartable) -> None:
    """The conductor, running."""
    await restartable.start()


Join = Callable[..., Awaitable[Client]]


@pytest.fixture
async def join(bench: Bench, engine: LiveKit, conductor: None) -> AsyncIterator[Join]:
    """Joins as the device of `who`, with the token that the door gives it."""
    clients: list[Client] = []

    await room_is_there(engine, bench.room)

    async def enter(who: str, token: str = "", *, greedy: bool = False) -> Client:
        given = token or await in_thread(bench.ask, who)
        assert isinstance(given, str), given
        client = Client(bench.site(who) if who in bench.sites else 0, greedy=greedy)
        clients.append(client)
        await client.enter(engine.signal_url, given)
        return client

    yield enter
    for client in clients:
        await client.leave()


async def room_is_there(engine: LiveKit, name: str) -> None:
    async with livekit_rooms(engine.url, key=KEY, secret=SECRET) as port:
        async with asyncio.timeout(10):
            while name not in {room.name for room in await port.rooms()}:
                await asyncio.sleep(0.01)


async def soon(condition: Callable[[], object], seconds: float = 5) -> float:
    """Waits until `condition` holds; returns how long that took."""
    start = time.monotonic()
    while not condition():
        waited = time.monotonic() - start
        assert waited < seconds, f"not within {seconds} s"
        await asyncio.sleep(0.002)
    return time.monotonic() - start


async def soon_in_rows(condition: Callable[[], object], seconds: float = 5) -> float:
    """As `soon`, for a condition that reads the database."""
    start = time.monotonic()
    while not await in_thread(condition):
        waited = time.monotonic() - start
        assert waited < seconds, f"not within {seconds} s"
        await asyncio.sleep(0.01)
    return time.monotonic() - start
