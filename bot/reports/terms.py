"""How the client of a place is billed, as agents ask for it."""

from dataclasses import dataclass

from bot.house import House
from memory.reports import Billing
from memory.store import billing
from memory.store.entrance import Entrance


@dataclass(frozen=True, slots=True)
class PlaceBillings:
    """`agents.kit.reporting.port.Billings` over the stores."""

    house: House
    entrance: Entrance

    async def in_force(self) -> Billing | None:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await billing.in_force(unit)
