"""When connected accounts are read by the clock, when they were, and what kept them from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from memory.access import SessionValues
from memory.db import Database, Unit, Writing
from memory.ids import new_id
from memory.store import notices, rows
from memory.tables.pulls import pull_schedules
from memory.types import Scope, UserId

_c = pull_schedules.c
_OPERATOR: SessionValues = {"operator": "1"}
NOTICE = "pull.failed"
"""Told to whoever connected an account that cannot be read."""


@dataclass(frozen=True, slots=True)
class Course:
    """How an account is read: daily at an hour of its zone, down to a level; "" is the platform's usual one."""

    hour: int
    zone: str
    grain: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An account that is read by the clock."""

    id: str
    scope: Scope
    platform: str
    account: str
    user: UserId
    """Who connected it."""
    course: Course
    next_at: datetime
    last_at: datetime | None = None
    failures: int = 0
    """How often in a row it could not be read."""
    fault: Mapping[str, str] | None = None
    """Why not, by language."""
    told_at: datetime | None = None


async def arm(unit: Writing, platform: str, account: str, course: Course, at: datetime) -> None:
    """Has the unit's actor's account read from a moment on; instead of an earlier course. Raises NotYours."""
    scope = unit.scope
    told = {"hour": course.hour, "zone": course.zone, "grain": course.grain, "next_at": at}
    fresh = told | {"failures": 0, "fault": None, "told_at": None, "user_id": unit.actor.user}
    if await of(unit, platform, account):
        await unit.run(update(pull_schedules).where(*_mine(unit, platform, account)).values(fresh))
        return
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    what = {"id": new_id(), "platform": platform, "account": account, "created_at": unit.now()}
    await unit.run(insert(pull_schedules).values(place | what | fresh))


async def disarm(unit: Writing, platform: str, account: str) -> None:
    await unit.run(delete(pull_schedules).where(*_mine(unit, platform, account)))


async def of(unit: Unit, platform: str, account: str) -> Turn | None:
    """The turn of an account at the unit's own place."""
    row = await unit.first(select(pull_schedules).where(*_mine(unit, platform, account)))
    return _turn(row) if row else None


async def every(unit: Unit) -> tuple[Turn, ...]:
    """Those in reach."""
    query = select(pull_schedules).where(_c.org_id == unit.scope.org)
    return tuple(map(_turn, await unit.all(query.order_by(_c.platform, _c.account))))


async def due(db: Database) -> tuple[Turn, ...]:
    """What the clock of this installation has to read now, over all tenants: no secrets, and no numbers."""
    query = select(pull_schedules).where(_c.next_at <= db.now()).order_by(_c.next_at, _c.id)
    async with db.looking_up(_OPERATOR) as session:
        return tuple(map(_turn, await session.all(query)))


async def claim(unit: Writing, one: Turn, until: datetime) -> bool:
    """Whether this reading is this unit's to do; of many at once one is told yes.

    Nobody else begins it until then, when whoever began it must have ended, or died.
    """
    mine = _c.org_id == unit.scope.org, _c.id == one.id
    row = await unit.first(select(_c.next_at).where(*mine).with_for_update())
    if row is None or row.next_at != one.next_at:
        return False
    await unit.run(update(pull_schedules).where(*mine).values(next_at=until))
    return True


async def done(unit: Writing, platform: str, account: str, next_at: datetime) -> None:
    """An account of the unit's place was read now."""
    news = {"last_at": unit.now(), "next_at": next_at, "failures": 0, "fault": None, "told_at": None}
    await unit.run(update(pull_schedules).where(*_mine(unit, platform, account)).values(news))


async def failed(
    unit: Writing, one: Turn, fault: Mapping[str, str], next_at: datetime, *, tell: bool
) -> Turn:
    """It could not be read; whoever connected it is told once until it can be again, where `tell` says so."""
    mine = _c.org_id == unit.scope.org, _c.id == one.id
    telling = tell and one.told_at is None
    now = unit.now()
    news = {"failures": one.failures + 1, "fault": dict(fault), "next_at": next_at}
    news |= {"told_at": now} if telling else {}
    await unit.run(update(pull_schedules).where(*mine).values(news))
    if telling:
        await notices.tell(unit, [one.user], NOTICE, f"{one.id} {now:%Y%m%d%H%M%S}")
    return replace(one, failures=one.failures + 1, fault=fault, next_at=next_at)


async def noticed(unit: Unit, ref: str) -> Turn | None:
    """What a notice is about; None where it was dropped, or can be read again."""
    mine = _c.org_id == unit.scope.org, _c.id == ref.partition(" ")[0]
    row = await unit.first(select(pull_schedules).where(*mine))
    return _turn(row) if row and row.failures else None


def _mine(unit: Unit, platform: str, account: str) -> tuple[ColumnElement[bool], ...]:
    at = _c.org_id == unit.scope.org, _c.level == unit.scope.level
    return *at, _c.platform == platform, _c.account == account


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        row.id,
        rows.scope(row),
        row.platform,
        row.account,
        UserId(row.user_id),
        Course(row.hour, row.zone, row.grain),
        row.next_at,
        row.last_at,
        row.failures,
        row.fault,
        row.told_at,
    )
