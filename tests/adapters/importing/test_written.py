"""Exports as people really have them: headers with commas, other countries' numbers, days beside spans."""

import pytest

from adapters.importing import read
from bot.importing import Handed, UnevenTable
from memory.loading import Reading, Wish
from tests.adapters.importing.test_exports import facts


def of(text: str, wish: Wish | None = None) -> Reading:
    return read([Handed("export.csv", text.encode())], wish or Wish())


def spent(reading: Reading) -> list[int]:
    return [sums["spend"] for _, _, sums in facts(reading)]


def test_a_header_cut_within_its_brackets_is_put_together() -> None:
    reading = of(
        "일별,캠페인유형,캠페인,평균클릭비용(VAT포함,원),총비용(VAT포함,원),노출수,클릭수\n"
        "2026.11.01.,파워링크,검색,100,11000,1000,110\n2026.11.02.,파워링크,검색,100,,900,100\n"
    )
    (series, _, sums), (_, _, second) = facts(reading)
    assert (series.platform, series.currency, series.vat_included) == ("naver_searchad", "KRW", True)
    assert (sums["spend"], sums["impressions"], sums["clicks"]) == (11_000_000_000, 1_000, 110)
    assert "spend" not in second


def test_a_header_cut_anywhere_else_is_refused() -> None:
    text = "Day,Campaign name,Amount spent, USD,Impressions,Link clicks\n2026-11-01,A,10,1000,5\n"
    with pytest.raises(UnevenTable, match="6 headers and 5 cells"):
        of(text)
    mine = Wish("newspaper", "KRW", "", {"day": "when", "spend": "cost"})
    with pytest.raises(UnevenTable):
        of("when,paper,cost,note\n2026-11-01,Daily 1000,1\n", mine)


def test_a_row_with_more_cells_than_headers_is_turned_away() -> None:
    reading = of(
        "Day,Campaign,Campaign ID,Impr.,Cost\n2026-11-01,A,1,1,234,5\n2026-11-02,A,1,100,5,\n2026-11-03,A,1,7\n"
    )
    assert [(one.line, one.reason) for one in reading.turned] == [(2, "crowded")]
    assert [sums["impressions"] for _, _, sums in facts(reading)] == [100, 7]


@pytest.mark.parametrize(
    ("cells", "spend", "impressions"),
    [
        ("1.204;1.045,10", 1_045_100_000, 1_204),
        ("1.204;1.045", 1_045_000_000, 1_204),
        ("204;0,5", 500_000, 204),
        ("1'204;1'045.10", 1_045_100_000, 1_204),
        ("1,204;1,045", 1_045_000_000, 1_204),
        ("1204;1.045", 1_045_000, 1_204),
        ("100.000;1.50", 1_500_000, 100),
    ],
)
def test_a_point_or_a_comma_before_decimals_is_the_tables_own(
    cells: str, spend: int, impressions: int
) -> None:
    """A campaign that is called 3,4 says nothing about numbers."""
    reading = of(f"Day;Campaign;Campaign ID;Impr.;Cost\n2026-11-01;3,4;1;{cells}\n")
    ((_, _, sums),) = facts(reading)
    assert (sums["spend"], sums["impressions"]) == (spend, impressions)


def test_a_column_of_days_goes_before_the_span_of_the_report() -> None:
    reading = of(
        "보고 시작,보고 종료,일,캠페인 이름,지출 금액 (KRW),링크 클릭\n"
        "2026-11-01,2026-11-30,2026-11-01,여름,100,1\n2026-11-01,2026-11-30,2026-11-02,여름,200,1\n"
    )
    assert [fact.day.day for _, fact, _ in facts(reading)] == [1, 2]
    assert spent(reading) == [100_000_000, 200_000_000]
    assert reading.turned == ()


def test_results_that_are_no_conversions_are_not_counted_as_such() -> None:
    reading = of(
        "Day,Campaign name,Results,Result indicator,Amount spent (USD)\n"
        "2026-11-01,A,120,actions:link_click,1\n"
        "2026-11-01,B,12,actions:offsite_conversion.fb_pixel_purchase,1\n"
    )
    counted = {series.campaign_ref: sums.get("conversions") for series, _, sums in facts(reading)}
    assert counted == {"A": None, "B": 12_000_000}


def test_sessions_by_event_are_those_that_began() -> None:
    began = "20261101,google / cpc,session_start,500,0\n"
    others = "20261101,google / cpc,page_view,480,0\n20261101,google / cpc,purchase,9,9\n"
    reading = of(f"Date,Session source / medium,Event name,Sessions,Key events\n{began}{others}")
    ((_, _, sums),) = facts(reading)
    assert (sums["sessions"], sums["conversions"]) == (500, 9_000_000)
    without = of(f"Date,Session source / medium,Event name,Sessions,Key events\n{others}")
    assert ["sessions" in sums for _, _, sums in facts(without)] == [False]


@pytest.mark.parametrize(
    ("cost", "cell", "currency"), [("Cost (€)", "1", "EUR"), ("Cost", "₩1,000", "KRW"), ("Cost", "$1", "")]
)
def test_a_sign_that_is_one_currencys_says_it(cost: str, cell: str, currency: str) -> None:
    ((series, _, _),) = facts(of(f'Day,Campaign,Customer ID,{cost}\n2026-11-01,A,1,"{cell}"\n'))
    assert series.currency == currency


def test_what_a_bracket_tells_apart_marks_no_other_platform() -> None:
    ((series, _, _),) = facts(of("일,캠페인,고객 ID,노출수,클릭수,비용\n2026-11-01,A,1,1,1,1\n"))
    assert series.platform == "google_ads"
