"""A room of its own for thinking: a thread with an event loop and a house, so that hearing never waits for it."""

import asyncio
import ctypes
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from bot.delivery.outbox import EventOutbox
from bot.house import House
from bot.ports import Fetch, Say, unheard
from bot.turn import STAGES, Stage, Turns
from bot.types import File, Heard, Reply

_SWITCH_SECONDS = 0.001
"""How long one thread may keep another waiting; an acknowledgement takes a dozen such changes."""


_ARENA_MAX = -8
"""glibc's number of the setting that says how many heaps a process may have."""
_ARENAS = 2
"""With a heap for each of dozens of threads much of the memory is holes in one heap or another."""
_TIDY_SECONDS = 10
"""So often what is free goes back to the system, in some milliseconds: glibc alone keeps it, between what is used."""


class Workroom:
    """Opens its house in its own thread, and closes it there."""

    def __init__(self, opening: Callable[[], AbstractAsyncContextManager[House]]) -> None:
        self._opening = opening
        self._opened: Future[tuple[House, asyncio.AbstractEventLoop]] = Future()
        self._ended: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._live, name="workroom", daemon=True)

    async def __aenter__(self) -> Self:
        """Raises what opening the house raises."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        _of_glibc("mallopt", _ARENA_MAX, _ARENAS)
        self._thread.start()
        await asyncio.wrap_future(self._opened)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _, loop = self._opened.result()
        if self._ended:
            loop.call_soon_threadsafe(self._ended.set)
        await asyncio.to_thread(self._thread.join)

    def road(self, fetch: Fetch | None = None, stages: tuple[Stage, ...] = STAGES) -> "FarRoad":
        """The road in there, for those who stand in the calling loop; files are fetched in that one."""
        house, loop = self._opened.result()
        return FarRoad(house, loop, fetch, stages)

    def _live(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        self._ended = asyncio.Event()
        try:
            async with self._opening() as house:
                self._opened.set_result((house, asyncio.get_running_loop()))
                while not self._ended.is_set():
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_TIDY_SECONDS):
                            await self._ended.wait()
                    _of_glibc("malloc_trim", 0)
        except BaseException as error:
            if self._opened.done():
                raise
            self._opened.set_exception(error)


def _of_glibc(name: str, *given: int) -> None:
    """Calls what only glibc has. Of heaps there are few only for threads that begin later."""
    with suppress(AttributeError, OSError):
        getattr(ctypes.CDLL(None), name)(*given)


@dataclass(frozen=True, slots=True)
class FarRoad:
    """The road of a message, taken in the workroom."""

    house: House
    loop: asyncio.AbstractEventLoop
    fetch: Fetch | None
    stages: tuple[Stage, ...]

    async def __call__(
        self, heard: Heard, say: Say, outbox: EventOutbox | None = None, *, show: Say = unheard
    ) -> Reply:
        """Cancelled here, it is cancelled there."""
        here = asyncio.get_running_loop()

        def outside(say: Say) -> Say:
            async def told(text: str) -> None:
                await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_said(say, text), here))

            return told

        async def fetched(heard: Heard, file: File) -> bytes:
            if self.fetch is None:
                raise FileNotFoundError(file.name)
            return await asyncio.wrap_future(
                asyncio.run_coroutine_threadsafe(_got(self.fetch, heard, file), here)
            )

        turns = Turns(self.house, fetched if self.fetch else None, self.stages)
        there = replace(outbox, database=self.house.database) if outbox else None
        work = asyncio.run_coroutine_threadsafe(
            turns(heard, outside(say), there, show=outside(show)), self.loop
        )
        return await asyncio.wrap_future(work)


async def _said(say: Say, text: str) -> None:
    await say(text)


async def _got(fetch: Fetch, heard: Heard, file: File) -> bytes:
    return await fetch(heard, file)
