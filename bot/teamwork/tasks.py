"""What is done with tasks, on the command line and in chat alike."""

from bot.house import House
from bot.teamwork.approvals import permit
from bot.teamwork.days import morning
from bot.teamwork.seeing import insider, tasks_for
from config.errors import Locale
from memory.collaboration import Task, TaskPlan, TaskState
from memory.store import notices, tasks
from memory.store.entrance import Entrance
from memory.types import UserId

GIVEN, DUE, CHECK = "task", "task.due", "task.check"
"""Kinds of notices."""


async def add(house: House, entrance: Entrance, plan: TaskPlan, locale: Locale) -> Task:
    """A task at a place; its owner is told, reminded on its day, and asked what came of it. Raises Refused."""
    permit(house, entrance, locale, "task", "add")
    me = entrance.access.actor.user
    async with house.database.writing(entrance.access) as unit:
        made = await tasks.add(unit, plan)
        owner = plan.owner or me
        if plan.owner not in ("", me):
            await notices.tell(unit, [plan.owner], GIVEN, made.id)
        for kind, day in ((DUE, plan.due), (CHECK, plan.check_after)):
            at = morning(day, entrance.place.timezone) if day else None
            if at and at > unit.now():
                await notices.tell(unit, [UserId(owner)], kind, made.id, at)
    return made


async def every(
    house: House, entrance: Entrance, locale: Locale, state: TaskState | None = "open"
) -> tuple[Task, ...]:
    """The tasks at a place and below it that this actor may see. Raises Refused."""
    permit(house, entrance, locale, "tasks")
    async with house.database.reading(entrance.access) as unit:
        found = await tasks.every(unit, state)
    return tasks_for(entrance.access.actor, found, internal=insider(house, entrance))


async def end(
    house: House, entrance: Entrance, task: Task, locale: Locale, state: TaskState = "done"
) -> Task:
    """Ends a task, or opens it again: its owner may, and whoever may add tasks there. Raises Refused."""
    actor = entrance.access.actor
    if task.plan.owner != actor.user:
        permit(house, entrance, locale, "task", "add")
    async with house.database.writing(entrance.access) as unit:
        ended = await tasks.end(unit, task.id, state)
    await notices.read(house.database, task.scope.org, actor.user, [task.id])
    return ended
