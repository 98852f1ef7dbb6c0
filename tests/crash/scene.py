"""A chat platform, a model, a database with one bound channel, and replicas of the service on them."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from bot.delivery.holding import Pace
from memory.db import Database
from memory.migrate_postgres import bring_postgres_up
from memory.store import bindings, campaigns, organizations, users
from memory.store.entrance import enter
from memory.types import ChannelKey, Organization, OrgId
from tests.contracts.engine import until
from tests.memory.server import Server
from tests.memory.upgraded import fresh_database, upgraded_file
from tests.wires.chat.server import Chat, serving
from tests.wires.llm.model import Wire, wire
from tests.wires.llm.script import Gives

MARK = "may be missing"
ROOT = Path(__file__).parents[2]


@dataclass
class Replica:
    process: asyncio.subprocess.Process

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    async def died(self, seconds: float = 180) -> int:
        async with asyncio.timeout(seconds):
            await self.process.communicate()
        return self.process.returncode or 0

    @property
    def dead(self) -> bool:
        return self.process.returncode is not None


@dataclass
class Scene:
    chat: Chat
    models: Wire
    facts: dict[str, Any]
    replicas: list[Replica] = field(default_factory=list[Replica])
    """Those that live, as far as is known."""
    begun: list[Replica] = field(default_factory=list[Replica])

    async def replica(self) -> Replica:
        """One more process, that hears or waits for its turn to hear."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.service", json.dumps(self.facts)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL if "QUIET" in os.environ else None,
            cwd=ROOT,
        )
        made = Replica(process)
        self.replicas.append(made)
        self.begun.append(made)
        assert process.stdout
        async with asyncio.timeout(180):
            assert await process.stdout.readline() == b"ready\n"
        return made

    def say(self, text: str, thread: str) -> None:
        event = {"event_id": f"E{len(self.chat.events)}", "channel": "C", "thread": thread, "text": text}
        self.chat.events.append(event)

    def answers(self, text: str) -> int:
        """How often a message was answered."""
        return sum(1 for post in self.chat.posts if post["text"].endswith(f"ok: {text}"))

    def marks(self, thread: str) -> int:
        return sum(1 for post in self.chat.posts if post["thread"] == thread and MARK in post["text"])

    def paid(self, text: str) -> int:
        """How often the model was asked about a message."""
        return sum(1 for call in self.models.calls if text in call.text)

    async def one_died(self) -> None:
        """Until one of the replicas is dead; it is none of them any more."""
        await until(lambda: any(replica.dead for replica in self.replicas))
        self.replicas = [replica for replica in self.replicas if not replica.dead]

    async def asked(self, count: int) -> None:
        """Until the model was asked so often."""
        await until(lambda: len(self.models.calls) >= count)

    async def settled(self, threads: int) -> None:
        """Until so many threads have an answer or a mark."""
        await until(lambda: len({post["thread"] for post in self.chat.posts}) >= threads)

    async def end(self) -> None:
        for replica in self.begun:
            if not replica.dead:
                replica.kill()
            await replica.died()


@asynccontextmanager
async def scene(
    tmp_path: Path, postgres: Server | None = None, slots: int = 50, pace: Pace | None = None
) -> AsyncIterator[Scene]:
    """On SQLite, or on a PostgreSQL server."""
    login = owner = None
    if postgres:
        owner, login = await fresh_database(postgres)
        await bring_postgres_up(owner, login)
        owner = owner.set(drivername="postgresql")
    database = login.render_as_string(hide_password=False) if login else _file(tmp_path, "stratum.db")
    if not login:
        await upgraded_file(tmp_path / "stratum.db")
    await settle(database)
    engine = owner.render_as_string(hide_password=False) if owner else f"sqlite:///{tmp_path / 'engine.db'}"
    async with serving(chat := Chat()) as url, wire("local", Gives({"words": "ok"})) as models:
        facts = {
            "home": str(tmp_path),
            "folder": str(tmp_path),
            "database": database,
            "engine": engine,
            "chat": url,
            "models": models.url,
            "slots": slots,
            "pace": astuple(pace or Pace()),
        }
        made = Scene(chat, models, facts)
        try:
            yield made
        finally:
            await made.end()


def _file(folder: Path, name: str) -> str:
    return f"sqlite+aiosqlite:///{folder / name}"


async def settle(url: str) -> None:
    """A shop with a campaign, whose owner speaks in the channel C."""
    async with await Database.open(url) as database:
        shop = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
        await organizations.add(database, shop)
        root = await enter(database, "nabi")
        async with database.writing(root.access) as unit:
            await campaigns.add(unit, "may")
        place = await enter(database, "nabi/may")
        async with database.writing((await enter(database, "nabi")).access) as unit:
            await bindings.bind(unit, ChannelKey("loopback", "W", "C"), place.place.scope)
            await users.link(unit, root.access.actor.user, "loopback", "U")
