"""Tasks at a place: who does what until when."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from memory.collaboration import Task, TaskId, TaskPlan, TaskState
from memory.db import Unit, Writing
from memory.ids import new_id
from memory.naming import storable
from memory.store import audit, refs, rows
from memory.store.paths import PATH, with_path
from memory.tables.collaboration import tasks
from memory.types import OutputId, UserId

_c = tasks.c


async def add(unit: Writing, plan: TaskPlan) -> Task:
    """A task at the unit's scope. Raises NotYours."""
    scope, made = unit.scope, TaskId(new_id())
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign, "id": made}
    what = {"title": storable(plan.title), "due": plan.due, "check_after": plan.check_after}
    who = {"owner_id": plan.owner, "owner_name": plan.owner_name, "created_by": unit.actor.name}
    of = {"output_id": plan.output, "body_path": plan.path, "state": "open", "created_at": unit.now()}
    await unit.run(insert(tasks).values(place | what | who | of))
    return await get(unit, made)


async def get(unit: Unit, ref: str) -> Task:
    """One in reach by its id, or a part of it. Raises UnknownRef, AmbiguousRef."""
    return _task(await refs.one(unit, _selected(unit), tasks, ref))


async def every(unit: Unit, state: TaskState | None = "open") -> tuple[Task, ...]:
    """Those at the unit's scope and below it: the first due first, those without a day last."""
    query = _selected(unit)
    query = query if state is None else query.where(_c.state == state)
    found = [_task(row) for row in await unit.all(query)]
    here = (one for one in found if unit.scope in one.scope.chain)
    return tuple(sorted(here, key=lambda one: (one.plan.due or date.max, one.created_at, one.id)))


async def end(unit: Writing, ref: str, state: TaskState = "done") -> Task:
    """Ends a task, or opens it again. Raises UnknownRef, AmbiguousRef, NotYours."""
    known = await get(unit, ref)
    ended = state != "open"
    values = {
        "state": state,
        "ended_at": unit.now() if ended else None,
        "ended_by": unit.actor.name if ended else "",
    }
    mine = _c.org_id == known.scope.org, _c.id == known.id
    await unit.run(update(tasks).where(*mine).values(values))
    await audit.append(unit, f"task.{state}", known.id)
    return await get(unit, known.id)


def _selected(unit: Unit) -> Select[Any]:
    """Tasks of the organisation with the path of their scope."""
    return select(tasks, PATH).select_from(with_path(tasks)).where(_c.org_id == unit.scope.org)


def _task(row: Row[Any]) -> Task:
    output = OutputId(row.output_id) if row.output_id else None
    owner = UserId(row.owner_id), row.owner_name
    plan = TaskPlan(row.title, *owner, row.due, row.check_after, output, row.body_path)
    ends = (row.ended_at, row.ended_by, row.path)
    return Task(TaskId(row.id), rows.scope(row), plan, row.state, row.created_by, row.created_at, *ends)
