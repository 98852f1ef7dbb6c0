"""How work in the background is ended."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


async def end(task: asyncio.Future[None]) -> None:
    """Ends it; what it broke off with is logged.

    Being cancelled meanwhile is not swallowed: whoever waits here may be told to end, too.
    """
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()):
        log.error("work in the background broke off", exc_info=error)


class Beside:
    """What goes on beside, in tasks that nobody else keeps, as libraries begin them for what they call."""

    def __init__(self, seconds: float = 5.0) -> None:
        self.seconds = seconds
        """How long its end is waited for."""
        self._tasks = set[asyncio.Task[Any]]()

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._keep(task)
        return task

    def notice(self) -> None:
        """The task that calls is one of them, until it ends."""
        if task := asyncio.current_task():
            self._keep(task)

    async def done(self) -> None:
        """Until all has ended by itself, or for a while."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=self.seconds)

    async def aclose(self) -> None:
        """Ends what has not ended, and sees it end."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
