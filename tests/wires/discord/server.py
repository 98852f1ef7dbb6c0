"""A Discord of our own on the loopback address: `async with loopback() as discord`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.wires.discord.gateway import Gateway
from tests.wires.discord.payloads import Json
from tests.wires.discord.rest import VERSION, Rest
from tests.wires.discord.world import World


class Loopback:
    def __init__(self) -> None:
        self.world = World()
        self.gateway = Gateway(self.world)
        self.rest = Rest(self.world, lambda: self.gateway.address)
        self.api_url = ""
        self.world.emit = self._emit

    def _emit(self, event: str, data: Json) -> None:
        self.rest.trace.event(event, data)
        self.gateway.emit(event, data)


@asynccontextmanager
async def loopback() -> AsyncGenerator[Loopback]:
    made = Loopback()
    app = made.rest.app()
    app.router.add_get("/", made.gateway.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    made.api_url = f"http://{host}:{port}{VERSION}"
    made.world.base = f"http://{host}:{port}"
    made.gateway.address = f"ws://{host}:{port}/"
    try:
        yield made
    finally:
        await made.gateway.aclose()
        await runner.cleanup()
