"""What advertising really earned, and where money would earn more: answers out of facts."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from agents.roi_budget import AGENT
from agents.types import AgentResult, Bars, Table
from config.errors import Locale
from memory.metrics import TruthRow, TruthSource
from memory.types import CampaignPlan
from tests.agents.kit.budgeting.asking import answered, stored
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


ORDERS = (
    truth("orders", {"event": "purchase"}, 500, 40_000_000),
    truth("ga4", {"event": "purchase"}, 400, 32_000_000),
    truth("ga4", {"source": "google", "medium": "cpc"}, 120),
    truth("ga4", {"source": "facebook", "medium": "paid_social"}, 80),
    truth("ga4", {"source": "google", "medium": "organic"}, 200),
)


def claiming() -> Counted:
    """Google and Meta over the last four weeks: 28 x 10 and 28 x 15 conversions."""
    since = date(2026, 10, 14)
    told = [Told("google_ads", since + timedelta(days=n), 100_000, 10, 500_000) for n in range(28)]
    told += [Told("meta", since + timedelta(days=n), 50_000, 15, 600_000) for n in range(28)]
    return Counted(told, windows={"meta": "7d_click,1d_view"})


@pytest.mark.parametrize("locale", ["ko", "en"])
async def test_claims_stand_beside_the_truth_and_are_not_added(locale: Locale) -> None:
    result = await answered("reconcile", replace(claiming(), counted=ORDERS), NOVEMBER, locale)
    told = body(result)
    assert told["method"] == "scaled"
    rows = {one["id"]: one for one in told["channels"]}
    assert (rows["google_ads"]["claimed"], rows["google_ads"]["tracked"]) == (280, 120)
    assert (rows["google_ads"]["reconciled"], rows["meta"]["reconciled"]) == (150, 100)
    assert rows["meta"]["overclaim"] == 4.2
    assert (rows["meta"]["window"], rows["google_ads"]["window"]) == ("7d click, 1d view", None)
    assert told["overlap"] == 1.4
    assert told["reconciled_share"] == 0.5
    assert told["mer"] == pytest.approx(40 / 4.2, abs=1e-5)
    assert told["others"] == [{"source": "ga4", "conversions": 400}]
    assert not any("700" in cell for cell in _cells(result))
    assert isinstance(result.charts[0], Bars)


async def test_what_somebody_says_both_count_is_compared() -> None:
    told = body(await answered("메타는 90건 쇼핑몰은 60건이래요 뭐가 맞죠", claiming(), NOVEMBER))
    (row,) = told["channels"]
    assert (row["claimed"], row["reconciled"], row["overclaim"]) == (90, 60, 1.5)
    assert (told["since"], told["query"]) == (None, None)


async def test_only_the_days_are_compared_on_which_both_are_known() -> None:
    """Orders of the last two of four weeks are not set beside claims of all four."""
    days = tuple(
        truth("orders", {"day": (date(2026, 10, 28) + timedelta(days=n)).isoformat()}, 5) for n in range(14)
    )
    facts = replace(claiming(), counted=(truth("orders", {"event": "purchase"}, 70), *days))
    told = body(await answered("reconcile", facts, NOVEMBER, "en"))
    assert (told["since"], told["until"]) == ("2026-10-28", "2026-11-10")
    assert {one["id"]: one["claimed"] for one in told["channels"]} == {"google_ads": 140, "meta": 210}
    assert told["overlap"] == 5.0


async def test_without_a_truth_claims_are_shown_and_nothing_is_reconciled() -> None:
    result = await answered("reconcile", claiming(), NOVEMBER, "en")
    assert [one["reconciled"] for one in body(result)["channels"]] == [None, None]
    assert [one.field for one in result.questions] == ["truth"]
    assert result.charts == ()


async def test_returns_use_the_margin_and_a_dated_lift_test() -> None:
    facts = replace(claiming(), counted=ORDERS)
    told = body(await answered("roi 마진 25%", facts, NOVEMBER))
    assert (told["margin"], told["break_even_roas"]) == (0.25, 4.0)
    google = next(one for one in told["platforms"] if one["id"] == "google_ads")
    assert (google["basis"], google["revenue"], google["spend"]) == ("reconciled", 12_000_000, 2_800_000)
    assert (google["profit"], google["roi"]) == (200_000, pytest.approx(0.0714, abs=1e-4))
    assert told["total"]["revenue"] == 20_000_000
    lift = (await answered("메타 증분 계수 0.6, 2026-09-01 지역 테스트", facts, NOVEMBER)).outputs[0]
    assert (lift.output_type, lift.subject, lift.body["factor"], lift.body["since"]) == (
        "incrementality", "meta", 0.6, "2026-09-01",
    )  # fmt: skip
    tested = await answered("roi margin 25%", facts, NOVEMBER, "en", (stored(lift),))
    meta = next(one for one in body(tested)["platforms"] if one["id"] == "meta")
    assert (meta["basis"], meta["factor"], meta["revenue"]) == ("incremental", 0.6, 10_080_000)
    assert "o-incrementality" in [one.ref for one in tested.outputs[0].inputs_used]


@pytest.mark.parametrize(("locale", "unknown"), [("ko", "KRW로 알 수 없어"), ("en", "not known in KRW")])
async def test_a_platform_in_another_currency_leaves_the_truth_known_and_the_total_open(
    locale: Locale, unknown: str
) -> None:
    told = [one if one.platform != "meta" else replace(one, currency="JPY") for one in claiming().told]
    result = await answered("roi margin 25%", Counted(told, counted=ORDERS), NOVEMBER, locale)
    assert body(result)["total"]["revenue"] is not None
    assert body(result)["total"]["spend"] is None
    assert unknown in result.lines[0]
    moved = await answered("what-if 10% from google to meta", Counted(told, counted=ORDERS), NOVEMBER, locale)
    assert any("JPY" in line for line in moved.lines)


async def test_returns_without_a_margin_ask_for_it() -> None:
    result = await answered("is meta worth the money?", claiming(), NOVEMBER, "en")
    told = body(result)
    assert (told["total"]["profit"], told["break_even_roas"]) == (None, None)
    assert [one.field for one in result.questions] == ["margin"]


def responding() -> Counted:
    """Thirteen weeks in which Google answers y = .5 x^.5 and Meta y = .2 x^.5, a week."""
    told: list[Told] = []
    for week in range(13):
        for platform, scale in (("google_ads", 0.5), ("meta", 0.2)):
            spend = 40_000 + 5_000 * ((week * 5) % 13)
            weekly = round(scale * (7 * spend) ** 0.5)
            counts = [weekly // 7 + (n < weekly % 7) for n in range(7)]
            told += [Told(platform, WEEKS + timedelta(days=7 * week + n), spend, counts[n]) for n in range(7)]
    return Counted(told)


@pytest.mark.parametrize("locale", ["ko", "en"])
async def test_money_moves_to_where_it_brings_more_a_fifth_at_most(locale: Locale) -> None:
    result = await answered("where should we move money", responding(), NOVEMBER, locale)
    told = body(result)
    ((move,),) = [told["moves"]]
    assert (move["from"], move["to"]) == ("meta", "google_ads")
    rows = {one["id"]: one for one in told["channels"]}
    assert move["amount"] == int(rows["meta"]["now"] * 0.2)
    assert sum(one["proposed"] for one in told["channels"]) == sum(one["now"] for one in told["channels"])
    assert rows["google_ads"]["elasticity"] == pytest.approx(0.5, abs=0.03)
    assert told["residual"] < 1e-6
    assert move["range"][0] <= move["amount"] <= move["range"][1]
    assert told["gain"]["low"] <= told["gain"]["conversions"] <= told["gain"]["high"]


async def test_no_verdict_out_of_too_few_conversions() -> None:
    few = replace(responding(), told=[replace(one, conversions=0) for one in responding().told])
    result = await answered("예산 재배분", few, NOVEMBER)
    told = body(result)
    assert (told["moves"], told["multiplier"], told["residual"]) == ([], None, None)
    assert all("30" in one for one in told["held"])
    assert len(told["held"]) == 2
    assert result.status == "needs_input"


async def test_what_if_moves_what_was_said_and_says_how_far_it_goes() -> None:
    result = await answered("메타에서 구글로 20만원 옮기면?", responding(), NOVEMBER)
    told = body(result)
    assert [(one["id"], one["amount"]) for one in told["shifts"]] == [
        ("meta", -50_000),
        ("google_ads", 50_000),
    ]
    effect = told["effect"]
    assert effect["low"] <= effect["conversions"] <= effect["high"]
    assert effect["conversions"] == pytest.approx(sum(one["change"] for one in told["parts"]), abs=1e-3)
    assert told["beyond"] == []
    far = body(await answered("메타에서 구글로 80만원 옮기면?", responding(), NOVEMBER))
    assert far["beyond"] == ["메타", "구글"]
    gone = await answered("메타에서 구글로 9천만원 옮기면?", responding(), NOVEMBER)
    assert (body(gone)["effect"], "뺄 수 없습니다" in gone.lines[0]) == (None, True)


async def test_a_channel_that_spending_does_not_move_is_said_to_be_one() -> None:
    """Not that its return does not diminish, which is the other bound."""
    flat = [one if one.platform != "meta" else replace(one, conversions=10) for one in responding().told]
    steep = [
        one if one.platform != "meta" else replace(one, conversions=(one.spend or 0) // 5_000)
        for one in responding().told
    ]
    for told, words in ((flat, "brought hardly more"), (steep, "no diminishing return")):
        result = await answered("reallocate", Counted(told), NOVEMBER, "en")
        assert [one for one in body(result)["caveats"] if words in one], words


async def test_a_sum_is_divided_exactly() -> None:
    by_response = body(await answered("split 3,000,001원 over meta and google", responding(), NOVEMBER, "en"))
    parts = {one["id"]: one["amount"] for one in by_response["divided"]}
    assert (sum(parts.values()), by_response["how"]) == (3_000_001, "marginals")
    assert parts["google_ads"] / parts["meta"] == pytest.approx(6.25, rel=0.1)
    even = body(await answered("100만원을 구글, 메타, 네이버에 나눠줘", Counted(), NOVEMBER))
    assert [one["amount"] for one in even["divided"]] == [333_334, 333_333, 333_333]


async def test_a_forecast_says_its_error_and_adds_no_claims() -> None:
    result = await answered("월말까지 얼마나 쓰게 될까", responding(), NOVEMBER)
    told = body(result)
    kinds = [(one["kind"], one["id"]) for one in told["measures"]]
    assert kinds == [
        ("spend", "spend"),
        ("conversions", "conversions_google_ads"),
        ("conversions", "conversions_meta"),
    ]
    spend = told["measures"][0]
    assert spend["low"] <= spend["total"] <= spend["high"]
    assert spend["total"] == spend["so_far"] + spend["to_come"]
    assert spend["error"] <= spend["other_error"]
    short = await answered("forecast", Counted(responding().told[-40:]), NOVEMBER, "en")
    assert short.outputs == ()
    assert "42" in short.lines[0]
    commanded = await answered("/budget forecast", Counted(), NOVEMBER, "en")
    assert body(commanded)["measures"] == []


async def test_pasted_paths_are_attributed_and_none_are_asked_for() -> None:
    asked = await answered("기여도 모델 비교해줘", Counted())
    assert asked.status == "needs_input"
    text = "섀플리랑 마르코프\npath,conversions,value,nulls\n검색 > 메타,3,90000,4\n메타,1,10000,9\n"
    result = await answered(text, Counted())
    (table,) = [block for block in result.sections[0].blocks if isinstance(block, Table)]
    assert table.columns == ("채널", "섀플리", "마르코프")
    assert table.rows[0][:2] == ("메타", "62.5%")


@pytest.mark.parametrize(
    "text",
    ["pacing", "reconcile", "roi", "reallocate", "what-if 10% from meta to google", "forecast", "split 9원"],
)
async def test_what_was_answered_is_shown_again_the_same(text: str) -> None:
    result = await answered(text, replace(responding(), counted=ORDERS), NOVEMBER)
    again = AGENT.show(stored(result.outputs[0]))
    assert (again.lines, again.sections, again.charts) == (result.lines, result.sections, result.charts)


def _cells(result: AgentResult) -> list[str]:
    tables = [block for part in result.sections for block in part.blocks if isinstance(block, Table)]
    return [cell for table in tables for row in table.rows for cell in row]
