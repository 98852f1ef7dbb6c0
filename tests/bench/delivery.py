"""The road from a chat to the answer under load: how soon it is acknowledged, in what order it is answered."""

import asyncio
import gc
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from uuid import uuid4

from adapters.engine.dbos import Dbos
from bot.app import open_house
from bot.delivery.dispatch import SLOTS
from bot.delivery.service import Parts, Service, opened
from bot.delivery.workroom import Workroom
from bot.ports import Finding, Inbox, Posted
from bot.types import File, Heard, Reply
from config.settings import Settings
from memory.db import Database
from memory.store import bindings, campaigns, messages, organizations, users
from memory.store.entrance import enter
from memory.types import ChannelKey, Organization, OrgId
from tests.bench.table import Row

BRIEF = Path(__file__).parents[1] / "data" / "briefs" / "little-crumb.en.md"
TALKS, A_SECOND = 200, 20
SAID = ("/where", "/help", "where are we?", "/strategy swot", "hello")
"""What people say, in turn; every fifth is a SWOT of the brief."""


@dataclass
class Chat:
    """A platform in memory: what it says is taken at once, and noted with its place in its conversation."""

    inbox: Inbox
    alone: bool = False
    waits: list[float] = field(default_factory=list[float])
    asked: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    answered: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    @property
    def mouth(self) -> "Chat":
        return self

    def voice(self, heard: Heard) -> "Voice":
        return Voice(self, heard)

    async def say(self, number: int, text: str) -> None:
        """Takes one message to the inbox, and notes how long that took."""
        event, thread = uuid4().hex, f"t{number % TALKS}"
        heard = Heard("loopback", "W", f"C{number % 10}", "U", text, event, thread)
        talk = f"{heard.channel}/{thread}"
        self.asked[talk].append(event)
        began = perf_counter()
        await self.inbox.take(heard)
        self.waits.append(perf_counter() - began)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        self.answered[f"{to.channel}/{to.thread}"].append(to.event_id)
        self.count += 1
        return Posted((key,))

    async def find(self, to: Heard, key: str) -> Posted | None:
        return None

    async def fetch(self, heard: Heard, file: File) -> bytes:
        return b""

    async def run(self) -> None:
        await asyncio.Event().wait()

    def share(self, among: int) -> None:
        pass

    def mount(self, web: object) -> None:
        pass

    async def check(self) -> tuple[Finding, ...]:
        return ()

    async def aclose(self) -> None:
        pass


@dataclass
class Voice:
    chat: Chat
    heard: Heard

    async def status(self, text: str) -> None:
        pass

    async def preview(self, text: str) -> None:
        pass

    async def final(self, reply: Reply, key: str) -> Posted:
        return await self.chat.post(self.heard, reply, key)

    async def stopped(self, text: str) -> None:
        pass


@asynccontextmanager
async def serving(home: Path) -> AsyncGenerator[tuple[Service, Chat]]:
    """A service on SQLite with DBOS, and ten channels of one shop."""
    settings = Settings(home=home, locale="en", log_level="ERROR")
    async with open_house(settings) as house, await Database.open(settings.database, pool_size=1) as beats:
        await _settle(house.database)
        engine = Dbos(f"sqlite:///{home / 'engine.db'}", beats, SLOTS)
        chats = list[Chat]()

        def made(inbox: Inbox) -> Chat:
            chats.append(Chat(inbox))
            return chats[0]

        async with (
            Workroom(lambda: open_house(settings)) as workroom,
            opened(house, Parts(engine, {"loopback": made}, workroom=workroom)) as service,
        ):
            await service.start()
            gc.collect()
            gc.freeze()  # as `stratum run` does
            yield service, chats[0]
            await service.drain(30)
            gc.unfreeze()


async def load(home: Path, seconds: int) -> list[Row]:
    """So many messages a second in so many conversations, and what became of them."""
    async with serving(home) as (_, chat):
        await _warm(chat)
        began, number, tasks = perf_counter(), 0, set[asyncio.Task[None]]()
        while (now := perf_counter() - began) < seconds:
            while number < now * A_SECOND:
                task = asyncio.create_task(chat.say(number, SAID[number % len(SAID)]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                number += 1
            await asyncio.sleep(0.002)
        await asyncio.gather(*tasks)
        drained = await _until(chat, number)
        in_order = all(chat.answered[talk] == asked for talk, asked in chat.asked.items())
    waits = quantiles(chat.waits, n=100)
    return [
        Row(f"{TALKS} conversations, {A_SECOND} messages a second, {seconds} s: messages", number, ""),
        Row("  acknowledged, median", median(chat.waits) * 1000, "ms"),
        Row("  acknowledged, 99 of 100", waits[98] * 1000, "ms", 50),
        Row("  last answer after the last message", drained, "s", 5),
        Row("  answered out of order", 0 if in_order else 1, "", 0.5),
    ]


async def soak(home: Path, turns: int) -> list[Row]:
    """So many turns one after the other in many conversations: what memory they leave behind."""
    async with serving(home) as (_, chat):
        await _warm(chat)
        first = 0.0
        for number in range(0, turns, TALKS):
            await asyncio.gather(*(chat.say(number + n, SAID[n % 3]) for n in range(TALKS)))
            await _until(chat, number + TALKS)
            chat.waits.clear()
            chat.asked.clear()
            chat.answered.clear()
            if number + TALKS == max(1_000, TALKS):
                first = resident_mb()
        last = resident_mb()
    return [
        Row(f"resident memory after 1,000 turns of {turns:,}", first, "MB"),
        Row("  at the end, over that", last / first, "x", 1.1),
    ]


def resident_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1_000_000


async def _warm(chat: Chat) -> None:
    """What is loaded when it is first asked for, is."""
    for number, text in enumerate(SAID):
        await chat.say(number, text)
    await _until(chat, len(SAID))
    chat.count = 0
    gc.collect()
    gc.freeze()
    for kept in (chat.waits, chat.asked, chat.answered):
        kept.clear()


async def _until(chat: Chat, count: int) -> float:
    began = perf_counter()
    async with asyncio.timeout(600):
        while chat.count < count:  # noqa: ASYNC110 - a benchmark waits
            await asyncio.sleep(0.01)
    return perf_counter() - began


async def _settle(database: Database) -> None:
    await organizations.add(database, Organization(OrgId(""), "crumb", "Crumb", "SME", "en", "UTC", "GBP"))
    root = await enter(database, "crumb")
    async with database.writing(root.access) as unit:
        await campaigns.add(unit, "spring")
        await users.link(unit, root.access.actor.user, "loopback", "U")
    place = await enter(database, "crumb/spring")
    async with database.writing(place.access) as unit:
        await messages.keep_brief(unit, "brief.md", BRIEF.read_text("utf-8"))
    async with database.writing((await enter(database, "crumb")).access) as unit:
        for number in range(10):
            await bindings.bind(unit, ChannelKey("loopback", "W", f"C{number}"), place.place.scope)
