"""Questions about imported numbers in Korean and in English, by real turns on both databases."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.house import House
from bot.importing import Handed, store
from bot.plugins import table_reader
from memory.loading import Wish
from memory.store import campaigns, organizations
from memory.store.entrance import enter
from memory.types import CampaignPlan, Organization, OrgId
from tests.journeys.conftest import Talk

PLACE = "crumb/spring"
DAYS = 80
DROP = 3
"""So many days ago Google's spring sale converted half as well as ever."""


@pytest.fixture
async def crumb(house: House) -> House:
    """A bakery with two campaigns at Google in won, one at Meta in won that says no values, and one in dollars."""
    db = house.database
    await organizations.add(db, Organization(OrgId(""), "crumb", "Crumb", "SME", "ko", "Asia/Seoul", "KRW"))
    async with db.writing((await enter(db, "crumb")).access) as unit:
        await campaigns.add(unit, "spring", CampaignPlan("봄", "active"))
    today = _today(house)
    for platform, rows in (
        ("google_ads", _google(today)),
        ("meta", _meta(today)),
        ("linkedin", _dollars(today)),
    ):
        wish = Wish(platform, timezone="Asia/Seoul")
        reading = table_reader()([Handed(f"{platform}.csv", "\n".join(rows).encode())], wish)
        async with db.writing((await enter(db, PLACE)).access) as unit:
            await store(unit, reading)
    return house


def _today(house: House) -> date:
    return house.now().astimezone(ZoneInfo("Asia/Seoul")).date()


def _days(today: date) -> Iterable[tuple[int, date, int]]:
    """Days up to yesterday with what is spent on them, more at a weekend."""
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        yield back, day, (130_000 if day.weekday() > 4 else 100_000) + 1_000 * (back % 3)


def _google(today: date) -> Iterable[str]:
    yield "일,캠페인,통화 코드,비용,노출수,클릭수,전환,전환 가치"
    for back, day, spend in _days(today):
        sold = 40 if back == DROP else 80
        yield f"{day},봄 세일,KRW,{spend},{spend // 10},{spend // 100},{sold},{sold * 30_000}"
        yield f"{day},브랜드,KRW,{spend // 2},{spend // 20},{spend // 200},30,900000"


def _meta(today: date) -> Iterable[str]:
    yield "일,캠페인 이름,지출 금액 (KRW),노출,링크 클릭,결과"
    for _, day, spend in _days(today):
        yield f"{day},리타겟,{spend // 2},{spend // 8},{spend // 400},20"


def _dollars(today: date) -> Iterable[str]:
    yield "Start Date (in UTC),Campaign Group Name,Campaign Name,Currency,Total Spent,Impressions,Clicks"
    yield f"{today - timedelta(days=1)},B2B,B2B,USD,50.25,1000,10"


async def test_questions_in_korean(crumb: House, talk: Talk) -> None:
    compared = await talk("지난 7일 메타랑 구글 비교해줘 차트로", PLACE)
    assert (compared.agent, compared.command) == ("analytics", "stats compare")
    body = compared.outputs[0].draft.body
    rows = {row["key"]["platform"]: row["now"] for row in body["rows"]}
    week = [spend for back, _, spend in _days(_today(crumb)) if back <= 7]
    assert rows["google_ads"]["spend"] == sum(spend + spend // 2 for spend in week) * 1_000_000
    assert (rows["meta"]["revenue"], body["totals"][0]["now"]["conversions"]) == (None, None)
    assert compared.charts
    assert body["query"]["id"] in compared.text
    why = await talk(f"{(_today(crumb) - timedelta(days=DROP)):%-m월 %-d일}에 전환이 왜 떨어졌어?", PLACE)
    (drivers,) = [one for one in why.outputs[0].draft.body["findings"] if one["kind"] == "drivers"]
    assert sum(one["part"] for one in drivers["factors"]) == drivers["change"] == -40_000_000
    assert drivers["factors"][0]["name"] == "cvr"
    assert drivers["segments"][0]["called"] == "봄 세일"
    assert {one.kind for one in why.outputs[0].draft.inputs_used} == {"metric"}


async def test_questions_in_english(crumb: House, talk: Talk) -> None:
    odd = await talk("anything unusual in the last 7 days?", PLACE)
    found = [one for one in odd.outputs[0].draft.body["findings"] if one["kind"] == "anomaly"]
    assert found[0]["day"] == (_today(crumb) - timedelta(days=DROP)).isoformat()
    assert {one["metric"] for one in found} == {"conversions", "cvr"}
    mixed = await talk("/stats spend by platform yesterday", PLACE)
    totals = {row["currency"]: row["now"]["spend"] for row in mixed.outputs[0].draft.body["totals"]}
    assert totals["USD"] == 50_250_000
    assert set(totals) == {"KRW", "USD"}
    assert "none is added" in mixed.text
    none = await talk("/stats clicks in August 2020", PLACE)
    assert none.outputs == ()
    assert "No figures for 1–31 Aug 2020" in none.text
    early = await talk("/stats compare spend with the same period last year", PLACE)
    assert "Not compared with" in early.lines[1]
    keywords = await talk("/stats top 5 keywords by cost", PLACE)
    assert "not divided by keyword" in keywords.text
    again = await talk(mixed.buttons[0].label, PLACE, action=mixed.buttons[0].action, thread=mixed.thread)
    assert again.agent == "analytics"
    assert "13 metrics" in (await talk("/stats which metrics do you have", PLACE)).text


async def test_where_nothing_was_imported_it_is_said_how(house: House, talk: Talk) -> None:
    new = Organization(OrgId(""), "empty", "Empty", "SME", "en", "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    told = await talk("how did we do last week?", "empty")
    assert "Insufficient data" in told.text
    assert told.outputs == ()


async def test_a_campaign_is_known_by_its_name_and_an_earlier_period_is_held_against_as_far_as_it_is_known(
    crumb: House, talk: Talk
) -> None:
    clicks = (await talk("지난 7일 봄 세일 클릭수", PLACE)).outputs[0].draft.body
    assert clicks["query"]["names"] == {"campaign": ["봄 세일"]}
    assert {row["names"]["platform"] for row in clicks["rows"]} <= {"구글"}
    whole = (await talk("지난 7일 클릭수", PLACE)).outputs[0].draft.body
    assert whole["query"]["names"] == {}
    today = _today(crumb)
    first, month = today - timedelta(days=DAYS), (today - timedelta(days=today.day)).replace(day=1)
    year_ago = first.replace(day=1)
    text = f"compare {month:%B %Y} with {year_ago:%B %Y} spend"
    compared = (await talk(text, PLACE)).outputs[0].draft.body
    assert compared["query"]["before"][0] == str(year_ago)
    assert any(row["before"] for row in compared["totals"])
    device = await talk("clicks on mobile last week", PLACE)
    assert any("device" in one for one in device.outputs[0].draft.body["caveats"])


async def test_days_of_the_week_are_averages_of_as_many_days_as_there_are(crumb: House, talk: Talk) -> None:
    since = _today(crumb) - timedelta(days=17)
    until = since + timedelta(days=15)
    asked = f"구글 요일별 광고비 {since:%Y-%m-%d}부터 {until:%Y-%m-%d}까지"
    shown = await talk(f"/stats {asked}", PLACE)
    body, rows = shown.outputs[0].draft.body, shown.outputs[0].draft.body["rows"]
    mine = [(day, 3 * spend // 2) for _, day, spend in _days(_today(crumb)) if since <= day <= until]
    assert [row["weekday"] for row in rows] == list(range(7))
    for row in rows:
        spent = [spend for day, spend in mine if day.weekday() == row["weekday"]]
        assert row["days"] == len(spent) in (2, 3)
        assert abs(row["now"]["spend"] - sum(spent) * 1_000_000 / len(spent)) < 1
    assert body["totals"][0]["now"]["spend"] == sum(spend for _, spend in mine) * 1_000_000
    assert body["totals"][0]["days"] == 16
    assert any("날 수가 다릅니다" in one for one in body["caveats"])
    assert [bar.name for bar in shown.charts[0].bars] == list("월화수목금토일")  # type: ignore[union-attr]


async def test_claims_by_weekday_stand_apart_and_the_best_day_is_named(crumb: House, talk: Talk) -> None:
    best = await talk("어느 요일이 제일 싸게 팔려요?", PLACE)
    body = best.outputs[0].draft.body
    days = [(day, spend) for back, day, spend in _days(_today(crumb)) if back <= 56]
    assert (body["metrics"], body["by"]) == (["cpa"], ["platform"])
    for row in body["rows"]:
        spent = [spend // 2 for day, spend in days if day.weekday() == row["weekday"]]
        if row["key"]["platform"] == "meta":
            assert (row["days"], row["now"]["cpa"]) == (8, round(sum(spent) * 1_000_000 / (20 * 8)))
    ends = [one for one in body["findings"] if "주말" in one["text"] and one["key"] == {"platform": "meta"}]
    assert len(ends) == 1
    weekend = await talk("are weekends cheaper than weekdays?", PLACE)
    assert "Meta CPA: weekends" in weekend.lines[1] + weekend.lines[2]
    assert weekend.outputs[0].draft.body["query"]["id"] == body["query"]["id"]


async def test_what_a_site_counts_stands_not_beside_what_it_cannot_know(crumb: House, talk: Talk) -> None:
    day = _today(crumb) - timedelta(days=10)
    site = f"Date,Session source / medium,Sessions,Key events\n{day:%Y%m%d},a / b,9,1\n"
    reading = table_reader()([Handed("ga4.csv", site.encode())], Wish("ga4"))
    async with crumb.database.writing((await enter(crumb.database, PLACE)).access) as unit:
        await store(unit, reading)
    costs = (await talk("/stats cpc by platform last 14 days", PLACE)).outputs[0].draft.body
    assert {row["key"]["platform"] for row in costs["rows"]} == {"google_ads", "meta", "linkedin"}
    visits = (await talk("/stats sessions by platform last 14 days", PLACE)).outputs[0].draft.body
    assert {row["key"]["platform"] for row in visits["rows"]} == {"ga4"}
    behind = (await talk("/stats compare ga4 and meta clicks, last 7 days", PLACE)).text
    assert "GA4 has figures up to" in behind


async def test_a_question_goes_on_from_the_one_before_it(crumb: House, talk: Talk) -> None:
    first = await talk("최근 28일 구글 클릭수", PLACE)
    asked: list[dict[str, object]] = []
    for text in ("그럼 메타는?", "캠페인별로는?", "요일별로 보여줘", "and impressions?"):
        said = await talk(text, PLACE, thread=first.thread)
        assert said.agent == "analytics"
        asked.append(said.outputs[0].draft.body["query"])
    window = first.outputs[0].draft.body["query"]["window"]
    assert [one["window"] for one in asked] == [window] * 4
    assert [one["platforms"] for one in asked] == [["meta"]] * 4
    assert [one["metrics"] for one in asked] == [["clicks"]] * 3 + [["impressions"]]
    assert [one["by"] for one in asked] == [[], ["campaign"], [], []]
    assert [one.get("weekday", False) for one in asked] == [False, False, True, True]
    drawn = await talk("/stats 최근 28일 메타 클릭수 그래프", PLACE)
    assert (drawn.outputs[0].draft.body["by"], len(drawn.outputs[0].draft.body["rows"])) == (["day"], 28)
    assert drawn.charts
    new = await talk("지난 7일 광고비", PLACE, thread=first.thread)
    query = new.outputs[0].draft.body["query"]
    assert (query["platforms"], query["metrics"], "weekday" in query) == ([], ["spend"], False)


async def test_a_campaign_that_is_not_there_is_said_so(crumb: House, talk: Talk) -> None:
    unknown = await talk("/stats 가을맞이 캠페인 지난 7일 클릭수", PLACE)
    assert any("'가을맞이' 캠페인이 없어" in one for one in unknown.outputs[0].draft.body["caveats"])
    for text in (
        "/stats 지난 7일 전체 캠페인 클릭수",
        "/stats 봄 세일 캠페인 클릭수",
        "/stats clicks of the ad campaign",
    ):
        known = await talk(text, PLACE)
        assert "unknown" not in known.outputs[0].draft.body["query"]
