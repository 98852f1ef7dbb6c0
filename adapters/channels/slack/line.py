"""The socket: open as long as the channel runs, watched, and opened anew when it does not receive."""

import asyncio
import logging
import time
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.channels.slack.discreet import sdk_logger
from adapters.channels.slack.wire import web_client
from bot.ending import Beside

log = logging.getLogger(__name__)

_LONGEST = 60.0


class Line:
    """The SDK reconnects by itself, but at an address that has expired it does so for ever without success: after
    `patience` seconds without a connection it is closed, and a new one with a new address takes its place."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api_url: str,
        *,
        patience: float = 20.0,
        connect: float = 20.0,
        look: float = 0.5,
        ping: float = 5.0,
    ) -> None:
        self._app, self._app_token, self._api_url = app, app_token, api_url
        self._patience, self._connect, self._look, self._ping = patience, connect, look, ping
        self.heard_at = 0.0
        """When the last frame came, by the monotonic clock."""

    async def run(self) -> None:
        """Until it is cancelled."""
        pause = 1.0
        while True:
            began = time.monotonic()
            await self._once()
            pause = 1.0 if time.monotonic() - began > self._patience * 3 else min(pause * 2, _LONGEST)
            log.warning("socket: opened anew in %.0f s", pause)
            await asyncio.sleep(pause)

    async def _once(self) -> None:
        """One client of the SDK's, until it has been without a connection for too long."""
        client = _Client(self._app, self._app_token, self._api_url, self._ping)
        client.on_message_listeners.append(self._note)
        connecting = asyncio.create_task(client.connect())
        try:
            await asyncio.wait({connecting}, timeout=self._connect)
            await self._watch(client)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await client.ended()

    async def _watch(self, client: SocketModeClient) -> None:
        well = time.monotonic()
        while time.monotonic() - well < self._patience:
            await asyncio.sleep(self._look)
            if client.current_session is not None and await client.is_connected():
                well = time.monotonic()

    async def _note(self, message: Any) -> None:
        del message
        self.heard_at = time.monotonic()


class _Client(SocketModeClient):
    """The SDK's client with Bolt behind it. Of the tasks in which it works off messages the SDK keeps no list."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str, ping: float) -> None:
        super().__init__(app_token, logger=sdk_logger(), web_client=web_client(api_url), ping_interval=ping)
        self._app = app
        self._bringing, self._turning = Beside(), Beside()
        """Those that bring to the inbox what was heard, and those that look for another address."""
        self.socket_mode_request_listeners.append(self._handle)

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        (self._turning if message.get("type") == "disconnect" else self._bringing).notice()
        sdk: Any = super()
        await sdk.run_message_listeners(message, raw_message)

    async def ended(self) -> None:
        """Hears nothing more, lets be acknowledged what was heard, closes it, and sees all its tasks end."""
        sdk: Any = self
        own = (sdk.message_receiver, sdk.message_processor, sdk.current_session_monitor)
        tasks: list[asyncio.Future[None]] = [task for task in own if task is not None]
        for task in tasks:
            task.cancel()
        await self._bringing.done()
        await self.close()
        await self._turning.aclose()
        await self._bringing.aclose()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        began = time.time()
        await send_async_response(client, request, await run_async_bolt_app(self._app, request), began)
