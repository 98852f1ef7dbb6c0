"""The adapter of Slack, running against Slack on the loopback, as the contract of channels wants it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from adapters.channels.slack.channel import Slack
from adapters.channels.slack.markup import unescaped
from bot.ports import Rejection
from config.channels import Slack as Settings
from tests.contracts.channel import PATIENCE, Spool
from tests.wires.slack.delivery import ByRequest, BySocket, Delivery
from tests.wires.slack.limits import units
from tests.wires.slack.person import Person
from tests.wires.slack.server import Fate, Server, serving
from tests.wires.slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Workspace

ERRORS: dict[Rejection, str] = {
    "gone": "user_not_found",
    "removed": "not_in_channel",
    "revoked": "token_revoked",
    "archived": "is_archived",
    "forbidden": "restricted_action",
    "too_long": "msg_too_long",
    "invalid": "invalid_metadata_format",
}


@dataclass
class OnSlack:
    """The contract's stage: Mina mentions the bot in a channel."""

    platform: Slack
    inbox: Spool
    server: Server
    delivery: Delivery
    person: Person
    secrets: Sequence[str] = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
    reasons: Sequence[Rejection] = tuple(ERRORS)

    async def say(self, text: str) -> None:
        await self.person.mentions(text)

    async def again(self) -> None:
        await self.delivery.again()

    async def twin(self) -> None:
        assert self.person.last
        await self.person.tells(self.person.last)

    async def edit(self, text: str) -> None:
        await self.person.edits(f"<@U0BOT> {text}")

    async def acknowledged(self) -> bool:
        return self.delivery.acknowledged()

    async def press(self, label: str) -> None:
        await self.person.presses(label)

    def posts(self) -> Sequence[str]:
        seen = [*self.server.workspace.of_bot("C0CRUMB"), *self.server.workspace.whispers]
        return [shown(message) for message in seen if "files" not in message]

    def fits(self, post: str) -> bool:
        return units(post) <= 12_000

    def throttle(self, seconds: float) -> None:
        self.server.fates.append(Fate("throttled", seconds))

    def drop(self) -> None:
        self.server.fates.append(Fate("dropped"))

    def refuse(self, reason: Rejection) -> None:
        self.server.fates.append(Fate("refused", error=ERRORS[reason]))


def shown(message: dict[str, Any]) -> str:
    """What a reader sees of a message: its blocks, else its text."""
    blocks = message.get("blocks") or []
    texts = [block["text"] for block in blocks if block["type"] == "markdown"]
    return unescaped("\n".join(texts) if texts else str(message.get("text", "")))


@contextlib.asynccontextmanager
async def on_socket(pace: float = 0.0, now: Callable[[], float] = time.monotonic) -> AsyncIterator[OnSlack]:
    async with serving(Workspace()) as server:
        settings = Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url)
        inbox, delivery = Spool(), BySocket(server.sockets)
        slack = Slack(inbox, settings, lambda: lambda _chart: b"PNG", pace=pace, now=now, soon=PATIENCE)
        running = asyncio.create_task(slack.run())
        try:
            await server.sockets.connected()
            yield OnSlack(slack, inbox, server, delivery, Person(server, delivery))
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await slack.aclose()


@contextlib.asynccontextmanager
async def by_request(**more: Any) -> AsyncIterator[OnSlack]:
    async with serving(Workspace()) as server:
        settings = Settings(
            bot_token=BOT_TOKEN,
            signing_secret=SIGNING_SECRET,
            api_url=server.api_url,
            public_url="https://stratum.example",
        )
        inbox = Spool()
        slack = Slack(inbox, settings, lambda: lambda _chart: b"PNG", pace=0.0, soon=PATIENCE)
        async with mounted(slack) as address:
            delivery = ByRequest(f"{address}/slack/events", **more)
            try:
                yield OnSlack(slack, inbox, server, delivery, Person(server, delivery))
            finally:
                await delivery.aclose()
                await slack.aclose()


@contextlib.asynccontextmanager
async def mounted(slack: Slack) -> AsyncIterator[str]:
    """The house's own web with Slack's addresses on it."""
    app = web.Application()
    slack.mount(app)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
