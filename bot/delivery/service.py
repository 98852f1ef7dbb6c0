"""A running service: channels that hear, an engine that works, a web that tells how it is, a clock."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.delivery.astray import Astray
from bot.delivery.dispatch import Dispatcher
from bot.delivery.engine import Engine
from bot.delivery.holding import Holding, Pace
from bot.delivery.inbox import DurableInbox, Limits, Listens, never
from bot.delivery.posting import Patience, Posting
from bot.delivery.rejections import Mender
from bot.delivery.tally import Tally
from bot.delivery.tenants import Tenants
from bot.delivery.work import Delivery, Road
from bot.delivery.workroom import Workroom
from bot.house import House
from bot.place import find
from bot.ports import Clock, Fetch, Inbox, Mouth, Platform, Rejected
from bot.turn import STAGES, Stage, Turns
from bot.types import File, Heard
from config.errors import StratumError
from memory.db import Database
from memory.store import spool

log = logging.getLogger(__name__)

DRAIN_SECONDS = 20.0
"""How long a service that ends lets its running turns go on."""
_AGAIN_SECONDS = 2.0, 60.0
"""First and longest wait before a channel that broke off hears again."""
_COUNT_SECONDS = 5.0


@dataclass(slots=True)
class Service:
    """All of it, put together by `opened`."""

    house: House
    spool: Database
    engine: Engine
    dispatcher: Dispatcher
    inbox: DurableInbox
    delivery: Delivery
    platforms: dict[str, Platform]
    tally: Tally
    pace: Pace
    clock: Clock | None = None
    ready: bool = False
    _hearing: list[asyncio.Task[None]] = field(default_factory=list["asyncio.Task[None]"])
    _dispatching: asyncio.Task[None] | None = None

    @property
    def well(self) -> bool:
        """Whether all that should run, runs."""
        tasks = [*self._hearing, *([self._dispatching] if self._dispatching else [])]
        return self.ready and not any(task.done() for task in tasks)

    async def start(self) -> None:
        """Works first on what was left, then hears."""
        await self.engine.start(self.delivery)
        self._dispatching = asyncio.create_task(self.dispatcher.run())
        for name, platform in self.platforms.items():
            self._hearing.append(asyncio.create_task(self._hear(name, platform)))
        self._hearing.append(asyncio.create_task(self._count()))
        if self.clock:
            await self.clock.start()
        self.ready = True

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Hears nothing more, lets what runs end, and leaves the rest to others or to the next start."""
        self.ready = False
        if self.clock:
            await self.clock.stop()
        await _cancelled(self._hearing)
        if self._dispatching:
            await _cancelled([self._dispatching])
        await self.engine.drain(seconds)

    async def _hear(self, name: str, platform: Platform) -> None:
        if platform.alone:
            owner, alive = self.engine.owner, self.engine.alive
            hearing = partial(self._keep_hearing, name)
            await Holding(self.spool, f"hear/{name}", owner, hearing, alive, self.pace).run()
        else:
            await self._keep_hearing(name)

    async def _keep_hearing(self, name: str) -> None:
        """A channel that breaks off hears again, after a while that grows."""
        wait, longest = _AGAIN_SECONDS
        while True:
            self.tally.gauge("hearing", 1, platform=name)
            began = asyncio.get_running_loop().time()
            [ended] = await asyncio.gather(self.platforms[name].run(), return_exceptions=True)
            self.tally.gauge("hearing", 0, platform=name)
            self.tally.count("hearing_broken_total", platform=name)
            error = ended if isinstance(ended, BaseException) else None
            log.error("%s stopped hearing; it hears again in %.0f s", name, wait, exc_info=error)
            await asyncio.sleep(wait)
            lasted = asyncio.get_running_loop().time() - began
            wait = _AGAIN_SECONDS[0] if lasted > longest else min(2 * wait, longest)

    async def _count(self) -> None:
        """A database that is away for a while is counted later."""
        while True:
            try:
                await self._look_around()
            except StratumError as error:
                log.warning("counting: %s", error)
            await asyncio.sleep(_COUNT_SECONDS)

    async def _look_around(self) -> None:
        for state, number in (await spool.counts(self.spool)).items():
            self.tally.gauge("events", number, state=state)
        self.tally.gauge("queued_here", self.dispatcher.waiting())
        among = await self.engine.living()
        self.tally.gauge("processes", among)
        for platform in self.platforms.values():
            platform.share(among)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a service is made of that tests replace."""

    engine: Engine
    platforms: Mapping[str, Callable[[Inbox], Platform]]
    """How each platform is made, by its name."""
    patience: Patience = field(default_factory=Patience)
    limits: Limits = field(default_factory=Limits)
    listens: Listens = never
    stages: tuple[Stage, ...] = STAGES
    workroom: Workroom | None = None
    """Where turns are taken; None takes them in the loop that hears."""
    pace: Pace = field(default_factory=Pace)


@asynccontextmanager
async def opened(house: House, parts: Parts) -> AsyncGenerator[Service]:
    """A service that has not started yet. It ends what it made; drain it before."""
    engine, url, tally, mouths = parts.engine, house.settings.database, Tally(), dict[str, Mouth]()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(await Database.open(url, pool_size=4))
        ears = await stack.enter_async_context(await Database.open(url, pool_size=2, first=True))
        delivery = _delivery(house, database, mouths, tally, parts)
        dispatcher = Dispatcher(database, engine, Tenants(database).of, delivery.halt)
        delivery.done = dispatcher.done
        inbox = DurableInbox(ears, dispatcher, parts.limits, parts.listens, tally)
        platforms = {
            name: await stack.enter_async_context(_closing(make(inbox)))
            for name, make in parts.platforms.items()
        }
        mouths |= {name: platform.mouth for name, platform in platforms.items()}
        stack.push_async_callback(engine.aclose)
        yield Service(house, database, engine, dispatcher, inbox, delivery, platforms, tally, parts.pace)


def _delivery(
    house: House, database: Database, mouths: dict[str, Mouth], tally: Tally, parts: Parts
) -> Delivery:
    owner, alive = parts.engine.owner, parts.engine.alive
    mender = Mender(database, mouths, Astray(database, partial(find, house)))
    posting = Posting(database, owner, mender, tally, parts.patience)
    road = _road(house, _fetching(mouths), parts)
    return Delivery(database, road, posting, mouths, alive, house.settings.language, tally)


def _road(house: House, fetch: Fetch, parts: Parts) -> Road:
    if parts.workroom:
        return parts.workroom.road(fetch, parts.stages)
    return Turns(house, fetch, parts.stages)


def _fetching(mouths: Mapping[str, Mouth]) -> Fetch:
    """Files are fetched by the platform that they were sent on."""

    async def fetch(heard: Heard, file: File) -> bytes:
        mouth = mouths.get(heard.platform)
        if mouth is None:
            raise Rejected("unavailable", heard.platform)
        return await mouth.fetch(heard, file)

    return fetch


@asynccontextmanager
async def _closing(platform: Platform) -> AsyncGenerator[Platform]:
    try:
        yield platform
    finally:
        await platform.aclose()


async def _cancelled(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
