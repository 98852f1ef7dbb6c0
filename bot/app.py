"""The composition root: from settings to an open house."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.house import House
from bot.toolbox import NAMES
from config.settings import Settings
from memory.db import Database
from memory.store.keys import check


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncGenerator[House]:
    """Opens the database (an embedded one is made or upgraded) and closes it at the end.

    Raises a StratumError that says what is wrong and how to go on.
    """
    async with await Database.open(settings.database) as database:
        house = House(settings, database, NAMES, lambda: datetime.now(UTC))
        await check(database, house.keys)
        try:
            yield house
        finally:
            await house.close()
