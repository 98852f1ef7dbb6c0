# ruff: noqa: PLC0415 - most turns ask for no figures: the stores come in when the first one is asked for
"""What was measured at a place, as one person may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.house import House
from memory.store.entrance import Entrance

if TYPE_CHECKING:
    from memory.db import Unit
    from memory.metrics import Feed, Measured, Query, Rate, TruthQuery, TruthRow


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """`agents.kit.measuring.port.Facts` of one unit of work."""

    unit: Unit

    async def query(self, query: Query) -> Measured:
        from memory.exchange import converted, daily
        from memory.store import measuring, rates

        if not query.currency:
            return await measuring.measured(self.unit, query)
        found = await measuring.measured(self.unit, daily(query))
        return converted(query, found, await rates.rates_for(self.unit, found, query.currency))

    async def feeds(self) -> tuple[Feed, ...]:
        from memory.store import measuring

        return await measuring.feeds(self.unit)

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        from memory.store import truth

        return await truth.counted(self.unit, query)

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        from memory.exchange import ONE
        from memory.metrics import Rate
        from memory.store import rates

        found = (await rates.rates(self.unit, {base, quote}, day, day)).of(base, quote, day)
        return Rate(base, quote, found.day, round(found.rate * ONE)) if found else None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """The same over the stores; each call is a unit of its own."""

    house: House
    entrance: Entrance

    async def query(self, query: Query) -> Measured:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitFacts(unit).query(query)

    async def feeds(self) -> tuple[Feed, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitFacts(unit).feeds()

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitFacts(unit).truth(query)

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        async with self.house.database.reading(self.entrance.access) as unit:
            return await UnitFacts(unit).rate(base, quote, day)
