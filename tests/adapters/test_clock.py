"""The clock: it wakes when a plan is due, whatever clocks do, and any number of replicas send once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.clock import LOOK_SECONDS, Clock, trigger
from adapters.engine.inline import Inline
from bot.delivery.service import Parts, Service, opened
from bot.digest.sender import Sender
from bot.house import House
from bot.toolbox import NAMES
from bot.types import Heard
from config.settings import Settings
from memory.db import Database
from memory.schedule import DAYS, Plan, Quiet, Target
from memory.store import bindings, digests, outputs
from memory.types import ChannelKey
from tests.contracts.engine import PATIENCE, until
from tests.memory.conftest import postgres, url
from tests.memory.server import Server
from tests.memory.tenants import Tenants, draft, settle
from tests.memory.upgraded import upgraded_database
from tests.wires.chat.platform import Address, Loopback
from tests.wires.chat.server import Chat, serving

__all__ = ["postgres", "url"]

LONDON, NEW_YORK, SEOUL = "Europe/London", "America/New_York", "Asia/Seoul"


@dataclass
class Virtual:
    """A clock that is where its sleepers want it to be next."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Kept:
    """An inbox that keeps what it takes, once for each key, and when it first took it."""

    now: Callable[[], datetime]
    taken: dict[str, datetime] = field(default_factory=dict[str, datetime])

    async def take(self, heard: Heard) -> bool:
        new = heard.event_id not in self.taken
        self.taken.setdefault(heard.event_id, self.now())
        return new


@dataclass
class Stage:
    """A database with one digest for a channel of Nike's."""

    database: Database
    virtual: Virtual
    tenants: Tenants

    async def add(self, plan: Plan, channel: str = "C") -> str:
        access = (await self.tenants.at("acme/nike")).access
        async with self.database.writing(access) as unit:
            return (await digests.add(unit, "everything", Target("loopback", "W", channel), plan)).id

    def house(self, database: Database | None = None) -> House:
        settings = Settings(home=Path("/nowhere"), database_url="sqlite://")
        return House(settings, database or self.database, NAMES, self.virtual)


async def staged(database: Database, virtual: Virtual) -> Stage:
    tenants = await settle(database)
    access = (await tenants.at("acme")).access
    async with database.writing(access) as unit:
        for channel in ("C", *(f"C{number}" for number in range(10))):
            key = ChannelKey("loopback", "W", channel)
            await bindings.bind(unit, key, await tenants.scope("acme/nike"))
    return Stage(database, virtual, tenants)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    virtual = Virtual(datetime(2026, 1, 1, tzinfo=UTC))
    async with await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", clock=virtual) as database:
        yield await staged(database, virtual)


async def lived(clock: Clock, virtual: Virtual, until: datetime) -> int:
    """Lets the clock run; how often it looked."""
    looks = 0
    while virtual.now < until:
        await virtual.sleep(max(await clock.look(), 0.05))
        looks += 1
    return looks


@pytest.mark.parametrize(
    ("zone", "at", "start", "expected"),
    [
        (LONDON, time(9), "2026-10-24T20:00", ["2026-10-25T09:00", "2026-10-26T09:00"]),
        (LONDON, time(9), "2026-03-28T20:00", ["2026-03-29T08:00", "2026-03-30T08:00"]),
        (LONDON, time(1, 30), "2026-10-24T20:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        (LONDON, time(1, 30), "2026-03-28T20:00", ["2026-03-29T01:30", "2026-03-30T00:30"]),
        (NEW_YORK, time(1, 30), "2026-10-31T20:00", ["2026-11-01T05:30", "2026-11-02T06:30"]),
        (NEW_YORK, time(2, 30), "2026-03-07T20:00", ["2026-03-08T07:30", "2026-03-09T06:30"]),
        (SEOUL, time(9), "2026-10-24T20:00", ["2026-10-25T00:00", "2026-10-26T00:00"]),
    ],
)
async def test_across_a_change_of_the_clocks_each_day_has_one(
    stage: Stage, zone: str, at: time, start: str, expected: list[str]
) -> None:
    stage.virtual.now = datetime.fromisoformat(f"{start}+00:00")
    await stage.add(Plan(frozenset(DAYS), at, zone))
    kept = Kept(stage.virtual)
    clock = Clock(Sender(stage.house(), kept, {"loopback"}), stage.virtual, stage.virtual.sleep, most=7_200)
    await lived(clock, stage.virtual, stage.virtual.now + timedelta(hours=40))
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in kept.taken.values()] == expected
    late = [
        moment - datetime.fromisoformat(f"{planned}+00:00")
        for moment, planned in zip(kept.taken.values(), expected, strict=True)
    ]
    assert max(late) < timedelta(seconds=1)


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, SEOUL])
@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(9), None), (time(1, 30), None), (time(2, 30), None), (time(23), Quiet(time(22), time(7)))],
)
def test_it_wakes_at_every_moment_of_a_plan(zone: str, at: time, quiet: Quiet | None) -> None:
    """The trigger and the plan agree on every day of the year, the changes of the clocks among them."""
    plan = Plan(frozenset({"sun", "mon"}), at, zone, quiet)
    wakes, firing = set[datetime](), trigger(plan)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    while fires := firing.get_next_fire_time(None, now + timedelta(microseconds=1)):
        now = fires.astimezone(UTC)
        if now.year > 2026:
            break
        wakes.add(now)
    days = [date(2026, 1, 2) + timedelta(days=number) for number in range(360)]
    wanted = {plan.moment(day) for day in days if DAYS[day.weekday()] in plan.days}
    assert {
        moment for moment in wanted if not any(abs(moment - woken) <= timedelta(hours=1) for woken in wakes)
    } == set()
    assert len(wanted - wakes) <= 1  # a time that spring skips: there it looks within half a minute


async def test_quiet_hours_and_downtime(stage: Stage) -> None:
    stage.virtual.now = datetime(2026, 11, 2, 3, tzinfo=UTC)
    await stage.add(Plan(frozenset(DAYS), time(21), SEOUL, Quiet(time(22), time(7))))
    kept = Kept(stage.virtual)
    clock = Clock(Sender(stage.house(), kept, {"loopback"}), stage.virtual, stage.virtual.sleep)
    await lived(clock, stage.virtual, datetime(2026, 11, 2, 13, tzinfo=UTC))
    stage.virtual.now = datetime(
        2026, 11, 5, 15, tzinfo=UTC
    )  # three days nothing runs; it is midnight in Seoul
    await lived(clock, stage.virtual, datetime(2026, 11, 6, 0, tzinfo=UTC))
    told = [(key.rpartition(":")[2], f"{moment:%dT%H:%M}") for key, moment in kept.taken.items()]
    assert told == [("2026-11-02", "02T12:00"), ("2026-11-05", "05T22:00")]


async def test_a_new_digest_is_seen_without_a_restart_and_it_sleeps_in_between(stage: Stage) -> None:
    stage.virtual.now = datetime(2026, 11, 2, 3, tzinfo=UTC)
    kept = Kept(stage.virtual)
    clock = Clock(Sender(stage.house(), kept, {"loopback"}), stage.virtual, stage.virtual.sleep)
    await lived(clock, stage.virtual, stage.virtual.now + timedelta(minutes=5))
    made = await stage.add(Plan(frozenset(DAYS), time(13), SEOUL))
    looks = await lived(clock, stage.virtual, datetime(2026, 11, 2, 5, tzinfo=UTC))
    assert list(kept.taken) == [f"digest:{made}:2026-11-02"]
    assert looks <= 2 * 3600 / LOOK_SECONDS + 5


async def test_a_full_inbox_is_tried_again(stage: Stage) -> None:
    from bot.errors import InboxFull

    class Full(Kept):
        full = True

        async def take(self, heard: Heard) -> bool:
            if self.full:
                raise InboxFull()
            return await super().take(heard)

    stage.virtual.now = datetime(2026, 11, 2, 3, tzinfo=UTC)
    await stage.add(Plan(frozenset(DAYS), time(13), SEOUL))
    kept = Full(stage.virtual)
    clock = Clock(Sender(stage.house(), kept, {"loopback"}), stage.virtual, stage.virtual.sleep)
    await lived(clock, stage.virtual, datetime(2026, 11, 2, 4, 10, tzinfo=UTC))
    assert kept.taken == {}
    kept.full = False
    await lived(clock, stage.virtual, datetime(2026, 11, 2, 4, 12, tzinfo=UTC))
    assert len(kept.taken) == 1


async def test_it_starts_and_stops(stage: Stage) -> None:
    stage.virtual.now = datetime(2026, 11, 2, 3, tzinfo=UTC)
    await stage.add(Plan(frozenset(DAYS), time(13), SEOUL))
    kept = Kept(stage.virtual)
    stage.virtual.now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    clock = Clock(Sender(stage.house(), kept, {"loopback"}), stage.virtual)
    await clock.start()
    await until(lambda: bool(kept.taken))
    await clock.stop()
    await clock.stop()


@pytest.fixture
async def served(postgres: Server) -> AsyncIterator[str]:
    async with upgraded_database(postgres) as (_, login):
        yield login.render_as_string(hide_password=False)


async def test_four_replicas_on_one_postgres_send_each_digest_once(served: str, tmp_path: Path) -> None:
    """Four whole services with their clocks, ten digests, three mornings; a fifth comes late and finds nothing."""
    virtual, chat = Virtual(datetime(2026, 11, 1, 3, tzinfo=UTC)), Chat()
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(chat))
        database = await stack.enter_async_context(await Database.open(served, clock=virtual))
        made = await staged(database, virtual)
        plan = Plan(frozenset(DAYS), time(9), SEOUL)
        for number in range(10):
            await made.add(plan, f"C{number}")
        for morning in range(2, 5):
            virtual.now = plan.moment(date(2026, 11, morning)) - timedelta(hours=1)
            async with database.writing((await made.tenants.at("acme/nike/summer")).access) as unit:
                await outputs.save(unit, draft(f"of {morning}"))
            virtual.now = plan.moment(date(2026, 11, morning))
            async with AsyncExitStack() as replicas:
                crew = set[str]()
                started = [await running(replicas, served, url, virtual, crew) for _ in range(4)]
                await until(lambda count=10 * (morning - 1): len(chat.posts) >= count)
                for service in started:
                    await service.drain(PATIENCE)
        async with AsyncExitStack() as late:
            service = await running(late, served, url, virtual, set())
            assert isinstance(service.clock, Clock)
            await service.clock.look()
            await service.drain(PATIENCE)
        async with database.reading((await made.tenants.at("acme")).access) as unit:
            assert {one.handed for one in await digests.every(unit)} == {date(2026, 11, 4)}
    assert len(chat.posts) == 30
    assert len({post["to"] for post in chat.posts}) == 30
    assert all("Title" in post["text"] for post in chat.posts)


class OneOfCrew(Inline):
    """An engine that knows the others: who is of its crew lives, and its work is not taken up."""

    def __init__(self, crew: set[str]) -> None:
        super().__init__()
        self._crew = crew
        crew.add(self.owner)

    async def alive(self, owner: str) -> bool:
        return owner in self._crew


async def running(
    stack: AsyncExitStack, database: str, chat: str, virtual: Virtual, crew: set[str]
) -> Service:
    """A service with its clock, as `stratum run` puts it together."""
    settings = Settings(home=Path("/nowhere") / uuid4().hex, database_url=database)
    own = await stack.enter_async_context(await Database.open(database, clock=virtual))
    house = House(settings, own, NAMES, virtual)
    platforms = {"loopback": lambda inbox: Loopback(inbox, Address(chat, alone=False), lambda: lambda _: b"")}
    service = await stack.enter_async_context(opened(house, Parts(OneOfCrew(crew), platforms)))
    service.clock = Clock(Sender(house, service.inbox, service.platforms), virtual)
    await service.start()
    return service
