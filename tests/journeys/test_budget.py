"""A budget from an imported export to a decision, in Korean and in English, by real turns on both databases."""

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
from tests.journeys.flows import walks

PLACE = "crumb/spring"
WEEKS = 9


@pytest.fixture
async def crumb(house: House) -> House:
    """A bakery whose Google and Meta exports of nine weeks, and orders of four, were imported."""
    db = house.database
    await organizations.add(db, Organization(OrgId(""), "crumb", "Crumb", "SME", "ko", "Asia/Seoul", "KRW"))
    today = _today(house)
    starts, ends = today - timedelta(days=14), today + timedelta(days=14)
    plan = CampaignPlan("봄", "active", 6_000_000, "KRW", starts=starts, ends=ends)
    async with db.writing((await enter(db, "crumb")).access) as unit:
        await campaigns.add(unit, "spring", plan)
    for platform, text in (
        ("google_ads", _google(today)),
        ("meta", _meta(today)),
        ("orders", _orders(today)),
    ):
        reading = table_reader()([Handed(f"{platform}.csv", text.encode())], Wish(platform))
        async with db.writing((await enter(db, PLACE)).access) as unit:
            await store(unit, reading)
    return house


def _today(house: House) -> date:
    return house.now().astimezone(ZoneInfo("Asia/Seoul")).date()


def _days(today: date) -> Iterable[tuple[int, date, int]]:
    """Days up to yesterday with what is spent on them, which varies from week to week."""
    for back in range(7 * WEEKS, 0, -1):
        day = today - timedelta(days=back)
        yield back, day, 80_000 + 10_000 * ((day.toordinal() // 7 * 5) % 7)


def _google(today: date) -> str:
    rows = [f"{day},봄,KRW,{spend},1000,100,{spend // 10_000},{spend * 4}" for _, day, spend in _days(today)]
    return "\n".join(["일,캠페인,통화 코드,비용,노출수,클릭수,전환,전환 가치", *rows])


def _meta(today: date) -> str:
    rows = [f"{day},봄,{spend},1000,100,{5 + spend // 20_000}" for _, day, spend in _days(today)]
    return "\n".join(["일,캠페인 이름,지출 금액 (KRW),노출,링크 클릭,결과", *rows])


def _orders(today: date) -> str:
    rows = [
        f"A{back:03}-{number},{day},40000,0,paid,{source},{medium},KRW"
        for back, day, _ in _days(today)
        for number, (source, medium) in enumerate((("google", "cpc"), ("facebook", "paid_social"), ("", "")))
    ]
    head = "Order ID,Order date,Total,Refunded amount,Status,utm_source,utm_medium,Currency"
    return "\n".join([head, *rows])


@walks("metric-budget.roi")
async def test_a_week_in_the_life_of_a_budget_in_korean(crumb: House, talk: Talk) -> None:
    paced = await talk("예산 소진 속도 괜찮아?", PLACE)
    assert paced.agent == "roi_budget"
    (pacing,) = paced.outputs
    body = pacing.draft.body
    assert body["planned"] == 6_000_000
    assert body["spent"] == sum(2 * spend for back, _, spend in _days(_today(crumb)) if back <= 14)
    assert body["index"] == pytest.approx(body["spent"] / body["expected"], rel=1e-5)
    assert "기준" in paced.text
    assert {one.kind for one in pacing.draft.inputs_used} == {"metric"}
    matched = await talk("매체 수치랑 실제 주문 대사해줘", PLACE)
    body = matched.outputs[0].draft.body
    assert (body["truth"]["conversions"], body["method"]) == (84, "tracked")
    assert {one["id"]: one["reconciled"] for one in body["channels"]} == {"google_ads": 28, "meta": 28}
    assert "더하지 않습니다" in matched.text
    moved = await talk("메타에서 구글로 20만원 옮기면?", PLACE)
    assert moved.outputs[0].draft.body["effect"] is not None
    earned = await talk("광고비 대비 수익이 나고 있나요? 마진 50%", PLACE)
    assert earned.outputs[0].draft.body["break_even_roas"] == 2.0


async def test_the_same_in_english_with_an_amount_that_is_asked_about(crumb: House, talk: Talk) -> None:
    spread = await talk("where should we move money?", PLACE)
    assert spread.outputs[0].draft.body["residual"] < 1e-6
    assert spread.outputs[0].draft.body["basis"] == "reconciled"
    ahead = await talk("forecast the spend until the end of the campaign", PLACE)
    spend = ahead.outputs[0].draft.body["measures"][0]
    assert spend["low"] <= spend["total"] <= spend["high"]
    asked = await talk("/budget pacing 월 300", PLACE)
    assert asked.status == "needs_input"
    pressed = await talk(asked.buttons[0].label, PLACE, action=asked.buttons[0].action, thread=asked.thread)
    assert pressed.outputs[0].draft.body["planned"] == 3_000_000
    claims = await talk("facebook says 60 orders, the shop says 35", PLACE)
    assert claims.outputs[0].draft.body["channels"][0]["overclaim"] == pytest.approx(60 / 35, abs=1e-5)
