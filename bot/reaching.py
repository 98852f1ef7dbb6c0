"""What an agent may reach from where it is asked: one port for each kind of knowledge, none loaded unless used."""
# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from agents.types import AgentResult, Ask
from bot import permissions
from bot.house import House
from bot.types import Heard
from memory.store.entrance import Entrance
from memory.types import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from agents.kit.given import Given
    from agents.kit.interviewing.port import Interviews
    from agents.kit.knowing.port import Recollection
    from agents.kit.measuring.port import Facts
    from agents.kit.reporting.port import Billings
    from agents.kit.winning.port import Tasks
    from config.errors import Locale

T = TypeVar("T")


def reaching(ask: Ask, house: House, entrance: Entrance, message: Message | None, heard: Heard) -> Ask:
    """The ask with its ports, each as the one who speaks, at the place of the message."""
    return replace(
        ask,
        memory=_late(lambda: _memory(house, entrance, message)),
        given=_late(lambda: _given(house, entrance)),
        facts=_late(lambda: _facts(house, entrance)) if _may_read_facts(house, entrance) else None,
        billing=_late(lambda: _billing(house, entrance)),
        interviews=_late(lambda: _interviews(house, entrance)),
        tasks=_late(lambda: _tasks(house, entrance, heard, ask.locale)),
    )


async def with_copies(
    result: AgentResult, house: House, entrance: Entrance | None, *, safe: bool
) -> AgentResult:
    """The answer with the files of its output that were asked for with it; most ask for none."""
    if entrance is None or not result.copies:
        return result
    from bot.reports.filing import carried

    return await carried(result, house, entrance, safe=safe)


def _late(make: Callable[[], T]) -> T:
    """The port that is made when something is asked of it."""
    return cast("T", _Port(make))


@dataclass
class _Port:
    """Stands for a port and is loaded when something is asked of it: most answers ask one or two of them."""

    make: Callable[[], object]

    @cached_property
    def made(self) -> object:
        return self.make()

    def __getattr__(self, name: str) -> object:
        return getattr(self.made, name)


def _may_read_facts(house: House, entrance: Entrance) -> bool:
    return permissions.can(entrance.access.actor, "metrics.fact.read", entrance.place, house.now()).allowed


def _memory(house: House, entrance: Entrance, message: Message | None) -> Recollection:
    from bot.learning.recollection import PlaceMemory

    return PlaceMemory(house, entrance, message)


def _given(house: House, entrance: Entrance) -> Given:
    from bot.given import PlaceGiven

    return PlaceGiven(house, entrance)


def _facts(house: House, entrance: Entrance) -> Facts:
    from bot.facts import PlaceFacts

    return PlaceFacts(house, entrance)


def _billing(house: House, entrance: Entrance) -> Billings:
    from bot.reports.terms import PlaceBillings

    return PlaceBillings(house, entrance)


def _interviews(house: House, entrance: Entrance) -> Interviews:
    from bot.interviews import PlaceInterviews

    return PlaceInterviews(house, entrance)


def _tasks(house: House, entrance: Entrance, heard: Heard, locale: Locale) -> Tasks:
    from bot.teamwork.chores import PlaceTasks

    return PlaceTasks(house, entrance, heard, locale)
