"""The engine of one process: tasks in its own event loop. What it had begun, the spool gives it again."""

import asyncio
import logging
from collections import deque
from uuid import uuid4

from bot.delivery.engine import Work
from config.errors import StratumError

log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_REMEMBERED = 10_000
"""How many of the last events are known to be done; of all others the spool says it."""


class Inline:
    """One task for each conversation that has work; no more of them at a time than there are slots."""

    def __init__(self, slots: int = 50) -> None:
        self.owner = f"inline-{uuid4().hex}"
        self._work: Work | None = None
        self._lines: dict[str, deque[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._known: dict[str, bool] = {}
        """Events, and whether they are done."""
        self._slots = asyncio.Semaphore(slots)
        self._draining = False

    async def start(self, work: Work) -> None:
        self._work = work

    async def hand(self, event: str, conversation: str) -> None:
        if event in self._known or self._draining:
            return
        self._known[event] = False
        line = self._lines.get(conversation)
        if line is not None:
            line.append(event)
            return
        self._lines[conversation] = deque([event])
        task = asyncio.create_task(self._walk(conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def alive(self, owner: str) -> bool:
        """There is no other process beside this one."""
        return owner == self.owner

    async def living(self) -> int:
        return 1

    async def drain(self, seconds: float) -> None:
        self._draining = True
        for line in self._lines.values():
            line.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _walk(self, conversation: str) -> None:
        line = self._lines[conversation]
        try:
            while line:
                event = line.popleft()
                async with self._slots:
                    await self._once(event, conversation)
        finally:
            del self._lines[conversation]

    async def _once(self, event: str, conversation: str) -> None:
        """Until it is done: what it raises is what another attempt may mend."""
        wait = _FIRST_WAIT
        while self._work and not self._draining:
            try:
                await self._work(event, conversation)
            except (StratumError, OSError) as error:
                log.warning("work on %s: %s", event, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            else:
                break
        self._known[event] = True
        while len(self._known) > _REMEMBERED and self._known[oldest := next(iter(self._known))]:
            del self._known[oldest]


ENGINE = Inline
