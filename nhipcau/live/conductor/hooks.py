"""Receives the engine's webhooks: each is a reason to look, nothing more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from nhipcau.engine.hooks import ForgedHook, Hook, read_hook

log = structlog.get_logger()


@asynccontextmanager
async def hook_server(
    port: int, *, key: str, secret: str, tell: Callable[[Hook], None]
) -> AsyncIterator[None]:
    """Listens on the loopback address while the context is open."""

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        signature = request.headers.get("Authorization", "")
        try:
            hook = read_hook(body, signature, key=key, secret=secret)
        except ForgedHook as forged:
            log.warning("webhook refused", reason=str(forged))
            return web.Response(status=401)
        tell(hook)
        return web.Response()

    app = web.Application(client_max_size=1024 * 1024)
    app.router.add_post("/", receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield
    finally:
        await runner.cleanup()
