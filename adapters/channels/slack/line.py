"""The socket: open as long as the channel runs, watched, and opened anew when it does not receive."""

import asyncio
import logging
import time
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.channels.slack.discreet import sdk_logger
from adapters.channels.slack.wire import web_client

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
        handler = AsyncSocketModeHandler(
            self._app,
            self._app_token,
            logger=sdk_logger(),
            web_client=web_client(self._api_url),
            ping_interval=self._ping,
        )
        client = handler.client
        client.on_message_listeners.append(self._note)
        connecting = asyncio.create_task(client.connect())
        try:
            await asyncio.wait({connecting}, timeout=self._connect)
            await self._watch(client)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await _closed(client)

    async def _watch(self, client: SocketModeClient) -> None:
        well = time.monotonic()
        while time.monotonic() - well < self._patience:
            await asyncio.sleep(self._look)
            if client.current_session is not None and await client.is_connected():
                well = time.monotonic()

    async def _note(self, message: Any) -> None:
        del message
        self.heard_at = time.monotonic()


async def _closed(client: SocketModeClient) -> None:
    """Closes it, and sees its tasks end."""
    sdk: Any = client
    tasks: tuple[asyncio.Future[None] | None, ...] = (
        sdk.message_processor,
        sdk.current_session_monitor,
        sdk.message_receiver,
    )
    await client.close()
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
