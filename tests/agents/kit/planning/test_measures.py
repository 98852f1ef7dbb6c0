"""Baselines out of measured facts: ratios of sums, the site's own numbers no platform's."""

from datetime import UTC, date, datetime
from decimal import Decimal

from agents.kit.planning.measures import measured
from agents.types import Ask, Command, Context
from memory.metrics import FactRow, Measure, Measured, Query, Rate, TruthQuery, TruthRow
from memory.types import OrgId, Place, Scope

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PLACE = Place(Scope(OrgId("crumb")), "crumb", ("Crumb",), "SME", "en", "Asia/Seoul", "KRW")


def row(platform: str, sums: dict[Measure, int | None]) -> FactRow:
    return FactRow({"platform": platform}, {}, "KRW", "KRW", sums, 3, NOW)


class Facts:
    """Facts of one place, as they were measured."""

    def __init__(self, *rows: FactRow) -> None:
        self._rows = rows

    async def query(self, query: Query) -> Measured:
        return Measured(query, self._rows, None, first=date(2026, 10, 1), last=date(2026, 10, 28))

    async def feeds(self) -> tuple[()]:
        return ()

    async def truth(self, query: TruthQuery) -> tuple[TruthRow, ...]:
        del query
        return ()

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        del base, quote, day


async def nothing(_text: str) -> None:
    pass


def ask(facts: Facts | None) -> Ask:
    return Ask("", Command("marketing_strategy"), "en", Context(PLACE), NOW, nothing, facts=facts)


async def test_rates_are_of_sums_and_the_site_claims_nothing() -> None:
    facts = Facts(
        row("google_ads", {"clicks": 200, "impressions": 10_000, "conversions": 8_000_000}),
        row("meta", {"clicks": 300, "impressions": 10_000, "conversions": 2_000_000}),
        row("ga4", {"sessions": 5_600, "conversions": 90_000_000}),
    )
    rates, found = await measured(ask(facts))
    assert {name: one.value for name, one in rates.items()} == {
        "click_rate": Decimal("2.50"),
        "conversion_rate": Decimal("2.00"),
        "traffic": Decimal(200),
    }
    assert {one.ground.grade for one in rates.values()} == {0.95}
    assert found is not None
    assert {one.ground.used for one in rates.values()} == {found.used()}


async def test_without_facts_there_is_nothing_to_start_from() -> None:
    assert await measured(ask(None)) == ({}, None)
    assert await measured(ask(Facts())) == ({}, None)
    unknown, _ = await measured(ask(Facts(row("meta", {"clicks": None, "impressions": 10}))))
    assert unknown == {}
