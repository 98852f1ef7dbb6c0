"""When drafts are due: days off, time zones, catching up; and what the stores keep, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.reports.days import works
from memory.db import Database
from memory.reports import Course, Schedule, ScheduleId, Terms
from memory.store import billing, reports, templates
from memory.types import ChannelKey, OrgId, Scope, UserId
from tests.memory.tenants import Tenants

SEOUL = Course("weekly", "mon", time(9), "Asia/Seoul", "KR")


def schedule(course: Course, armed: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> Schedule:
    return Schedule(ScheduleId("s"), Scope(OrgId("o")), UserId("u"), course, "ko", armed)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_draft_is_made_an_hour_before_it_has_to_be_ready_and_once() -> None:
    one = schedule(SEOUL)
    assert one.due(at("2026-11-29 22:59"), works) == date(2026, 11, 23)
    assert one.due(at("2026-11-29 23:00"), works) == date(2026, 11, 30)
    assert replace(one, drafted=date(2026, 11, 30)).due(at("2026-11-30 03:00"), works) is None
    assert one.next(at("2026-11-29 23:00"), works) == date(2026, 12, 7)


def test_nothing_of_before_it_was_set_up_is_made_up_for() -> None:
    one = schedule(SEOUL, armed=at("2026-11-30 00:30"))
    assert one.due(at("2026-11-30 01:00"), works) is None
    assert one.due(at("2026-12-06 23:30"), works) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("course", "day"),
    [
        (replace(SEOUL, rhythm="monthly"), date(2026, 10, 1)),
        (replace(SEOUL, rhythm="monthly", zone="Europe/London", country="GB"), date(2026, 10, 1)),
        (replace(SEOUL, rhythm="weekly", day="thu"), date(2026, 9, 28)),
    ],
)
def test_days_off_move_a_draft_to_the_next_working_day(course: Course, day: date) -> None:
    """Chuseok is from 24 to 26 September 2026, so Thursday's draft is Monday's; 1 October is a Thursday."""
    assert schedule(course).next(at("2026-09-24 00:30"), works) == day


def test_a_month_that_begins_with_days_off_begins_after_them() -> None:
    """1 January is off everywhere, the 2nd is a Saturday."""
    assert schedule(replace(SEOUL, rhythm="monthly")).next(at("2026-12-31 00:00"), works) == date(2027, 1, 4)


def test_nine_is_nine_on_both_sides_of_the_change_of_clocks() -> None:
    london = schedule(Course("weekly", "mon", time(9), "Europe/London", ""))
    assert london.due(at("2026-10-19 07:00"), works) == date(2026, 10, 19)
    assert london.due(at("2026-10-26 07:59"), works) == date(2026, 10, 19)
    assert london.due(at("2026-10-26 08:00"), works) == date(2026, 10, 26)


async def test_terms_and_templates_go_down_to_campaigns_and_no_further_across(
    db: Database, tenants: Tenants
) -> None:
    async with db.writing((await tenants.at("acme/nike")).access) as unit:
        set_ = await billing.put(unit, Terms(1500, 1000))
        assert (await billing.put(unit, Terms(1200, 1000, markups={"meta": 900}))).id == set_.id
        await templates.put(unit, "xlsx", "ours.xlsx", b"first")
        await templates.put(unit, "xlsx", "ours.xlsx", b"second")
    async with db.reading((await tenants.at("acme/nike/summer")).access) as unit:
        held = await billing.in_force(unit)
        assert held is not None
        assert held.terms == Terms(1200, 1000, markups={"meta": 900})
        [template] = await templates.every(unit)
        assert (template.data, template.place) == (b"second", "acme/nike")
        assert await templates.nearest(unit, "pptx") is None
    async with db.reading((await tenants.at("acme/adidas")).access) as unit:
        assert await billing.in_force(unit) is None
        assert await templates.every(unit) == ()


async def test_a_draft_is_claimed_once_and_a_report_is_sent_once(db: Database, tenants: Tenants) -> None:
    access, key = (await tenants.at("acme/nike")).access, ChannelKey("slack", "T1", "C1")
    async with db.writing(access) as unit:
        one = await reports.schedule(unit, SEOUL, "ko")
        assert await reports.claim(unit, one, date(2026, 11, 30))
        assert not await reports.claim(unit, one, date(2026, 11, 30))
        assert not await reports.claim(unit, one, date(2026, 11, 23))
        first = await reports.sent(unit, "output", key)
        assert first is not None
        assert await reports.sent(unit, "output", key) is None
        assert await reports.sending(unit, first) == "output"
    assert [each.drafted for each in await reports.scheduled(db)] == [date(2026, 11, 30)]
    async with db.writing(access) as unit:
        await reports.end(unit, one, "gone")
    assert await reports.scheduled(db) == ()
    async with db.writing(access) as unit:
        await reports.unschedule(unit, one.id[:13])
        assert await reports.schedules(unit) == ()
