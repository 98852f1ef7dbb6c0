"""A studio at work on both databases, whose time the test sets: who asks, who decides, who reads along."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.house import House
from bot.teamwork.courier import Courier
from bot.toolbox import NAMES
from bot.turn import Turns
from bot.types import Heard, Reply
from config.errors import Locale
from config.settings import Settings
from memory.db import Database
from memory.store import bindings, outputs, users
from memory.types import ChannelKey, Membership, Output
from tests.bot.digest.conftest import Kept, Time, inbox, time
from tests.journeys.chats import Person, quiet
from tests.memory.conftest import postgres, url
from tests.memory.tenants import Tenants, draft, settle

__all__ = ["inbox", "postgres", "time", "url"]
SUMMER = "acme/nike/summer"


@dataclass
class Studio:
    """acme's channel C1 is Nike's summer, C2 Adidas's. mia (account manager) and cora (creative) have Slack
    accounts, so has cleo, the client's approver; the owner and nina have none.
    """

    house: House
    tenants: Tenants
    inbox: Kept

    def person(self, name: str, locale: Locale = "en") -> Person:
        return Person(self.house, "slack", f"U{name.upper()}", name)

    async def deliver(self, body: str, path: str = SUMMER) -> Output:
        async with self.house.database.writing((await self.tenants.at(path)).access) as unit:
            return await outputs.save(unit, draft(body))

    async def status(self, output: Output) -> str:
        root = output.place.partition("/")[0]
        async with self.house.database.reading((await self.tenants.at(root)).access) as unit:
            return (await outputs.get(unit, output.id)).status

    async def tick(self) -> list[tuple[Heard, Reply]]:
        """What the courier brings, and to whom."""
        before = len(self.inbox.taken)
        await Courier(self.house, self.inbox, {"slack"}).look()
        brought = self.inbox.taken[before:]
        told = [await Turns(self.house)(one, quiet) for one in brought]
        return [(one, reply) for one, reply in zip(brought, told, strict=True) if not reply.silent]


@pytest.fixture
async def house(url: str, tmp_path: Path, time: Time) -> AsyncIterator[House]:
    settings = Settings(home=tmp_path, database_url=url, locale="en")
    async with await Database.open(url, clock=time) as database:
        yield House(settings, database, NAMES, time)


@pytest.fixture
async def studio(house: House, inbox: Kept) -> Studio:
    tenants = await settle(house.database)
    nike = await tenants.scope("acme/nike")
    access = (await tenants.at("acme")).access
    async with house.database.writing(access) as unit:
        for channel, path in (("C1", SUMMER), ("C2", "acme/adidas")):
            await bindings.bind(unit, ChannelKey("slack", "T1", channel), await tenants.scope(path))
        for name, role in (("mia", "account_manager"), ("cora", "creative"), ("cleo", "client_approver")):
            made = await users.add(unit, name, [Membership(role, nike)], locale="en")
            await users.link(unit, made.user, "slack", f"T1/U{name.upper()}")
    return Studio(house, tenants, inbox)
