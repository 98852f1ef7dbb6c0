"""Facts on both databases: stored once, restated, summed apart by currency, and nobody else's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from memory.errors import NotYours
from memory.exchange import converted, daily
from memory.loading import Counted, Fact, Kept, Load, Series
from memory.metrics import Measured, Query, Rate, TruthQuery, TruthRow
from memory.store import called, facts, files, measuring, rates, truth
from memory.tables.facts import metric_facts
from tests.memory.tenants import Tenants

NIKE, SUMMER, FALL = "acme/nike", "acme/nike/summer", "acme/nike/fall"
DAY = date(2026, 11, 2)
WON = Series(
    "meta", "campaign", "1", "c", currency="KRW", value_currency="KRW", timezone="Asia/Seoul", feed="export"
)
UNSAID = replace(WON, currency="", value_currency="", timezone="")


def fact(
    series: int = 0,
    day: date = DAY,
    spend: int | None = 1,
    clicks: int | None = None,
    value: int | None = None,
) -> Fact:
    return Fact(series, day, (spend, spend, None, None, None, clicks, None, None, value), final=True)


async def put(
    tenants: Tenants,
    path: str,
    series: Sequence[Series],
    told: Sequence[Fact],
    name: str = "owner",
    *,
    preview: bool = False,
) -> Kept:
    now = datetime.now(UTC)
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        return await facts.keep(unit, Load(series, [told], len(told), now, now), preview=preview)


async def ask(tenants: Tenants, path: str, query: Query, name: str = "owner") -> Measured:
    async with tenants.db.reading((await tenants.at(path, name)).access) as unit:
        return await measuring.measured(unit, query)


def spends(answer: Measured) -> list[tuple[str, int | None]]:
    return sorted((row.currency, row.sums["spend"]) for row in answer.rows)


async def test_a_second_import_skips_and_a_changed_one_restates(tenants: Tenants) -> None:
    assert await put(tenants, NIKE, [WON], [fact(clicks=3)], preview=True) == Kept(imported=1)
    assert await put(tenants, NIKE, [WON], [fact(clicks=3)]) == Kept(imported=1)
    assert await put(tenants, NIKE, [WON], [fact(clicks=3)]) == Kept(skipped=1)
    assert await put(tenants, NIKE, [WON], [fact(clicks=4), fact(day=DAY + timedelta(1))]) == Kept(
        imported=1, updated=1
    )
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        row = await unit.first(select(metric_facts).where(metric_facts.c.day == DAY))
    assert row is not None
    assert (row.clicks, row.restated_from["clicks"]) == (4, 3)
    assert set(row.restated_from) == {"clicks", "as_of"}


async def test_unknown_is_not_nothing(tenants: Tenants) -> None:
    await put(
        tenants, NIKE, [WON], [fact(spend=5, clicks=None), fact(day=DAY + timedelta(1), spend=7, clicks=0)]
    )
    (row,) = (await ask(tenants, NIKE, Query())).rows
    assert (row.sums["spend"], row.sums["clicks"], row.sums["impressions"]) == (12, 0, None)
    assert "partial" in row.flags
    by_day = (await ask(tenants, NIKE, Query(by=("day",)))).rows
    assert [one.sums["clicks"] for one in by_day] == [None, 0]
    assert [one.ratio("spend", "clicks") for one in by_day] == [None, None]


async def test_a_currency_that_nobody_said_is_taken_over_from_whoever_says_it(tenants: Tenants) -> None:
    await put(tenants, NIKE, [UNSAID], [fact(spend=5)])
    answer = await ask(tenants, NIKE, Query())
    assert "currency_unknown" in answer.flags
    assert await put(tenants, NIKE, [WON], [fact(spend=5)]) == Kept(skipped=1)
    assert await put(tenants, NIKE, [UNSAID], [fact(spend=6)]) == Kept(updated=1)
    assert spends(await ask(tenants, NIKE, Query())) == [("KRW", 6)]


async def test_currencies_are_never_summed_in_passing(tenants: Tenants) -> None:
    dollars = replace(WON, account_ref="2", currency="USD", value_currency="USD")
    await put(tenants, NIKE, [WON, dollars], [fact(0, spend=5), fact(1, spend=7)])
    answer = await ask(tenants, NIKE, Query())
    assert spends(answer) == [("KRW", 5), ("USD", 7)]
    assert answer.currencies == ("KRW", "USD")


async def test_money_is_told_in_another_currency_by_the_rate_of_its_day(tenants: Tenants) -> None:
    dollars = replace(WON, account_ref="2", currency="USD", value_currency="USD")
    told = [fact(0, spend=1_000_000), fact(1, spend=2_000_000), fact(1, DAY + timedelta(30), spend=3_000_000)]
    await put(tenants, NIKE, [WON, dollars], told)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        rate = Rate("USD", "KRW", DAY - timedelta(2), 1_400 * 10**12)
        assert await rates.keep(unit, [rate]) == Kept(imported=1)
        assert await rates.keep(unit, [rate, replace(rate, rate=1_500 * 10**12)]) == Kept(
            updated=1, skipped=1
        )
    query = Query(by=("platform",), currency="KRW")
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        native = await measuring.measured(unit, daily(query))
        answer = converted(query, native, await rates.rates_for(unit, native, "KRW"))
    assert spends(answer) == [("KRW", 3_001_000_000), ("USD", 3_000_000)]
    assert answer.missing_rates == (("USD", DAY + timedelta(30)),)
    assert "no_rate" in answer.flags


async def test_a_place_reads_its_own_facts_and_those_below_and_else_those_above(tenants: Tenants) -> None:
    await put(tenants, SUMMER, [WON], [fact(spend=5)])
    await put(tenants, FALL, [replace(WON, account_ref="2")], [fact(spend=7)])
    assert spends(await ask(tenants, NIKE, Query())) == [("KRW", 12)]
    assert spends(await ask(tenants, FALL, Query())) == [("KRW", 7)]
    assert (await ask(tenants, "acme/adidas", Query())).rows == ()
    await put(tenants, "acme/adidas", [WON], [fact(spend=9)])
    above = await ask(tenants, "acme/adidas/summer", Query())
    assert spends(above) == [("KRW", 9)]
    assert above.scope == await tenants.scope("acme/adidas")


async def test_the_same_thing_at_two_places_is_counted_once(tenants: Tenants) -> None:
    await put(tenants, SUMMER, [WON], [fact(spend=5)])
    await put(tenants, FALL, [WON], [fact(spend=5)])
    answer = await ask(tenants, NIKE, Query())
    assert spends(answer) == [("KRW", 5)]
    assert "several_places" in answer.flags
    await put(tenants, NIKE, [WON], [fact(spend=6)])
    assert spends(await ask(tenants, NIKE, Query())) == [("KRW", 6)]


async def test_a_coarser_level_is_summed_from_the_next_finer_one(tenants: Tenants) -> None:
    ads = [replace(WON, grain="ad", ad_group_ref="g", ad_ref=name) for name in "ab"]
    await put(tenants, NIKE, [WON, *ads], [fact(0, spend=9), fact(1, spend=4), fact(2, spend=3)])
    account = await ask(tenants, NIKE, Query(by=("account",)))
    assert (spends(account), account.levels) == ([("KRW", 9)], {"meta": "campaign"})
    assert "summed_up" in account.flags
    groups = await ask(tenants, NIKE, Query(by=("ad_group",), level="ad_group"))
    assert [(row.key["ad_group"], row.sums["spend"]) for row in groups.rows] == [("g", 7)]


async def test_windows_weeks_and_names(tenants: Tenants) -> None:
    named = replace(WON, campaign_name="Summer Sale")
    await put(tenants, NIKE, [named], [fact(day=DAY + timedelta(n), spend=1) for n in range(10)])
    weeks = await ask(
        tenants, NIKE, Query(by=("week", "campaign"), level="campaign", where={"campaign": ("summer sale",)})
    )
    assert [(row.key["week"], row.names["campaign"], row.sums["spend"]) for row in weeks.rows] == [
        ("2026-11-02", "Summer Sale", 7),
        ("2026-11-09", "Summer Sale", 3),
    ]
    some = await ask(tenants, NIKE, Query(DAY + timedelta(1), DAY + timedelta(2)))
    assert (spends(some), some.first, some.last) == ([("KRW", 2)], DAY + timedelta(1), DAY + timedelta(2))
    assert (await ask(tenants, NIKE, Query(where={"campaign": ("winter",)}))).rows == ()


async def test_nobody_writes_or_reads_the_facts_of_another_client(tenants: Tenants) -> None:
    await put(tenants, NIKE, [WON], [fact()])
    await put(tenants, "rival/puma", [WON], [fact(spend=99)])
    with pytest.raises(NotYours):
        await put(tenants, "acme", [WON], [fact()], name="frida")
    assert spends(await ask(tenants, "acme", Query())) == [("KRW", 1)]
    assert (await ask(tenants, "acme/adidas", Query(), name="frida")).rows == ()


async def test_feeds_say_how_fresh_they_are(tenants: Tenants) -> None:
    told = [fact(), replace(fact(day=DAY + timedelta(1)), final=False)]
    await put(tenants, NIKE, [replace(WON, account_name="Nike KR")], told)
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        (feed,) = await measuring.feeds(unit)
    assert (feed.platform, feed.name, feed.timezone, feed.grains) == (
        "meta",
        "Nike KR",
        "Asia/Seoul",
        ("campaign",),
    )
    assert (feed.first, feed.last, feed.provisional_from) == (DAY, DAY + timedelta(1), DAY + timedelta(1))
    assert "provisional" in feed.flags


async def test_truth_is_kept_by_order_and_systems_stay_apart(tenants: Tenants) -> None:
    now = datetime.now(UTC)
    order = Counted(
        "cafe24", "purchase", "A1", DAY, "KRW", source="naver", count=1_000_000, value=30, refunds=0
    )
    other = replace(order, system="ga4", ref="2026-11-02|naver", value=50)
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        assert await truth.keep(unit, [order, other], now) == Kept(imported=2)
        assert await truth.keep(unit, [order, replace(other, value=60)], now) == Kept(updated=1, skipped=1)
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        both = await truth.counted(unit, TruthQuery(by=("source",)))
        shop = await truth.counted(unit, TruthQuery(by=("month", "order"), system="cafe24"))
    assert [(row.system, row.key["source"], row.value) for row in both] == [
        ("cafe24", "naver", 30),
        ("ga4", "naver", 60),
    ]
    assert shop == (TruthRow("cafe24", {"month": "2026-11-01", "order": "A1"}, "KRW", 1_000_000, 30, 0, 1),)


async def test_a_file_waits_for_its_sender_for_a_day(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        ref = await files.put(unit, "a.csv", b"\x00\xff")
        assert await files.get(unit, ref) == ("a.csv", b"\x00\xff")
    async with tenants.db.writing((await tenants.at("acme", "anna")).access) as unit:
        assert await files.get(unit, ref) is None
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await files.drop(unit, ref)
        assert await files.get(unit, ref) is None


async def test_key_events_that_are_counted_by_name_are_not_counted_again_in_their_total(
    tenants: Tenants,
) -> None:
    def counted(event: str, day: date, count: int) -> Counted:
        return Counted("ga4", event, f"{day}|google|cpc|", day, source="google", medium="cpc", count=count)

    later = DAY + timedelta(1)
    told = [
        counted("key_event", DAY, 50),
        counted("purchase", DAY, 20),
        counted("lead", DAY, 30),
        counted("key_event", later, 7),
    ]
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await truth.keep(unit, told, unit.now())
        by_source = await truth.counted(unit, TruthQuery(by=("source",)))
        by_event = await truth.counted(unit, TruthQuery(by=("event",)))
    assert [row.count for row in by_source] == [57]
    assert {row.key["event"]: row.count for row in by_event} == {"purchase": 20, "lead": 30, "key_event": 7}


async def test_what_is_called_how_is_known_where_it_is_in_sight_and_at_no_sibling(tenants: Tenants) -> None:
    named = replace(WON, account_name="Nike KR", campaign_name="2026 봄 세일")
    await put(tenants, NIKE, [named], [fact()])
    known: dict[str, set[str]] = {}
    for path in (NIKE, SUMMER, "acme/adidas"):
        async with tenants.db.reading((await tenants.at(path)).access) as unit:
            known[path] = set(await called.names(unit))
    told = {"Nike KR", "2026 봄 세일"}
    assert told <= known[NIKE]
    assert told <= known[SUMMER]
    assert not told & known["acme/adidas"]
    assert "fall" in known[NIKE]
    assert "fall" not in known[SUMMER]
