"""What rules do not read, a model does: once for each thread, when it has been quiet for a while.

Which messages it has read is noted with them, so that what a crash or a refused call left out is read with the
thread's next words. Without a model nothing of this happens.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

from agents.kit.learning.reconcile import reconcile
from agents.kit.learning.types import Author
from agents.kit.llm import LLM
from bot.ending import end
from bot.house import House
from bot.metering import model_for
from config.errors import StratumError
from memory.db import Writing
from memory.insight import Candidate
from memory.recalled import OUTSIDER
from memory.store import insights, learning, messages
from memory.store.entrance import Entrance
from memory.types import Message, Thread

log = logging.getLogger(__name__)
_QUIET = 5.0
"""Seconds without new words in any thread before a model reads."""
_READ = "read_by"
_INTERVIEW = "interview"
"""The verb of answers by personas: what they were asked tells nothing."""
_MOST = 30
"""Messages of a thread that are read at once, the newest ones."""


class Learner:
    """The threads with words that no model has read."""

    def __init__(self, house: House, quiet: float = _QUIET) -> None:
        self._house = house
        self._quiet = quiet
        self._waiting: dict[tuple[str, Thread], Entrance] = {}
        self._said = asyncio.Event()

    def tell(self, entrance: Entrance, thread: Thread) -> None:
        self._waiting[entrance.access.scope.level, thread] = entrance
        self._said.set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            await self._said.wait()
            self._said.clear()
            with suppress(TimeoutError):
                while await asyncio.wait_for(self._said.wait(), self._quiet):
                    self._said.clear()
            await self.finish()

    async def finish(self) -> None:
        """Reads what waits."""
        while self._waiting:
            (_, thread), entrance = self._waiting.popitem()
            try:
                await self._learn(entrance, thread)
            except StratumError as error:
                log.warning("a model did not read a thread: %s", type(error).__name__)

    async def _learn(self, entrance: Entrance, thread: Thread) -> None:
        """Raises a ModelError; what was not read is read next time."""
        model = await model_for(self._house, entrance, None)
        if model.llm is None:
            return
        async with self._house.database.reading(entrance.access) as unit:
            said = await messages.thread(unit, thread)
        asked = {one.external_id for one in said if one.meta.get("verb") == _INTERVIEW}
        told = [one for one in said if one.kind == "turn" and f"re:{one.id}" not in asked]
        new = [one for one in told if _READ not in one.meta][-_MOST:]
        for author in ("member", "outsider"):
            theirs = [one for one in new if bool(one.meta.get(OUTSIDER)) is (author == "outsider")]
            if theirs:
                await self._read(entrance, theirs, author, model.llm)

    async def _read(self, entrance: Entrance, said: Sequence[Message], author: Author, llm: LLM) -> None:
        from agents.kit.learning.asked import asked  # noqa: PLC0415 - only where there is a model

        taught = await asked(said, author, llm)
        async with self._house.database.writing(entrance.access) as unit:
            for one in taught:
                fresh = await _unread(unit, one.message, one.candidates)
                await learning.learn(unit, fresh, one.message, reconcile)
            await messages.note(unit, [one.id for one in said], _READ, "model")


async def _unread(unit: Writing, message: Message, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates whose words no rule has read."""
    taken = await insights.spans(unit, message.id)
    return [one for one in found if not any(one.start < end and start < one.end for start, end in taken)]


@asynccontextmanager
async def learning_on(house: House) -> AsyncGenerator[None]:
    """While the house is open for long. Does nothing where no model may be asked."""
    if not house.settings.asks_models(house.environ):
        yield
        return
    learner = Learner(house)
    house.listeners.append(learner.tell)
    work = asyncio.create_task(learner.run())
    try:
        yield
    finally:
        await end(work)
