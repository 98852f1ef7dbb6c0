# ruff: noqa: PLC0415 - most turns ask for no figures: the stores come in when the first one is asked for
"""What was measured at a place, as one person may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.house import House
from memory.store.entrance import Entrance

if TYPE_CHECKING:
    from memory.metrics import Feed, Measured, Query, Rate, TruthQuery, TruthRow


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """`agents.kit.measuring.port.Facts` over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance

    async def query(self, query: Query) -> Measured:
        from memory.exchange import converted, daily
        from memory.store import measuring, rates

        async with self.house.database.reading(self.entrance.access) as unit:
            if not query.currency:
                return await measuring.measured(unit, query)
            found = await measuring.measured(unit, daily(query))
            return converted(query, found, await rates.rates_for(unit, found, query.currency))

    async def feeds(self) -> tuple[Feed, ...]:
        from memory.store import measuring

        async with self.house.database.reading(self.entrance.access) as unit:
            return await measuring.feeds(unit)

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        from memory.store import truth

        async with self.house.database.reading(self.entrance.access) as unit:
            return await truth.counted(unit, query)

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        from memory.exchange import ONE
        from memory.metrics import Rate
        from memory.store import rates

        async with self.house.database.reading(self.entrance.access) as unit:
            found = (await rates.rates(unit, {base, quote}, day, day)).of(base, quote, day)
        return Rate(base, quote, found.day, round(found.rate * ONE)) if found else None
