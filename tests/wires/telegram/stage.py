"""The adapter with its real SDK, running against the server: what a house sees, and what a user can do."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from adapters.channels.telegram import CHANNEL
from adapters.channels.telegram.platform import Telegram
from agents.types import Chart
from bot.ports import Rejection, Vault
from config.channels import Telegram as Settings
from tests.contracts.channel import Spool, until
from tests.wires.telegram.server import TOKEN, BotApi, listening, serving
from tests.wires.telegram.world import BOT, Json, units

SECRET = "loopback-secret_1"  # noqa: S105 - of this test alone
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32
_REFUSALS: dict[Rejection, tuple[int, str]] = {
    "gone": (400, "Bad Request: chat not found"),
    "removed": (403, "Forbidden: bot was blocked by the user"),
    "revoked": (401, "Unauthorized"),
    "archived": (400, "Bad Request: TOPIC_CLOSED"),
    "forbidden": (400, "Bad Request: not enough rights to send text messages to the chat"),
    "too_long": (400, "Bad Request: message is too long"),
}


def painted(chart: Chart) -> bytes:
    del chart
    return PNG


@dataclass
class TelegramStage:
    """One chat, in which what is said is meant for the bot."""

    platform: Telegram
    inbox: Spool
    api: BotApi
    chat: Json
    secrets: Sequence[str] = (TOKEN, TOKEN.partition(":")[2], SECRET)
    reasons: Sequence[Rejection] = tuple(_REFUSALS)
    _last: Json = field(default_factory=dict[str, Any])

    @property
    def _private(self) -> bool:
        return self.chat["type"] == "private"

    async def say(self, text: str) -> None:
        said = text if self._private else f"@{BOT['username']} {text}"
        self._last = self.api.world.say(self.chat, said)["message"]

    async def again(self) -> None:
        self.api.again()

    async def twin(self) -> None:
        self.api.twin()

    async def edit(self, text: str) -> None:
        said = text if self._private else f"@{BOT['username']} {text}"
        self.api.world.edit(self.chat, self._last["message_id"], said)

    async def acknowledged(self) -> bool:
        return not self.api.updates and not self.api.repeats and not self.api.world.clicks

    async def press(self, label: str) -> None:
        self.api.world.press(self.chat, label)

    def posts(self) -> Sequence[str]:
        return self.api.world.texts(self.chat)

    def fits(self, post: str) -> bool:
        return units(post) <= 4096

    def throttle(self, seconds: float) -> None:
        whole = int(seconds)
        self.api.refuse(429, f"Too Many Requests: retry after {whole}", retry_after=whole)

    def drop(self) -> None:
        self.api.trouble("drop")

    def refuse(self, reason: Rejection) -> None:
        self.api.refuse(*_REFUSALS[reason])


Way = Literal["polling", "webhook"]
_NEVER = 3600.0
"""Seconds between two signs of life: no pause of a test shows one."""
_FIRST: dict[Way, str] = {"polling": "getUpdates", "webhook": "setWebhook"}


@asynccontextmanager
async def playing(
    way: Way = "polling", *, group: bool = False, vault: Vault | None = None, api: BotApi | None = None
) -> AsyncGenerator[TelegramStage]:
    """A stage whose adapter hears already."""
    async with contextlib.AsyncExitStack() as stack:
        api = api or await stack.enter_async_context(serving())
        chat = api.world.group() if group else api.world.private()
        inbox, door = Spool(), socket.create_server(("127.0.0.1", 0))
        stack.enter_context(door)
        public = f"http://127.0.0.1:{door.getsockname()[1]}" if way == "webhook" else ""
        settings = Settings(TOKEN, api.address, SECRET if public else "", public)
        platform = CHANNEL(inbox, settings, lambda: painted, vault, beat=_NEVER)
        house = web.Application()
        platform.mount(house)
        await stack.enter_async_context(listening(house, door))
        before = len(api.called(_FIRST[way]))
        running = asyncio.get_running_loop().create_task(platform.run())
        try:
            await until(lambda: bool(api.called(_FIRST[way])[before:]) or running.done())
            yield TelegramStage(platform, inbox, api, chat)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await platform.aclose()
