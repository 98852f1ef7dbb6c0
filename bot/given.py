"""What holds at a place although nobody says it there, read when an agent asks for it."""

from dataclasses import dataclass, replace

from agents.kit.given import Brand
from bot import permissions
from bot.house import House
from memory.store import campaigns, guidelines
from memory.store.entrance import Entrance
from memory.types import Campaign


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """`agents.kit.given.Given` over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance

    async def brand(self) -> Brand:
        async with self.house.database.reading(self.entrance.access) as unit:
            found = await guidelines.in_force(unit)
        return Brand(found.guidelines, found.inputs)

    async def campaign(self) -> Campaign | None:
        wanted = self.entrance.place.scope.campaign
        if wanted is None:
            return None
        async with self.house.database.reading(self.entrance.access) as unit:
            found = next((one for one in await campaigns.every(unit) if one.id == wanted), None)
        return found if found is None or self._may_read_budget() else _without_budget(found)

    def _may_read_budget(self) -> bool:
        actor, place = self.entrance.access.actor, self.entrance.place
        return permissions.can(actor, "campaigns.budget.read", place, self.house.now()).allowed


def _without_budget(campaign: Campaign) -> Campaign:
    return replace(campaign, plan=replace(campaign.plan, budget=None))
