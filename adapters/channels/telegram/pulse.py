"""Signs of life while an answer is made: what Telegram takes away after a while is shown again."""

import asyncio
from collections.abc import Awaitable, Callable

_LONGEST = 120.0
"""Seconds without any news after which a turn is no longer believed to live."""


class Pulses:
    """Owns the tasks that beat, so that none outlives the line."""

    def __init__(self) -> None:
        self._beating: set[asyncio.Task[None]] = set()

    def start(self, beat: Callable[[], Awaitable[None]], every: float) -> "Pulse":
        pulse = Pulse(beat, every)
        self._beating.add(pulse.task)
        pulse.task.add_done_callback(self._beating.discard)
        return pulse

    @property
    def beating(self) -> int:
        """How many there are."""
        return len(self._beating)

    async def aclose(self) -> None:
        tasks = tuple(self._beating)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Pulse:
    """Beats until it is ended, or for two minutes after the last news."""

    def __init__(self, beat: Callable[[], Awaitable[None]], every: float) -> None:
        self._beat = beat
        self._every = every
        self._loop = asyncio.get_running_loop()
        self._news = self._loop.time()
        self.task = self._loop.create_task(self._run())

    def news(self) -> None:
        """The turn lives."""
        self._news = self._loop.time()

    def end(self) -> None:
        self.task.cancel()

    async def _run(self) -> None:
        while self._loop.time() - self._news < _LONGEST:
            await asyncio.sleep(self._every)
            await self._beat()
