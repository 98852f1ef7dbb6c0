"""Connected accounts read by the clock: once a day whatever reads, again after a failure, which is told once."""

import asyncio
from datetime import date, timedelta

from bot.house import House
from bot.measuring import connections
from bot.measuring.connections import Daily
from bot.measuring.pulling import Wanted, following, pull
from bot.measuring.regular import Regular
from bot.teamwork.telling import Telling, told
from config.errors import Locale
from memory.metrics import Query
from memory.store import measuring, notices, pulls
from memory.store.pulls import Course, Turn
from tests.bot.digest.conftest import Time
from tests.bot.measuring.conftest import Connected
from tests.wires.ads.tiktok import ADVERTISER
from tests.wires.ads.vendor import Back


async def turn(connected: Connected) -> Turn:
    turns = await connections.turns(connected.house, await connected.entrance())
    ((one),) = turns.values()
    return one


def windows(connected: Connected) -> list[tuple[str, str]]:
    asked = connected.vendor.asked("report/integrated")
    return [(one.query["start_date"], one.query["end_date"]) for one in asked if one.query["page"] == "1"]


async def spend(connected: Connected) -> int | None:
    async with connected.house.database.reading((await connected.entrance()).access) as unit:
        rows = (await measuring.measured(unit, Query())).rows
    return rows[0].sums["spend"] if rows else None


async def waiting(house: House, user: str) -> list[str]:
    return [one.kind for one in await notices.due(house.database) if one.user == user]


async def test_an_account_is_read_once_a_day_by_however_many_processes(
    connected: Connected, time: Time
) -> None:
    connected.vendor.seen.clear()
    clocks = [Regular(connected.house) for _ in range(3)]
    await asyncio.gather(*(one.look() for one in clocks))
    assert windows(connected) == [("2026-10-22", "2026-11-20")]
    assert await spend(connected) == 3 * (35_000_000_000 + 10_000)
    one = await turn(connected)
    assert one.last_at == time.now
    assert one.next_at == time.set("2026-11-21 06:00")
    connected.vendor.seen.clear()
    time.set("2026-11-21 05:59")
    await clocks[0].look()
    assert windows(connected) == []
    time.set("2026-11-21 06:00")
    await asyncio.gather(*(one.look() for one in clocks))
    assert len(windows(connected)) == 1


async def test_after_a_long_absence_everything_since_the_last_reading_is_read(
    connected: Connected, time: Time
) -> None:
    await Regular(connected.house).look()
    connected.vendor.seen.clear()
    time.set("2027-01-15 07:00")
    await Regular(connected.house).look()
    assert min(windows(connected))[0] == (date(2026, 11, 20) - timedelta(28)).isoformat()


async def test_refused_credentials_are_told_once_and_tried_less_and_less(
    connected: Connected, time: Time
) -> None:
    connected.vendor.faults.extend([connected.vendor.denied()] * 3)
    owner = (await connected.entrance()).access.actor.user
    waits: list[timedelta] = []
    one = await turn(connected)
    for _ in range(3):
        began = time.now
        await Regular(connected.house).look()
        one = await turn(connected)
        waits.append(one.next_at - began)
        time.now = one.next_at
    assert waits == [timedelta(hours=1), timedelta(hours=3), timedelta(hours=6)]
    assert (one.failures, await waiting(connected.house, owner)) == (3, [pulls.NOTICE])
    (notice,) = await notices.due(connected.house.database)
    ways: dict[Locale, str] = {"en": "Make new ones there", "ko": "새로 발급해"}
    for locale, way in ways.items():
        said = await told(Telling(connected.house, await connected.entrance(), notice, locale))
        assert said is not None
        assert way in said.lines[0]
        assert "very-secret" not in said.lines[0]
    await Regular(connected.house).look()
    one = await turn(connected)
    assert (one.failures, one.fault, one.told_at) == (0, None, None)
    assert await told(Telling(connected.house, await connected.entrance(), notice, "en")) is None


async def test_what_passes_by_itself_is_told_only_when_it_does_not(connected: Connected, time: Time) -> None:
    owner = (await connected.entrance()).access.actor.user
    for count in range(1, 4):
        connected.vendor.faults.append(Back({"code": 40002, "message": "odd", "request_id": "1"}))
        await Regular(connected.house).look()
        assert await waiting(connected.house, owner) == ([pulls.NOTICE] if count == 3 else [])
        time.now = (await turn(connected)).next_at


async def test_a_reading_that_died_is_begun_again(connected: Connected, time: Time) -> None:
    one = await turn(connected)
    async with connected.house.database.writing((await connected.entrance()).access) as unit:
        assert await pulls.claim(unit, one, time.now + timedelta(hours=1))
        assert not await pulls.claim(unit, one, time.now + timedelta(hours=1))
    await Regular(connected.house).look()
    assert await spend(connected) is None
    time.now += timedelta(hours=1)
    await Regular(connected.house).look()
    assert await spend(connected)


async def test_reading_by_hand_counts_and_what_is_dropped_is_read_no_more(
    connected: Connected, time: Time
) -> None:
    entrance = await connected.entrance()
    await pull(connected.house, entrance, Wanted())
    assert (await turn(connected)).next_at > time.now
    found = await connections.reached(connected.house, entrance)
    set_ = await connections.arm(connected.house, entrance.access, found[0][1], Daily(22))
    assert set_ is not None
    assert (set_.course, set_.next_at) == (Course(22, "Asia/Seoul"), time.now)
    assert await connections.drop(connected.house, entrance.access, "tiktok", ADVERTISER)
    assert await pulls.due(connected.house.database) == ()


def test_the_hour_is_local_over_changes_of_the_clock(time: Time) -> None:
    course = Course(6, "Europe/Berlin")
    before = time.set("2026-10-24 06:00", "Europe/Berlin")
    assert following(course, before) == time.set("2026-10-25 06:00", "Europe/Berlin")
    assert following(course, before) - before == timedelta(hours=25)
