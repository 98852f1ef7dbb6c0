"""What a client is billed for media: the net spend, an agency's mark-up on it, and VAT on both.

Amounts are integers; a share of one is rounded half to even. Where it is not known whether VAT is in a spend, and the
terms do not say so either, nothing is billed out of it: there is no amount, which is not 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from agents.kit.budgeting.amounts import minor
from agents.kit.measuring.port import Facts
from agents.kit.measuring.spending import net_of
from memory.metrics import (
    ANALYTICS,
    FactRow,
    Feed,
    Measure,
    Measured,
    Query,
    Rate,
    TruthQuery,
    TruthRow,
    known_sum,
)
from memory.reports import WHOLE, Terms


@dataclass(frozen=True, slots=True)
class Amount:
    """One platform in one currency, in minor units; None is not known."""

    platform: str
    currency: str
    reported: int | None
    net: int | None
    billed: int | None

    @property
    def fee(self) -> int | None:
        return None if self.net is None or self.billed is None else self.billed - self.net


@dataclass(frozen=True, slots=True)
class Bill:
    """The sum of the lines of one currency, and VAT on it."""

    currency: str
    net: int | None
    billed: int | None
    vat: int | None

    @property
    def total(self) -> int | None:
        return None if self.billed is None or self.vat is None else self.billed + self.vat

    @property
    def fee(self) -> int | None:
        return None if self.net is None or self.billed is None else self.billed - self.net


def share(amount: int, of: int, whole: int = WHOLE) -> int:
    """`of / whole` of an amount, half to even."""
    return int((Decimal(amount) * of / whole).to_integral_value(ROUND_HALF_EVEN))


def net(row: FactRow, terms: Terms) -> int | None:
    """Micros without VAT, by the facts or else by the terms."""
    known, spend = net_of(row), row.sums.get("spend")
    if known is not None or spend is None:
        return known
    if terms.reported == "gross":
        return share(spend, WHOLE, WHOLE + terms.vat)
    return spend if terms.reported == "net" else None


def billed(row: FactRow, terms: Terms) -> int | None:
    """Micros that the client is billed without VAT: as the figures say, else by the terms for the row's platform."""
    told, spend = row.known.get("billed_spend"), row.known.get("spend")
    if told and told >= (spend or 0):
        return row.sums.get("billed_spend")
    base = net(row, terms)
    return None if base is None else base + share(base, terms.markup_of(row.key.get("platform", "")))


@dataclass(frozen=True, slots=True)
class BilledFacts:
    """Facts as the client sees them: every spend is what is billed, so that every ratio of it is, too."""

    facts: Facts
    terms: Terms

    async def query(self, query: Query) -> Measured:
        found = await self.facts.query(query)
        if not self.terms.markups or "platform" in query.by:
            return replace(found, rows=tuple(self._row(row, billed(row, self.terms)) for row in found.rows))
        apart = await self.facts.query(replace(query, by=(*query.by, "platform")))
        return replace(found, rows=tuple(self._row(row, self._over(row, apart)) for row in found.rows))

    async def feeds(self) -> tuple[Feed, ...]:
        return await self.facts.feeds()

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        return await self.facts.truth(query)

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        return await self.facts.rate(base, quote, day)

    def _over(self, row: FactRow, apart: Measured) -> int | None:
        """What the platforms of a row are billed together; nothing where one of them is not known."""
        own = {*row.key.items()}
        mine = [
            one for one in apart.rows
            if own <= {*one.key.items()} and (one.currency, one.value_currency) == _apart_by(row)
        ]  # fmt: skip
        return _whole([billed(one, self.terms) for one in mine if one.sums.get("spend") is not None])

    def _row(self, row: FactRow, amount: int | None) -> FactRow:
        sums: Mapping[Measure, int | None] = {**row.sums, "spend": amount, "spend_net": amount}
        known: Mapping[Measure, int] = {**row.known, "spend_net": row.known.get("spend", 0)}
        return replace(row, sums=sums, known=known)


def _apart_by(row: FactRow) -> tuple[str, str]:
    return row.currency, row.value_currency


def amounts(found: Measured, terms: Terms) -> tuple[Amount, ...]:
    """A line for each platform and currency that has spend."""
    told: list[Amount] = []
    for row in found.rows:
        spend, platform = row.sums.get("spend"), row.key.get("platform", "")
        if spend is None or platform in ANALYTICS:
            continue
        parts = [net(row, terms), billed(row, terms)]
        without, charged = (None if one is None else minor(one, row.currency) for one in parts)
        told.append(Amount(platform, row.currency, minor(spend, row.currency), without, charged))
    return tuple(
        sorted(told, key=lambda one: (not one.currency, one.currency, -(one.billed or one.reported or 0)))
    )


def bills(lines: tuple[Amount, ...], terms: Terms) -> tuple[Bill, ...]:
    """One for each currency; where a line has no amount, neither has the sum."""
    told: list[Bill] = []
    for currency in dict.fromkeys(one.currency for one in lines):
        mine = [one for one in lines if one.currency == currency]
        base, charged = (_whole([getattr(one, name) for one in mine]) for name in ("net", "billed"))
        told.append(Bill(currency, base, charged, None if charged is None else share(charged, terms.vat)))
    return tuple(told)


def _whole(parts: list[int | None]) -> int | None:
    return None if None in parts else known_sum(parts)
