"""What model calls cost an organisation: an estimate is held before a call, what it took is booked after."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from agents.kit.errors import BudgetUsedUp
from memory.types import Usage


class Ledger(Protocol):
    """Where one organisation's usage is kept."""

    async def used_micros(self) -> int:
        """Millionths of the budget's currency that were used in the present month."""
        ...

    async def book(self, usage: Usage) -> None: ...


class Meter(Protocol):
    """Stands before every call to a model."""

    async def reserve(self, micros: int) -> None:
        """Holds this much. Raises BudgetUsedUp when it would pass the budget; nothing is held then."""
        ...

    async def settle(self, reserved: int, usage: Usage | None) -> None:
        """Lets go of what was held, and books what was used, if anything was."""
        ...


@dataclass(slots=True, weakref_slot=True)
class Held:
    """What the calls of one organisation hold that are under way in this process; its turns share one."""

    micros: int = 0
    door: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)


@dataclass(slots=True)
class Account:
    """The meter of one organisation, in one turn or several."""

    ledger: Ledger
    limit_micros: int | None = None
    """A month's budget; None is no limit."""
    currency: str = "USD"
    held: Held = field(default_factory=Held)

    async def reserve(self, micros: int) -> None:
        async with self.held.door:
            if self.limit_micros is not None:
                self._admit(await self.ledger.used_micros(), micros)
            self.held.micros += micros

    def _admit(self, used: int, micros: int) -> None:
        if self.limit_micros is not None and used + self.held.micros + micros > self.limit_micros:
            raise BudgetUsedUp(
                used=_units(used + self.held.micros),
                limit=_units(self.limit_micros),
                estimate=_units(micros),
                currency=self.currency,
            )

    async def settle(self, reserved: int, usage: Usage | None) -> None:
        async with self.held.door:
            try:
                if usage is not None:
                    await self.ledger.book(usage)
            finally:
                self.held.micros -= reserved


def _units(micros: int) -> str:
    """Four decimals, for a call costs fractions of a cent."""
    return f"{micros / 1_000_000:,.4f}".rstrip("0").rstrip(".")
