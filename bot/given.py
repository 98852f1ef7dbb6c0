"""What holds at a place although nobody says it there, read when an agent asks for it."""

from dataclasses import dataclass, replace

from agents.kit.given import Brand
from bot import permissions
from bot.house import House
from memory.db import Unit
from memory.store import campaigns, guidelines
from memory.store.entrance import Entrance
from memory.types import Campaign, Place


@dataclass(frozen=True, slots=True)
class UnitGiven:
    """`agents.kit.given.Given` of one unit of work, at its place."""

    unit: Unit
    place: Place

    async def brand(self) -> Brand:
        found = await guidelines.in_force(self.unit)
        return Brand(found.guidelines, found.inputs)

    async def campaign(self) -> Campaign | None:
        wanted = self.place.scope.campaign
        if wanted is None:
            return None
        found = next((one for one in await campaigns.every(self.unit) if one.id == wanted), None)
        return found if found is None or self._may_read_budget() else _without_budget(found)

    def _may_read_budget(self) -> bool:
        unit = self.unit
        return permissions.can(unit.actor, "campaigns.budget.read", self.place, unit.now()).allowed


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """The same over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance

    async def brand(self) -> Brand:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitGiven(unit, self.entrance.place).brand()

    async def campaign(self) -> Campaign | None:
        if self.entrance.place.scope.campaign is None:
            return None
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitGiven(unit, self.entrance.place).campaign()


def _without_budget(campaign: Campaign) -> Campaign:
    return replace(campaign, plan=replace(campaign.plan, budget=None))
