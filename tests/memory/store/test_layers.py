"""Which of several levels and exports of one account is counted: each thing and day once, whatever has it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from memory.loading import Series
from memory.metrics import Query
from memory.store import unified
from memory.store.standins import spans
from tests.memory.store.test_facts import DAY, NIKE, Fact, ask, fact, put
from tests.memory.tenants import Tenants

ACCOUNT = Series("meta", "account", "1", account_name="Nike KR", currency="KRW", value_currency="KRW")
CAMPAIGN = replace(ACCOUNT, grain="campaign", campaign_ref="c1", campaign_name="Spring")
AD = replace(CAMPAIGN, grain="ad", ad_group_ref="g", ad_ref="a")


def days(series: int, numbers: Iterable[int], spend: int) -> list[Fact]:
    return [fact(series, DAY + timedelta(n), spend) for n in numbers]


async def by_day(tenants: Tenants, query: Query) -> list[int | None]:
    rows = (await ask(tenants, NIKE, replace(query, by=("day",)))).rows
    return [row.sums["spend"] for row in sorted(rows, key=lambda row: row.key["day"])]


async def test_a_day_that_the_account_lacks_is_summed_up_from_what_has_it(tenants: Tenants) -> None:
    told = [*days(0, (0, 1), 100), *days(1, (1, 2), 60), *days(2, (2, 3), 20)]
    await put(tenants, NIKE, [ACCOUNT, CAMPAIGN, AD], told)
    assert await by_day(tenants, Query()) == [100, 100, 60, 20]
    until = DAY + timedelta(3)
    assert await by_day(tenants, Query(DAY + timedelta(1), until)) == [100, 60, 20]
    assert await by_day(tenants, Query(level="campaign")) == [60, 60, 20]
    assert await by_day(tenants, Query(level="ad")) == [20, 20]
    answer = await ask(tenants, NIKE, Query(by=("day",)))
    flagged = [row.key["day"] for row in answer.rows if "summed_up" in row.flags]
    assert flagged == [str(DAY + timedelta(n)) for n in (2, 3)]


async def test_a_campaign_that_only_its_ads_know_is_counted_beside_the_others(tenants: Tenants) -> None:
    other = replace(AD, campaign_ref="c2", campaign_name="Fall", ad_ref="b")
    told = [*days(0, (0, 1), 60), *days(1, (0, 1, 2), 50), *days(2, (0,), 7)]
    await put(tenants, NIKE, [CAMPAIGN, AD, other], told)
    answer = await ask(tenants, NIKE, Query(by=("campaign",), level="campaign"))
    assert {row.key["campaign"]: row.sums["spend"] for row in answer.rows} == {"c1": 170, "c2": 7}
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        table = await unified.table(unit, "campaign")
    assert [(row["campaign_id"], row["spend"]) for row in table] == [
        ("c1", 60), ("c2", 7), ("c1", 60), ("c1", 50),
    ]  # fmt: skip


async def test_an_export_that_calls_an_account_by_its_name_or_not_at_all_is_no_second_one(
    tenants: Tenants,
) -> None:
    named = replace(CAMPAIGN, account_ref="Nike KR", campaign_ref="Spring")
    nobody = replace(named, account_ref="", account_name="")
    told = [*days(0, (2, 3), 60), *days(1, (1, 2), 59), *days(2, (0, 1, 2), 58)]
    await put(tenants, NIKE, [CAMPAIGN, named, nobody], told)
    assert await by_day(tenants, Query()) == [58, 59, 60, 60]
    assert await by_day(tenants, Query(level="campaign")) == [58, 59, 60, 60]


async def test_two_accounts_are_two(tenants: Tenants) -> None:
    other = replace(CAMPAIGN, account_ref="2", account_name="Nike JP", campaign_ref="c9")
    unknown = replace(other, account_ref="", account_name="", campaign_ref="c7", campaign_name="Summer")
    await put(
        tenants, NIKE, [CAMPAIGN, other, unknown], [fact(0, spend=5), fact(1, spend=7), fact(2, spend=1)]
    )
    assert await by_day(tenants, Query()) == [13]


@given(st.frozensets(st.dates(DAY, DAY + timedelta(40))))
def test_spans_are_the_days_and_never_touch(told: frozenset[date]) -> None:
    found = list(spans(told))
    within = {first + timedelta(n) for first, last in found for n in range((last - first).days + 1)}
    assert within == told
    assert all(later[0] - first[1] > timedelta(1) for first, later in zip(found, found[1:], strict=False))
