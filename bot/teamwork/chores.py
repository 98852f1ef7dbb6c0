# ruff: noqa: PLC0415 - few turns ask for tasks: what they need comes in when the first one is asked for
"""The tasks of a place, as an agent may give and follow them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.house import House
from bot.types import Heard
from config.errors import Locale
from memory.store.entrance import Entrance
from memory.types import Output, OutputId, Scope, UserId

if TYPE_CHECKING:
    from agents.kit.winning.port import Chore
    from memory.collaboration import Task, TaskState


@dataclass(frozen=True, slots=True)
class PlaceTasks:
    """`agents.kit.winning.port.Tasks` over the tasks that people have; each call is a unit of its own."""

    house: House
    entrance: Entrance
    heard: Heard
    locale: Locale

    async def add(
        self, title: str, said: str, due: date, check_after_days: int, about: tuple[OutputId, str] | None
    ) -> Chore:
        from bot.teamwork import tasks
        from bot.teamwork.people import present, split
        from bot.teamwork.tasking import spoken
        from memory.collaboration import TaskPlan

        actor, zone = self.entrance.access.actor, self.entrance.place.timezone
        there = await present(self.house, self.entrance.place.scope)
        by_name = any(said.casefold().startswith(one.name.casefold()) for one in there.members)
        called = f"@{said}" if by_name and "@" not in said else said
        person, rest = await split(self.house, self.heard, there, called)
        until = spoken(f": {rest}", self.house.now(), zone).due or due
        owner = (person.user, person.name) if person else (UserId(actor.user), actor.name)
        output, path = about or (None, "")
        check = until + timedelta(days=check_after_days)
        plan = TaskPlan(title, *owner, until, check, output, path)
        return self._chore(await tasks.add(self.house, self.entrance, plan, self.locale))

    async def end(self, task: str, state: TaskState) -> None:
        from bot.teamwork import tasks
        from memory.store import tasks as store

        async with self.house.database.reading(self.entrance.access) as unit:
            found = await store.get(unit, task)
        await tasks.end(self.house, self.entrance, found, self.locale, state)

    async def every(self, ids: Iterable[str]) -> Mapping[str, Chore]:
        from memory.store import tasks as store

        wanted = frozenset(ids)
        if not wanted:
            return {}
        async with self.house.database.reading(self.entrance.access) as unit:
            found = await store.every(unit, None)
        return {one.id: self._chore(one) for one in found if one.id in wanted}

    async def delivered(self, output_type: str) -> tuple[Output, ...]:
        from config.errors import UnknownScope
        from memory.store import outputs
        from memory.store.entrance import enter_scope

        here = self.entrance.place.scope
        try:
            door = await enter_scope(
                self.house.database, Scope(here.org, here.client), self.entrance.access.actor.user
            )
        except UnknownScope:
            door = self.entrance
        async with self.house.database.reading(door.access) as unit:
            found = await outputs.newest(unit)
        return tuple(one for one in found if one.draft.output_type == output_type)

    def _chore(self, one: Task) -> Chore:
        from agents.kit.winning.port import Chore
        from bot.teamwork.days import today

        plan = one.plan
        ended = today(one.ended_at, self.entrance.place.timezone) if one.ended_at else None
        return Chore(one.id, plan.owner_name, plan.due, one.state, ended)
