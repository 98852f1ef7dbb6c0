"""Those who bring to the inbox what was heard: the gateway says it once, so their end is waited for."""

import asyncio
from typing import Any


class Bringing:
    """The library keeps no list of the tasks in which it calls its listeners."""

    def __init__(self) -> None:
        self.seconds = 5.0
        """How long is waited for them; an inbox that is out of order then is asked no more."""
        self._tasks = set[asyncio.Task[Any]]()

    def notice(self) -> None:
        """The task that calls brings something, until it ends."""
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def done(self) -> None:
        """Until all is brought, or for a while."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=self.seconds)

    async def aclose(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
