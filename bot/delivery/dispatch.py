"""Hands events over to the engine: fair between tenants, and never more than can be worked on soon."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery.engine import Engine, EngineTrouble
from bot.types import Heard
from config.errors import StratumError
from memory.db import Database
from memory.store import spool

log = logging.getLogger(__name__)

SLOTS = 50
"""Turns that one process works on at a time."""
_SHARE = 0.75
"""How much of it one tenant may fill, so that there is always room for another."""
_IN_LINE = 4
"""Events of one conversation that are handed over at a time; they are worked on one after the other."""
_LOOK_SECONDS = 0.5
_ADOPT_SECONDS = 5.0
"""What has not been handed over by then was left behind by a process that is no more."""
_AGAIN_SECONDS = 1.0

TenantOf = Callable[[Heard], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    event: str
    conversation: str
    heard: Heard | None = None
    tenant: str = ""


class Dispatcher:
    """The queue of one process, in memory: the spool has it all, too, and is looked through for what it lacks."""

    def __init__(
        self, database: Database, engine: Engine, tenant_of: TenantOf, halt: Callable[[str], None]
    ) -> None:
        self._database, self._engine = database, engine
        self._tenant_of, self._halt = tenant_of, halt
        self._arrived: deque[_Waiting] = deque()
        self._queues: dict[str, deque[_Waiting]] = {}
        self._known: set[str] = set()
        self._handed: dict[str, _Waiting] = {}
        self._dropped: set[str] = set()
        self._woken = asyncio.Event()

    def offer(self, event: str, conversation: str, heard: Heard | None = None) -> None:
        """A new event. One that another process left behind comes without what was heard."""
        if event not in self._known:
            self._known.add(event)
            self._arrived.append(_Waiting(event, conversation, heard))
            self._woken.set()

    def drop(self, event: str) -> None:
        if event in self._known and event not in self._handed:
            self._dropped.add(event)

    def halt(self, event: str) -> None:
        """Ends a turn that runs in this process."""
        self._halt(event)

    def waiting(self) -> int:
        return len(self._known)

    def done(self, event: str) -> None:
        """An event has been worked on, here or elsewhere."""
        self._handed.pop(event, None)
        self._known.discard(event)
        self._woken.set()

    async def run(self) -> None:
        """Hands over until it is cancelled. Starts with what the spool holds from before."""
        await self._steadily(lambda: self._adopt(older_than=0.0))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hand_over())
            tasks.create_task(self._look())

    async def _hand_over(self) -> None:
        while True:
            self._woken.clear()
            await self._steadily(self._queue_up)
            while one := self._next():
                self._handed[one.event] = one
                if not await self._steadily(lambda one=one: self._engine.hand(one.event, one.conversation)):
                    self._handed.pop(one.event)
                    self._queues.setdefault(one.tenant, deque()).appendleft(one)
            await self._woken.wait()

    async def _queue_up(self) -> None:
        """Each of what arrived behind what its tenant has waiting."""
        while self._arrived:
            one = self._arrived[0]
            tenant = await self._tenant_of(one.heard) if one.heard else one.conversation
            self._arrived.popleft()
            known = _Waiting(one.event, one.conversation, None, tenant)
            self._queues.setdefault(tenant, deque()).append(known)

    def _next(self) -> _Waiting | None:
        """The oldest event of the tenant whose turn it is and who has room."""
        if len(self._handed) >= SLOTS:
            return None
        tenants = Counter(one.tenant for one in self._handed.values())
        talks = Counter(one.conversation for one in self._handed.values())
        for tenant in list(self._queues):
            queue = self._queues.pop(tenant)
            self._forget_dropped(queue)
            one = _picked(queue, talks) if tenants[tenant] < SLOTS * _SHARE else None
            if queue:
                self._queues[tenant] = queue
            if one:
                return one
        return None

    def _forget_dropped(self, queue: deque[_Waiting]) -> None:
        for one in [one for one in queue if one.event in self._dropped]:
            queue.remove(one)
            self._dropped.discard(one.event)
            self._known.discard(one.event)

    async def _look(self) -> None:
        """Learns what others have done, what is to be stopped, and now and then what was left behind."""
        rounds = 0
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            rounds += 1
            await self._steadily(self._compare)
            if rounds % round(_ADOPT_SECONDS / _LOOK_SECONDS) == 0:
                await self._steadily(lambda: self._adopt(_ADOPT_SECONDS))
                await self._steadily(self._prune)

    async def _compare(self) -> None:
        for event in await spool.ended(self._database, tuple(self._handed)):
            self.done(event)
        for event in await spool.among(self._database, "stopping"):
            self.halt(event.id)

    async def _adopt(self, older_than: float) -> None:
        now = self._database.now()
        for event in await spool.among(self._database, *spool.OPEN):
            if (now - event.received_at).total_seconds() >= older_than:
                self.offer(event.id, event.conversation)

    async def _prune(self) -> None:
        await spool.prune(self._database)

    async def _steadily(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Whether it could be done; where the database is away for a while, it is tried again later."""
        try:
            await work()
        except (StratumError, EngineTrouble) as error:
            log.warning("dispatch: %s", error)
            await asyncio.sleep(_AGAIN_SECONDS)
            self._woken.set()
            return False
        return True


def _picked(queue: deque[_Waiting], talks: Counter[str]) -> _Waiting | None:
    """Takes out the first whose conversation has room; later ones of a full conversation stay behind."""
    for place, one in enumerate(queue):
        if talks[one.conversation] < _IN_LINE:
            del queue[place]
            return one
    return None
