"""Doing something again and again, in every process; together with others that are begun and ended alike."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.ending import end
from bot.ports import Clock
from config.errors import StratumError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticking:
    """`bot.ports.Clock` over one piece of work; what fails is done again at the next tick."""

    work: Callable[[], Awaitable[None]]
    seconds: float
    _task: asyncio.Task[None] | None = field(default=None, init=False)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            await end(self._task)
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self.work()
            except StratumError as error:
                log.warning("tick: %s", error)
            await asyncio.sleep(self.seconds)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Several clocks as one."""

    clocks: Sequence[Clock]

    async def start(self) -> None:
        for clock in self.clocks:
            await clock.start()

    async def stop(self) -> None:
        for clock in reversed(self.clocks):
            await clock.stop()
