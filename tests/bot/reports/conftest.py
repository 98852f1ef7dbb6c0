"""A studio with figures up to yesterday, whose time the test sets; C9 is the channel that Nike reads along in."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.house import House
from bot.importing import Handed, store
from bot.plugins import table_reader
from memory.loading import Wish
from memory.store import bindings, channels
from memory.types import ChannelKey
from tests.bot.digest.conftest import inbox, time
from tests.bot.teamwork.conftest import SUMMER, Studio, house, studio
from tests.memory.conftest import postgres, url

__all__ = ["house", "inbox", "postgres", "studio", "time", "url"]
FIRST, LAST = date(2026, 10, 5), date(2026, 11, 30)


def rows() -> Iterator[str]:
    yield "Day,Campaign,Currency code,Cost,Impressions,Clicks,Conversions,Conv. value"
    for n in range((LAST - FIRST).days + 1):
        yield f"{FIRST + timedelta(days=n)},Brand,KRW,100000,20000,500,20,900000"


@pytest.fixture
async def agency(studio: Studio, house: House) -> Studio:
    entrance = await studio.tenants.at(SUMMER)
    content = "\n".join(rows()).encode()
    reading = table_reader()([Handed("google.csv", content)], Wish("google_ads", timezone="Asia/Seoul"))
    async with house.database.writing(entrance.access) as unit:
        await store(unit, reading)
    owner = await studio.tenants.at("acme")
    async with house.database.writing(owner.access) as unit:
        key = ChannelKey("slack", "T1", "C9")
        bound = await bindings.bind(unit, key, await studio.tenants.scope("acme/nike"))
        await channels.mark(unit, bound, "client_safe", True)
    return studio
