"""The facts of the place of the present message, as the one who speaks may read them."""

from datetime import date
from typing import Protocol

from memory.metrics import Feed, Measured, Query, Rate, TruthQuery, TruthRow


class Facts(Protocol):
    """Everything within the speaker's reach at this place, and nothing else. Sums are integers (micros)."""

    async def query(self, query: Query) -> Measured:
        """Sums of facts, apart by currency; no rows where there are no facts."""
        ...

    async def feeds(self) -> tuple[Feed, ...]:
        """The accounts that have facts here: freshness, currency, timezone, attribution setting."""
        ...

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        """What shop, analytics or CRM counted, each system apart."""
        ...

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """The imported rate of that day, or of the last one within a week before it; None without one."""
        ...
