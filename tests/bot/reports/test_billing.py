"""Mark-ups of single platforms, from the words that set them to the last unit of the bill."""

from datetime import date, timedelta

from agents.kit.reporting.billed import BilledFacts
from bot.facts import UnitFacts
from bot.importing import Handed, store
from bot.plugins import table_reader
from memory.loading import Wish
from memory.metrics import MICROS, Query
from memory.reports import Terms
from memory.store import outputs
from tests.bot.digest.conftest import Time
from tests.bot.teamwork.conftest import SUMMER, Studio

DAYS = tuple(date(2026, 10, 26) + timedelta(days=n) for n in range(14))


async def spends_on_meta_too(agency: Studio, amount: int) -> None:
    """Each of the days of the reports, and of those before."""
    head = "Day,Campaign name,Amount spent (KRW),Impressions,Link clicks"
    content = "\n".join([head, *(f"{day},Reels,{amount},9000,300" for day in DAYS)]).encode()
    reading = table_reader()([Handed("meta.csv", content)], Wish("meta", timezone="Asia/Seoul"))
    async with agency.house.database.writing((await agency.tenants.at(SUMMER)).access) as unit:
        await store(unit, reading)


async def test_each_platform_is_billed_by_its_own_mark_up_and_only_the_house_reads_it(
    agency: Studio, time: Time
) -> None:
    time.set("2026-11-09T10:00")
    await spends_on_meta_too(agency, 10_003)
    mia = agency.person("mia")
    told = await mia("/report terms markup 5% meta 12.5% vat 10%", "C1")
    assert "Mark-up 5% (Meta 12.5%) on net media spend, VAT 10%" in told.text
    await mia("/report weekly", "C1")
    async with agency.house.database.reading((await agency.tenants.at(SUMMER)).access) as unit:
        [made] = await outputs.every(unit, "report")
    body, shown = made.draft.body, agency.house.agents["analytics"].show(made)
    assert {one["platform"]: one["billed"] for one in body["money"]} == {
        "google_ads": 735_000,  # 7 days of 100,000 and 5 %
        "meta": 78_774,  # 7 days of 10,003 and 12.5 %: 78,773.625
    }
    [bill] = body["bills"]
    assert (bill["billed"], bill["vat"], bill["total"]) == (813_774, 81_377, 895_151)
    assert [row["now"]["spend"] for row in body["numbers"]["totals"]] == [813_774 * MICROS]
    days = sum(row["now"]["spend"] for row in body["daily"]["rows"])
    assert days == 735_000 * MICROS + 78_773_625_000
    inside = [str(one) for one in shown.sections if one.internal]
    assert any("Mark-up 5% (Meta 12.5%), VAT 10%" in one for one in inside)
    assert not [one.title for one in shown.sections if not one.internal and "12.5%" in str(one)]


async def test_a_whole_is_billed_platform_by_platform(agency: Studio) -> None:
    entrance = await agency.tenants.at(SUMMER)
    query = Query(DAYS[0], DAYS[0])
    async with agency.house.database.reading(entrance.access) as unit:
        facts = BilledFacts(UnitFacts(unit), Terms(500, 1000, markups={"meta": 1250}))
        [whole] = (await facts.query(query)).rows
        [apart] = (await facts.query(Query(DAYS[0], DAYS[0], ("platform",)))).rows
        assert whole.sums["spend"] == apart.sums["spend"] == 105_000 * MICROS
    await spends_on_meta_too(agency, 10_000)
    async with agency.house.database.reading(entrance.access) as unit:
        facts = BilledFacts(UnitFacts(unit), Terms(500, 1000, markups={"meta": 1250}))
        [whole] = (await facts.query(query)).rows
        assert whole.sums["spend"] == (105_000 + 11_250) * MICROS
