"""An inbox, an engine and a delivery put together, with a road and a platform that a test drives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from bot.delivery.dispatch import Dispatcher
from bot.delivery.engine import Engine
from bot.delivery.inbox import DurableInbox, Limits, Listens, never
from bot.delivery.outbox import Outbox
from bot.delivery.posting import Patience, Posting
from bot.delivery.rejections import Mender
from bot.delivery.tally import Tally
from bot.delivery.work import Delivery
from bot.ports import Posted, Rejected, Say, Unposted, unheard
from bot.types import File, Heard, Reply
from memory.db import Database

HASTE = Patience(unreached=(0.01, 0.01), looking=(0.01, 0.01))


@dataclass
class Platform:
    """What was posted, in its order; the next posts can go wrong."""

    posted: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Channel and text."""
    keys: list[str] = field(default_factory=list[str])
    told: list[str] = field(default_factory=list[str])
    stopped: list[str] = field(default_factory=list[str])
    troubles: list[Unposted] = field(default_factory=list[Unposted])
    """Raised by the next posts, one each."""
    arrives: bool = False
    """Whether what raises Ambiguous is there all the same."""
    attempts: int = 0

    def voice(self, heard: Heard) -> "Voice":
        return Voice(self, heard)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        self.attempts += 1
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is None or self.arrives:
            self.posted.append((to.channel, reply.text))
            self.keys.append(key)
        if trouble:
            raise trouble
        return Posted((str(len(self.posted)),))

    async def find(self, to: Heard, key: str) -> Posted | None:
        return Posted((key,)) if key in self.keys else None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        raise Rejected("gone")

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.posted]


@dataclass
class Voice:
    platform: Platform
    heard: Heard

    async def status(self, text: str) -> None:
        self.platform.told.append(text)

    async def preview(self, text: str) -> None:
        self.platform.told.append(text)

    async def final(self, reply: Reply, key: str) -> Posted:
        return await self.platform.post(self.heard, reply, key)

    async def stopped(self, text: str) -> None:
        self.platform.stopped.append(text)


@dataclass
class Road:
    """Answers every message with its own words, as soon as it may."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[str] = field(default_factory=list[str])
    cancelled: int = 0

    async def __call__(
        self, heard: Heard, say: Say, outbox: Outbox | None = None, *, show: Say = unheard
    ) -> Reply:
        self.heard.append(heard.text)
        await say("reading")
        await show("so far")
        try:
            await self.open.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if heard.text == "break":
            raise ZeroDivisionError
        return Reply("ok", f"re: {heard.text}", heard.thread, "")


@dataclass
class Desk:
    database: Database
    inbox: DurableInbox
    road: Road
    platform: Platform
    tally: Tally
    dispatcher: Dispatcher

    async def hear(self, text: str, thread: str = "t", **more: object) -> bool:
        return await self.inbox.take(heard(text, thread, **more))


def heard(text: str, thread: str = "t", **more: object) -> Heard:
    facts: dict[str, object] = {
        "platform": "loopback",
        "workspace": "W",
        "channel": "C",
        "account": "U",
        "event_id": uuid4().hex,
        "thread": thread,
        "text": text,
    }
    return Heard(**{**facts, **more})  # pyright: ignore[reportArgumentType]


async def by_channel(one: Heard) -> str:
    return one.channel


@asynccontextmanager
async def desk(
    database: Database, engine: Engine, limits: Limits | None = None, listens: Listens = never
) -> AsyncIterator[Desk]:
    """A desk at work; its road is shut until a test opens it."""
    platform, road, tally = Platform(), Road(), Tally()
    mouths = {"loopback": platform}
    posting = Posting(database, engine.owner, Mender(database, mouths), tally, HASTE)
    delivery = Delivery(database, road, posting, mouths, engine.alive, "en", tally)
    dispatcher = Dispatcher(database, engine, by_channel, delivery.halt)
    delivery.done = dispatcher.done
    inbox = DurableInbox(database, dispatcher, limits or Limits(), listens, tally)
    await engine.start(delivery)
    dispatching = asyncio.create_task(dispatcher.run())
    try:
        yield Desk(database, inbox, road, platform, tally, dispatcher)
    finally:
        dispatching.cancel()
        await asyncio.gather(dispatching, return_exceptions=True)
        await engine.aclose()
