"""What every engine must do, said once. An engine's test inherits `EngineContract` and gives it an `engine`."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.delivery.engine import Engine
from memory.errors import StorageFailed
from memory.ids import new_id


@dataclass
class Worker:
    """Work that notes what it was given; it can be held up, and can fail."""

    begun: list[str] = field(default_factory=list[str])
    done: list[str] = field(default_factory=list[str])
    at_once: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    most: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    open: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0

    async def __call__(self, event: str, conversation: str) -> None:
        self.begun.append(event)
        if self.failures:
            self.failures -= 1
            raise StorageFailed(url="the database", detail="away")
        for key in (conversation, "all"):
            self.at_once[key] += 1
            self.most[key] = max(self.most[key], self.at_once[key])
        await self.open.wait()
        for key in (conversation, "all"):
            self.at_once[key] -= 1
        self.done.append(event)


PATIENCE = 180.0
"""Seconds after which a test is taken to hang: no machine is that slow."""


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.01)


class EngineContract:
    """Inherit it, and give it a fixture `engine` that has not started."""

    @pytest.fixture
    async def engine(self) -> Engine:
        raise NotImplementedError

    @pytest.fixture
    async def worker(self, engine: Engine) -> Worker:
        worker = Worker()
        await engine.start(worker)
        return worker

    async def test_an_event_is_worked_on_once_however_often_it_is_handed(
        self, engine: Engine, worker: Worker
    ) -> None:
        worker.open.set()
        event = new_id()
        for _ in range(3):
            await engine.hand(event, "talk")
        await until(lambda: worker.done == [event])
        await engine.hand(event, "talk")
        await asyncio.sleep(0.3)
        assert worker.begun == [event]

    async def test_it_knows_how_many_work(self, engine: Engine, worker: Worker) -> None:
        del worker
        assert await engine.living() == 1

    async def test_a_conversation_keeps_its_order_one_at_a_time(self, engine: Engine, worker: Worker) -> None:
        worker.open.set()
        events = [new_id() for _ in range(5)]
        for event in events:
            await engine.hand(event, "talk")
        await until(lambda: len(worker.done) == len(events))
        assert worker.done == events
        assert worker.most["talk"] == 1

    async def test_conversations_go_on_side_by_side(self, engine: Engine, worker: Worker) -> None:
        for number in range(4):
            await engine.hand(new_id(), f"talk-{number}")
        await until(lambda: worker.at_once["all"] == 4)
        worker.open.set()
        await until(lambda: len(worker.done) == 4)

    async def test_what_failed_for_a_while_is_done_later(self, engine: Engine, worker: Worker) -> None:
        worker.open.set()
        worker.failures = 1
        event = new_id()
        await engine.hand(event, "talk")
        await until(lambda: worker.done == [event])
        assert worker.begun == [event, event]

    async def test_it_lets_what_runs_end_when_it_drains(self, engine: Engine, worker: Worker) -> None:
        event = new_id()
        await engine.hand(event, "talk")
        await until(lambda: worker.begun == [event])
        draining = asyncio.create_task(engine.drain(PATIENCE))
        await asyncio.sleep(0.2)
        assert not draining.done()
        worker.open.set()
        await draining
        assert worker.done == [event]

    async def test_it_is_alive_to_itself_and_knows_no_stranger(self, engine: Engine, worker: Worker) -> None:
        assert await engine.alive(engine.owner)
        assert not await engine.alive("somebody who never was")
