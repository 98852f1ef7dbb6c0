"""Vectors made in the background: an answer never waits for them, and what was said a moment ago is next."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.ending import end
from bot.house import House
from config.errors import StratumError
from memory.access import Access
from memory.semantics import Semantics, embed_missing
from memory.store.entrance import Entrance
from memory.types import OrgId, Thread

log = logging.getLogger(__name__)
_PAUSE = 1.0
"""Seconds for the next words of a thread to come before the machine is busy."""


class Indexer:
    """The places where something was said lately, one at a time."""

    def __init__(self, house: House, semantics: Semantics) -> None:
        self._house = house
        self._semantics = semantics
        self._waiting: dict[tuple[OrgId, str], Access] = {}
        self._said = asyncio.Event()

    def tell(self, entrance: Entrance, thread: Thread) -> None:
        del thread
        access = entrance.access
        self._waiting[access.scope.org, access.scope.level] = access
        self._said.set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        await self._semantics.warm()
        while True:
            await self._said.wait()
            self._said.clear()
            await asyncio.sleep(_PAUSE)
            while self._waiting:
                _, access = self._waiting.popitem()
                await self._embed(access)

    async def _embed(self, access: Access) -> None:
        try:
            await embed_missing(self._house.database, access, self._semantics.embedder)
        except StratumError as error:
            log.warning("no vectors: %s", error)


@asynccontextmanager
async def indexing(house: House) -> AsyncGenerator[None]:
    """While the house is open for long. Does nothing without the extra `semantic`."""
    if house.semantics is None:
        yield
        return
    indexer = Indexer(house, house.semantics)
    house.listeners.append(indexer.tell)
    work = asyncio.create_task(indexer.run())
    try:
        yield
    finally:
        await end(work)
