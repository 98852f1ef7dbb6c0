"""One process at a time does what a lease is for; another goes on when it ends or dies."""

import asyncio
from dataclasses import dataclass, field

from bot.delivery.holding import Holding, Pace, Watch
from memory.db import Database
from memory.store import leases
from memory.store.leases import Lease
from tests.contracts.engine import PATIENCE, until
from tests.memory.conftest import db, postgres, url

__all__ = ["db", "postgres", "url"]

HASTE = Pace(beat=0.05, let_go=0.4, take=0.8)
NEVER = Pace(beat=0.05, let_go=3600.0, take=3600.0)
"""Nobody is taken to be dead for standing still: what goes on, goes on for another reason."""


@dataclass
class Work:
    """What only one may do."""

    doing: set[str] = field(default_factory=set[str])
    most: int = 0

    async def __call__(self, owner: str) -> None:
        self.doing.add(owner)
        self.most = max(self.most, len(self.doing))
        try:
            await asyncio.Event().wait()
        finally:
            self.doing.discard(owner)


async def alive(owner: str) -> bool:
    return owner != "known to be dead"


def holding(db: Database, work: Work, owner: str, pace: Pace = HASTE) -> asyncio.Task[None]:
    return asyncio.create_task(Holding(db, "hear/x", owner, lambda: work(owner), alive, pace).run())


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_who_stood_still_itself_takes_nobody_to_be_dead() -> None:
    """As when the whole machine is halted for a minute: both go on, and nobody has been seen to be dead."""
    pace, now = Pace(), [100.0]
    watch = Watch(pace.watch().longest, lambda: now[0])
    held = Lease("hear/x", "a", 1)
    assert watch.still_for(held) == 0
    now[0] += 60
    assert watch.still_for(held) < pace.take
    assert watch.still_for(Lease("hear/x", "a", 2)) == 0
    seen = list[float]()
    while not seen or seen[-1] <= pace.take:
        now[0] += pace.beat
        seen.append(watch.still_for(Lease("hear/x", "a", 2)))
    assert seen == [pace.beat * (number + 1) for number in range(len(seen))]


def test_who_dies_is_taken_over_from_within_fifteen_seconds() -> None:
    """Whoever looks has seen its last sign for longer than `take` then, and another look may be under way."""
    pace = Pace()
    assert pace.let_go < pace.take
    assert pace.take + 3 * pace.beat < 15


async def test_one_works_and_the_other_goes_on_at_once_when_it_ends(db: Database) -> None:
    work = Work()
    first = holding(db, work, "a", NEVER)
    await until(lambda: work.doing == {"a"})
    second = holding(db, work, "b", NEVER)
    await asyncio.sleep(0.3)
    assert work.doing == {"a"}
    await ended(first)
    await until(lambda: work.doing == {"b"})
    await ended(second)
    assert work.most == 1


async def test_who_does_not_move_any_more_is_taken_over_from(db: Database) -> None:
    await leases.beat(db, "hear/x", "dead")
    work = Work()
    task = holding(db, work, "b")
    await asyncio.sleep(0.3)
    assert work.doing == set()
    await until(lambda: work.doing == {"b"})
    await ended(task)


async def test_who_is_known_to_be_dead_is_not_waited_for(db: Database) -> None:
    await leases.beat(db, "hear/x", "known to be dead")
    work = Work()
    task = holding(db, work, "b", NEVER)
    await until(lambda: work.doing == {"b"})
    await ended(task)


async def test_who_has_lost_the_lease_stops(db: Database) -> None:
    work = Work()
    task = holding(db, work, "a")
    await until(lambda: work.doing == {"a"})
    [lease] = await leases.every(db, "hear/")
    async with asyncio.timeout(PATIENCE):
        while not await leases.seize(db, lease, "b"):
            [lease] = await leases.every(db, "hear/")
    await until(lambda: work.doing == set())
    await ended(task)


async def test_who_is_told_to_end_while_it_loses_the_lease_ends(db: Database) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            losing.set()
            await may_end.wait()

    losing = asyncio.Event()
    task = asyncio.create_task(Holding(db, "hear/x", "a", work, alive, HASTE).run())
    async with asyncio.timeout(PATIENCE):
        await begun.wait()
        while not losing.is_set():
            [lease] = await leases.every(db, "hear/")
            await leases.seize(db, lease, "b")
        task.cancel()
        await asyncio.sleep(0)
        may_end.set()
        await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
