"""The budget agent's answers out of facts: what is said, what it rests on, what is not said."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from agents.roi_budget import AGENT
from agents.types import AgentResult, Curves, Table
from memory.metrics import TruthRow, TruthSource
from memory.types import CampaignPlan, ClientId, Draft, OrgId, Scope
from tests.agents.kit.budgeting.asking import answered, ask, stored
from tests.agents.kit.budgeting.counted import Counted, M, Told, each_day

NOVEMBER = CampaignPlan("봄", "active", 3_000_000, "KRW", starts=date(2026, 11, 1), ends=date(2026, 11, 30))
FIRST = date(2026, 11, 1)
WEEKS = date(2026, 8, 10)
"""Thirteen whole weeks before the week of the ask begin here."""


def body(result: AgentResult) -> dict[str, Any]:
    return result.outputs[0].body


def spent(*won: int | None, platform: str = "meta", until: time | None = None) -> Counted:
    return Counted(each_day(platform, FIRST, won), until=until)


def truth(system: TruthSource, key: dict[str, str], count: int, value: int | None = None) -> TruthRow:
    return TruthRow(system, key, "KRW", count * M, None if value is None else value * M, None, 1)  # type: ignore[arg-type]


async def test_a_campaigns_budget_is_paced_as_of_the_accounts_own_time() -> None:
    result = await answered(
        "예산 소진 속도 괜찮아?", spent(*[100_000] * 9, 60_000, until=time(14, 24)), NOVEMBER
    )
    told = body(result)
    assert (told["planned"], told["spent"], told["expected"]) == (3_000_000, 960_000, 960_000)
    assert (told["index"], told["band"], told["elapsed"]) == (1.0, "on", 0.32)
    assert "11월 10일 14:24 기준" in result.lines[0]
    assert told["projected"] == 3_000_000
    (output,) = result.outputs
    metrics = [one for one in output.evidence if one.kind == "metric"]
    assert {(one.ref, one.grade) for one in metrics} == {(told["query"], 0.95)}
    assert output.inputs_used[0].kind == "metric"
    assert isinstance(result.charts[0], Curves)
    assert result.charts[0].series[1][1][-1] is None


async def test_where_nothing_is_known_nothing_is_said_and_nothing_is_zero() -> None:
    result = await answered("are we on budget?", Counted(), NOVEMBER, "en")
    told = body(result)
    assert (told["spent"], told["index"], told["projected"], told["band"]) == (None, None, None, "unknown")
    assert result.lines[0].startswith("Insufficient data")
    assert result.status == "needs_input"
    assert [one.field for one in result.questions] == ["facts"]


async def test_without_a_budget_it_is_asked_for_and_then_completed() -> None:
    result = await answered("예산 얼마나 남았어?", spent(*[100_000] * 10))
    assert [one.field for one in result.questions] == ["planned"]
    assert body(result)["spent"] == 1_000_000
    again = ask("11/1~11/30 3,000만원", spent(*[100_000] * 10), asked=result.questions)
    told = body(await AGENT.answer(again))
    assert (told["planned"], told["basis"], told["band"]) == (30_000_000, "stated", "under")


async def test_what_was_said_for_the_last_pacing_holds_while_its_days_last() -> None:
    first = await answered("11/1~11/30 3,000만원 페이싱", spent(*[100_000] * 10))
    kept = stored(first.outputs[0])
    told = body(await answered("예산 얼마나 남았어?", spent(*[100_000] * 10), latest=(kept,)))
    assert (told["planned"], told["basis"]) == (30_000_000, "before")
    over = await answered("11/1~11/9 3,000만원 페이싱", spent(*[100_000] * 9))
    gone = body(
        await answered("예산 얼마나 남았어?", spent(*[100_000] * 10), latest=(stored(over.outputs[0]),))
    )
    assert gone["planned"] is None


async def test_a_plan_gives_a_budget_its_days_and_its_platforms() -> None:
    plan = Draft(
        "marketing_strategy",
        "marketing_plan",
        1,
        "ko",
        "계획",
        "",
        {
            "currency": "KRW",
            "period": {"starts": "2026-11-01", "ends": "2026-11-30"},
            "allocation": [
                {"id": "proven", "name": "검증", "planned": 2_700_000},
                {"id": "new", "name": "실험", "planned": 300_000},
            ],
            "rows": [
                {"id": "R1", "name": "메타 광고", "budget": 1_500_000},
                {"id": "R2", "name": "뉴스레터", "budget": 0},
            ],
        },
    )
    result = await answered("예산 소진 어때?", spent(*[100_000] * 10), latest=(stored(plan),))
    told = body(result)
    assert (told["planned"], told["basis"], told["index"]) == (3_000_000, "plan", 1.0)
    (meta,) = told["platforms"]
    assert (meta["planned"], meta["index"], meta["band"]) == (1_500_000, 2.0, "over")
    assert "o-marketing_plan" in [one.ref for one in result.outputs[0].inputs_used]


async def test_a_budget_whose_days_are_over_says_what_was_left() -> None:
    result = await answered("pacing 11/1~11/5 600,000원", spent(*[100_000] * 10), locale="en")
    told = body(result)
    assert (told["spent"], told["days_left"], told["elapsed"], told["rate_needed"]) == (500_000, 0, 1.0, None)
    assert any("ended on 5 Nov: ₩100,000 less" in line for line in result.lines)


async def test_flights_have_their_own_days_and_money() -> None:
    told = body(
        await answered("페이싱 11/1~11/5 50만원, 11/21~11/30 100만원", spent(*[100_000] * 5, *[0] * 5))
    )
    assert (told["planned"], told["expected"], told["index"], told["band"]) == (1_500_000, 500_000, 1.0, "on")
    assert [one["planned"] for one in told["flights"]] == [500_000, 1_000_000]


@pytest.mark.parametrize(
    "said",
    [
        "소진 예산 150만원을 1~5일에 40%, 21~30일에 60% 써",
        "pacing ₩1,500,000: 40% on Nov 1-5, 60% on 21-30 November",
        "소진 11월 1~5일 60만원, 11월 21일~30일 90만원",
    ],
)
async def test_flights_may_be_parts_of_one_amount_over_days_of_a_month(said: str) -> None:
    told = body(await answered(said, spent(*[100_000] * 5, *[0] * 5)))
    flights = [(one["starts"], one["ends"], one["planned"]) for one in told["flights"]]
    assert flights == [("2026-11-01", "2026-11-05", 600_000), ("2026-11-21", "2026-11-30", 900_000)]
    assert (told["planned"], told["expected"], told["spent"]) == (1_500_000, 600_000, 500_000)


async def test_an_amount_that_may_mean_two_things_is_asked_about() -> None:
    result = await answered("페이싱 월 300", spent(*[10_000] * 10))
    assert result.outputs == ()
    assert [one.label for one in result.buttons] == ["300만원", "300원"]
    pressed = await answered(result.buttons[0].action.removeprefix("budget "), spent(*[100_000] * 10))
    assert body(pressed)["planned"] == 3_000_000


async def test_figures_of_the_place_above_ring_no_bell() -> None:
    above = replace(spent(*[300_000] * 10), scope=Scope(OrgId("acme"), ClientId("nike")))
    told = body(await answered("pacing", above, NOVEMBER, "en"))
    assert (told["band"], told["why"], told["alerts"]) == ("unknown", "other_scope", [])


async def test_currencies_are_never_added() -> None:
    facts = Counted([*each_day("meta", FIRST, [100_000] * 10), Told("tiktok", FIRST, 50, currency="USD")])
    result = await answered("pacing", facts, NOVEMBER, "en")
    told = body(result)
    assert told["spent"] == 1_000_000
    assert told["apart"] == [{"currency": "USD", "platform": "tiktok", "spent": 5000}]
    assert any("$50" in row for row in _cells(result))


async def test_a_daily_budget_is_judged_by_the_platforms_own_rules() -> None:
    within = body(
        await answered("메타 일예산 10만원 11/1~11/30 페이싱", spent(*[100_000] * 8, 170_000, 30_000))
    )
    assert (within["kind"], within["planned"], within["alerts"]) == ("daily", 3_000_000, [])
    beyond = body(
        await answered("메타 일예산 10만원 11/1~11/30 페이싱", spent(*[100_000] * 8, 180_000, 20_000))
    )
    assert [one["kind"] for one in beyond["alerts"]] == ["excess"]


async def test_a_paused_campaign_has_no_band_and_no_alarm() -> None:
    told = body(await answered("pacing", spent(*[1_000] * 10), replace(NOVEMBER, status="paused"), "en"))
    assert (told["band"], told["alerts"]) == ("none", [])


def _cells(result: AgentResult) -> list[str]:
    tables = [block for part in result.sections for block in part.blocks if isinstance(block, Table)]
    return [cell for table in tables for row in table.rows for cell in row]
