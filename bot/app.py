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
async def open_house(settings: Settings, *, for_long: bool = False) -> AsyncGenerator[House]:
    """Opens the database (an embedded one is made or upgraded) and closes it at the end.

    What stays open `for_long` also refuses to start without the keys to what it may have to open.
    Raises a StratumError that says what is wrong and how to go on.
    """
    async with await Database.open(settings.database) as database:
        house = House(settings, database, NAMES, lambda: datetime.now(UTC))
        if for_long:
            await check(database, house.keys)
        try:
            yield house
        finally:
            await house.close()
