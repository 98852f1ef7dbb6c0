"""Schedules of reports' drafts, and which report was sent where."""

from datetime import date, time
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from memory.access import SessionValues
from memory.db import Database, Unit, Writing
from memory.errors import NotYours
from memory.ids import new_id
from memory.reports import Course, Schedule, ScheduleId
from memory.store import audit, rows
from memory.store.refs import UnknownRef
from memory.tables.reports import report_schedules, report_sendings
from memory.types import ChannelKey, UserId

_c, _s = report_schedules.c, report_sendings.c
_OPERATOR: SessionValues = {"operator": "1"}


async def schedule(unit: Writing, course: Course, locale: str) -> Schedule:
    """Has drafts made of the unit's scope, as its actor sees it. Raises NotYours."""
    scope, made = unit.scope, new_id()
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    when = {"armed_at": unit.now(), "created_at": unit.now(), "ended": False}
    told = {
        "rhythm": course.rhythm,
        "day": course.day,
        "at": f"{course.at:%H:%M}",
        "zone": course.zone,
        "country": course.country,
        "locale": locale,
    }
    row = place | when | told | {"id": made, "user_id": unit.actor.user}
    await unit.run(insert(report_schedules).values(row))
    await audit.append(unit, "report.schedule", made, {"rhythm": course.rhythm})
    return await get(unit, made)


async def get(unit: Unit, ref: str) -> Schedule:
    """A schedule of this place by its id, or by its beginning or end. Raises UnknownRef."""
    found = [one for one in await schedules(unit) if ref and (one.id.startswith(ref) or one.id.endswith(ref))]
    if len(found) != 1:
        raise UnknownRef(ref=ref)
    return found[0]


async def schedules(unit: Unit) -> tuple[Schedule, ...]:
    """Those of the unit's scope and in reach below it, oldest first."""
    query = select(report_schedules).where(_c.org_id == unit.scope.org).order_by(_c.created_at, _c.id)
    found = (_schedule(row) for row in await unit.all(query))
    return tuple(one for one in found if unit.scope in one.scope.chain)


async def unschedule(unit: Writing, ref: str) -> Schedule:
    """Raises UnknownRef, NotYours."""
    old = await get(unit, ref)
    mine = _c.org_id == unit.scope.org, _c.id == old.id
    await unit.run(delete(report_schedules).where(*mine))
    if await unit.first(select(_c.id).where(*mine)):
        raise NotYours()
    await audit.append(unit, "report.unschedule", old.id)
    return old


async def scheduled(db: Database) -> tuple[Schedule, ...]:
    """What the clock of this installation has to look after, over all tenants: schedules alone."""
    query = select(report_schedules).where(_c.ended.is_(False)).order_by(_c.id)
    async with db.looking_up(_OPERATOR) as session:
        return tuple(_schedule(row) for row in await session.all(query))


async def claim(unit: Writing, one: Schedule, day: date) -> bool:
    """Whether the draft of this local date is this unit's to save; of many at once one is told yes."""
    mine = _c.org_id == unit.scope.org, _c.id == one.id
    row = await unit.first(select(_c.drafted, _c.ended).where(*mine).with_for_update())
    if row is None or row.ended or (row.drafted is not None and row.drafted >= day):
        return False
    await unit.run(update(report_schedules).where(*mine).values(drafted=day))
    return True


async def end(unit: Writing, one: Schedule, why: str) -> None:
    """Makes no more drafts, because whoever wanted them is not there any more."""
    mine = _c.org_id == unit.scope.org, _c.id == one.id
    await unit.run(update(report_schedules).where(*mine).values(ended=True))
    await audit.append(unit, "report.schedule.end", one.id, {"why": why})


async def sent(unit: Writing, output: str, key: ChannelKey) -> str | None:
    """The sending's id, where this report had not gone to this channel; it counts as sent then."""
    scope = unit.scope
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    to = {"platform": key.platform, "workspace": key.workspace, "channel": key.channel}
    by: dict[str, Any] = {
        "id": new_id(),
        "output_id": output,
        "created_by": unit.actor.name,
        "created_at": unit.now(),
    }
    if not await unit.unless_taken(insert(report_sendings).values(place | to | by)):
        return None
    await audit.append(unit, "report.send", output, {"platform": key.platform, "channel": key.channel})
    return by["id"]


async def sending(unit: Unit, ref: str) -> str | None:
    """The report of a sending; None for one that is not in reach."""
    return await unit.scalar(select(_s.output_id).where(_s.org_id == unit.scope.org, _s.id == ref))


async def sendings(unit: Unit, output: str) -> tuple[Row[Any], ...]:
    """Platform, channel, created_by and created_at of each sending of a report."""
    shown = (_s.platform, _s.channel, _s.created_by, _s.created_at)
    query = select(*shown).where(_s.org_id == unit.scope.org, _s.output_id == output)
    return tuple(await unit.all(query.order_by(_s.created_at)))


def _schedule(row: Row[Any]) -> Schedule:
    course = Course(row.rhythm, row.day, time.fromisoformat(row.at), row.zone, row.country)
    who = (ScheduleId(row.id), rows.scope(row), UserId(row.user_id))
    return Schedule(*who, course, row.locale, row.armed_at, row.drafted, row.ended)
