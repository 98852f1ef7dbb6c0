"""A house with a connected account on both databases, whose time the test sets, against a vendor on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.house import House
from bot.measuring import connections
from bot.measuring.connections import Daily
from bot.toolbox import NAMES
from config.settings import Settings
from memory.db import Database
from memory.keyring import keyring
from memory.store.entrance import Entrance
from tests.bot.digest.conftest import Time, time
from tests.memory.conftest import postgres, url
from tests.memory.tenants import Tenants, settle
from tests.wires.ads.tiktok import ADVERTISER, TikTokWire

__all__ = ["postgres", "time", "url"]
NIKE = "acme/nike"


@dataclass
class Connected:
    house: House
    tenants: Tenants
    vendor: TikTokWire

    async def entrance(self) -> Entrance:
        return await self.tenants.at(NIKE)


@pytest.fixture
async def connected(url: str, tmp_path: Path, time: Time) -> AsyncIterator[Connected]:
    """TikTok's account of Nike, connected at 10:00 in Seoul by the owner, to be read at 6:00."""
    time.set("2026-11-20 10:00")
    keyring("", tmp_path).make()
    async with TikTokWire().serving() as vendor, await Database.open(url, clock=time) as database:
        assert isinstance(vendor, TikTokWire)
        settings = Settings(home=tmp_path, database_url=url, locale="en")
        house = House(settings, database, NAMES, time, environ=vendor.environ())
        tenants = await settle(database)
        entrance = await tenants.at(NIKE)
        keys = connections.keys_of("tiktok", house.environ, None)
        await connections.connect(house, entrance.access, "tiktok", keys, ADVERTISER, Daily())
        yield Connected(house, tenants, vendor)
